"""What waits in the four action services: approvals, what is overdue, and what was passed on from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from services.portal.web.asking import Me
from services.portal.web.inbox.waiting import Source, Waiting, Why, listed
from services.portal.web.shown import day, instant
from shared.identity import Role

MONEY = 100
APPROVALS, THING, SHIFT = "approvals.waiting", "things.show", "shifts.shift"


def _aid(me: Me) -> Iterator[Waiting]:
    if me.has(Role.APPROVER):
        for each in listed("outreach", "aids", state="proposed"):
            yield Waiting(f"慰问待审批:{_given(each)}", each["place"], None, APPROVALS, why=Why.TO_APPROVE)


def _needs(me: Me) -> Iterator[Waiting]:
    if not me.has(Role.RECORDER, Role.APPROVER):
        return
    for each in listed("outreach", "open_needs", owner=str(me.organisation)):
        title, why = f"困难诉求待答复,{day(each['due_on'])}前", Why.OVERDUE if each["overdue"] else Why.REFERRED
        yield Waiting(title, each["place"], each["raised_on"], THING, {"name": "need", "id": each["id"]}, why)


def _referrals(me: Me) -> Iterator[Waiting]:
    if not me.has(Role.RECORDER, Role.APPROVER):
        return
    for each in listed("jobs", "referrals"):
        why = Why.OVERDUE if each["overdue"] else Why.REFERRED
        arguments = {"name": "referral", "id": each["id"]}
        yield Waiting("求职转介待跟进", each["place"], each["moved_on"], THING, arguments, why)


def _make_ups(me: Me) -> Iterator[Waiting]:
    if me.has(Role.APPROVER):
        for each in listed("volunteers", "make_ups"):
            title = f"补录待审批:{instant(each['came_at'])}到岗"
            yield Waiting(title, "", each["asked_at"], APPROVALS, why=Why.TO_APPROVE)


def _shifts(me: Me) -> Iterator[Waiting]:
    if me.has(Role.RECORDER):
        for each in listed("volunteers", "shifts_overdue"):
            title, arguments = "班次已结束,尚未结班", {"id": each["shift"]}
            yield Waiting(title, each["place"], each["ends_at"], SHIFT, arguments, Why.OVERDUE)


def _wishes(me: Me) -> Iterator[Waiting]:
    if me.has(Role.APPROVER):
        for each in listed("children", "wishes", state="gathered"):
            yield Waiting("微心愿待审核", each["place"], None, APPROVALS, why=Why.TO_APPROVE)


def _students(me: Me) -> Iterator[Waiting]:
    if me.has(Role.APPROVER):
        for each in listed("children", "students", state="reported"):
            yield Waiting("返乡大学生待审查", each["place"], None, APPROVALS, why=Why.TO_APPROVE)


PROCESSES = (
    Source("outreach", _aid, (APPROVALS,)),
    Source("outreach", _needs, (THING,)),
    Source("jobs", _referrals, (THING,)),
    Source("volunteers", _make_ups, (APPROVALS,)),
    Source("volunteers", _shifts, (SHIFT,)),
    Source("children", _wishes, (APPROVALS,)),
    Source("children", _students, (APPROVALS,)),
)


def _given(aid: Mapping[str, Any]) -> str:
    goods = "、".join(f"{each['item']} {each['quantity']} 件" for each in aid["goods"])
    cash = f"{aid['cash_fen'] / MONEY:,.2f} 元" if aid["cash_fen"] else ""
    return ",".join(filter(None, (cash, goods)))
