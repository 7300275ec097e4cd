"""What the audit log keeps as codes, as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from services.portal.web.errors import REFUSED
from services.portal.web.inbox import SERVICES
from services.portal.web.pages.work.looks import PURPOSES
from services.portal.web.things import THINGS
from shared.facts import Line

PAGES = {
    "returns": "月报", "things": "填报", "board": "看板", "behind": "看板明细", "trend": "走势", "live": "看板",
    "staff": "人员", "invitations": "邀请", "audit": "审计", "account": "账号", "looks": "查看个人信息",
    "papers": "证明", "step": "办理", "work": "办理", "approvals": "待审批", "children": "在册儿童",
}  # fmt: skip
"""What the rooms are called, by the first part of a page's name."""

TITLES = {name: each.title for name, each in THINGS.items()}

WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "what": {
            "cases": "在册儿童名册", "aid_receipts": "慰问签领表", "training_sheet": "培训签到表",
            "attendance_sheet": "班次签到表", "service": "志愿服务记录证明", "training": "培训结业证明",
            "people": "人员名单", **TITLES,
        },
        "through": {"password": "口令", "oidc": "统一身份认证"},
        "service": SERVICES,
        "purpose": PURPOSES,
        "rule": {rule: title for rule, (_, title) in REFUSED.items()},
        "line": {each.value: each.label for each in Line},
        "thing": TITLES,
        "sheet": TITLES,
    }
)  # fmt: skip


def in_words(value: Any, name: str) -> str:
    """Say what a detail of a deed means; a code that nobody knows is told as one of the others."""
    if name == "page":
        return PAGES.get(str(value).partition(".")[0], "其他页面")
    if name in WORDS:
        return WORDS[name].get(str(value), "其他")
    return str(value)
