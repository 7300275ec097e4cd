"""审计: what was done within one's scope, by whom and to what."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request

from services.portal.schemas import Deed
from services.portal.web.asking import ask, directory, signed_in
from services.portal.web.deeds import in_words
from services.portal.web.forms.naming import names
from shared import clock

MOST = 50
USUAL = timedelta(days=7)
DETAILS = {
    "rule": "规则", "page": "页面", "kind": "种类", "rows": "行数", "format": "格式", "what": "内容", "to": "接手人",
    "position": "职位", "through": "方式", "invitation": "邀请", "period": "期间", "purpose": "目的", "service": "服务",
    "month": "月份", "number": "序号", "name": "名称", "door": "接口", "line": "条线", "indicator": "指标",
    "thing": "种类", "form": "格式", "sheet": "表格", "file": "文件",
}  # fmt: skip
"""What the details of a deed are called."""

blueprint = Blueprint("audit", __name__, url_prefix="/audit")
blueprint.add_app_template_filter(in_words, "deed_in_words")


@blueprint.get("/")
@signed_in
def deeds() -> str:
    """Search the log."""
    asked = _asked()
    before = request.args.getlist("before") or None
    found = ask("portal", "audit", before=before, limit=MOST, **asked)
    more = [found[-1]["at"], found[-1]["id"]] if len(found) == MOST else None
    kinds = {each.value: each.label for each in Deed}
    return render_template("audit/deeds.html", deeds=found, asked=asked, more=more, kinds=kinds, details=DETAILS)


def _asked() -> dict[str, Any]:
    """Read what is looked for; what is no day, person or place of ours is not asked for."""
    said = {name: request.args.get(name, "").strip() for name in ("since", "until", "kind", "person", "about", "place")}
    today = clock.today()
    return {
        "since": str(_day(said["since"]) or today - USUAL),
        "until": str(_day(said["until"]) or today),
        "kind": said["kind"] if said["kind"] in {each.value for each in Deed} else None,
        "person": _id(said["person"]),
        "about": said["about"][:100] or None,
        "place": names(directory().frame).place_of(said["place"]) or None,
    }


def _day(said: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(said)
    return None


def _id(said: str) -> str | None:
    with suppress(ValueError):
        return str(UUID(said))
    return None
