"""What codes and states are called on pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Flask

from services.children.facts.cases import Category, Guardian, Sex
from services.children.facts.packs import PackContent, PackReceipt
from services.children.facts.pairings import Programme
from services.children.facts.wishes import AgeBand, Handover, Thanks, WishItem, WishReason, WishSize
from services.jobs.facts.hiring import FairMode, FairOrganiser, FairVenue, Trade
from services.jobs.facts.loans import LoanStage, RejectReason
from services.jobs.facts.training import CertificateKind
from services.outreach.facts.aid import AidSource, Receipt
from services.outreach.facts.needs import NeedCategory
from services.portal.web.asking import directory
from services.volunteers.facts.shift import Origin, Post
from services.volunteers.facts.station import HubKind
from services.volunteers.facts.volunteer import Source
from shared.facts import Code, Line

CODES: Mapping[str, type[Code]] = {
    each.__name__: each
    for each in (
        *(AgeBand, AidSource, Category, CertificateKind, FairMode, FairOrganiser, FairVenue, Guardian, Handover),
        *(HubKind, Line, LoanStage, NeedCategory, Origin, PackContent, PackReceipt, Post, Programme, Receipt),
        *(RejectReason, Sex, Source, Thanks, Trade, WishItem, WishReason, WishSize),
    )
}

STATES: Mapping[str, Mapping[str, str]] = {
    "AidState": {
        "proposed": "待审批", "approved": "待发放", "rejected": "未获批准", "delivered": "已发放",
        "withdrawn": "已撤销",
    },
    "NeedState": {"open": "办理中", "met": "已解决", "unmet": "未能解决", "withdrawn": "已撤回"},
    "FairState": {"opened": "筹备中", "held": "已举办", "confirmed": "已核实录用"},
    "ClassState": {"open": "尚未结业", "completed": "已结业", "cancelled": "已取消"},
    "LessonState": {"planned": "待上课", "held": "已上课", "cancelled": "已取消"},
    "EnrolmentState": {"enrolled": "已录取", "waiting": "候补", "left": "已退出"},
    "ShiftState": {"open": "尚未完成", "completed": "已完成", "cancelled": "已取消", "withdrawn": "已撤销"},
    "SignUpState": {
        "signed": "已报名", "waiting": "正在候补", "came": "已到岗", "absent": "未到岗", "withdrawn": "已取消",
        "swapped": "已换班", "released": "已随班次取消", "lapsed": "候补未成",
    },
    "WishState": {
        "gathered": "待审核", "approved": "待公开", "rejected": "未通过审核", "published": "正在公开认领",
        "claimed": "已认领、待寄送", "sent": "已寄送", "delivered": "已送达", "thanked": "已反馈",
        "cancelled": "已撤销",
    },
    "PackState": {"allotted": "已分配、待送达", "delivered": "已送达", "returned": "已退回库存"},
    "StudentState": {
        "reported": "待审查", "refused": "未通过审查", "vetted": "待签署行为守则", "ready": "可以结对",
        "barred": "已停止服务",
    },
}  # fmt: skip
"""The states of processes, whose enumerations are the services' own: pages know facts and schemas alone."""


def install(app: Flask) -> None:
    """Let templates call codes by their names."""
    app.jinja_env.filters.update(called=called, employer=employer, hours=hours, yuan=yuan, short=short)
    app.jinja_env.globals.update(STATES=STATES)


def called(value: Any, what: str) -> str:
    """Say what a code or a state is called; what nobody knows stands for itself, and nothing is a dash."""
    if value in (None, ""):
        return "—"
    if what in STATES:
        return STATES[what].get(str(value), str(value))
    known = {each.value: each.label for each in CODES[what]}
    return known.get(str(value), str(value))


def employer(id: str) -> str:
    """Name an employer, who need not be an organisation of the frame."""
    found = directory().frame.organisation(UUID(id))
    return found.name if found else f"用人单位 {short(id)}"


def hours(minutes: int | None) -> str:
    """Write minutes as hours, rounded at display only."""
    return "—" if minutes is None else f"{minutes / 60:,.1f}"


def yuan(fen: int | None) -> str:
    """Write 分 as 元."""
    return "—" if fen is None else f"{fen / 100:,.2f}"


def short(id: str) -> str:
    """Give the beginning of an id, by which people tell one from another on a page."""
    return str(id)[:8]
