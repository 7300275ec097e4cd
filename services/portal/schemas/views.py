"""What the doors of saved views accept."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from services.portal.schemas.words import SPEECH, words
from shared.forms import Form, key

MOST_FILTERS = 20

_TITLE = validate.Regexp(r"\s*\S.{0,39}\Z", error="须为 1 至 40 字")
_THING = validate.Regexp(r"[A-Za-z_]{1,60}\Z", error="须为列表的名称")
_FILTERS: dict[str, Any] = {
    "keys": fields.String(validate=validate.Regexp(r"[a-z_-]{1,60}\Z", error="不是筛选项"), error_messages=SPEECH),
    "values": fields.String(validate=validate.Length(1, 200, error="须为 1 至 200 字"), error_messages=SPEECH),
    "validate": validate.Length(max=MOST_FILTERS, error=f"最多 {MOST_FILTERS} 个筛选项"),
}


def _title() -> fields.Field[Any]:
    return words(_TITLE, "视图名称")


class KeepView(Form):
    """保留视图: the filters of a list under a name; the call's id becomes the view's."""

    thing = words(_THING, "列表")
    title = _title()
    filters = fields.Dict(required=True, error_messages=SPEECH, metadata={"label": "筛选条件"}, **_FILTERS)


class RenameView(Form):
    """视图改名"""

    view = key(required=True, metadata={"label": "视图编号"})
    title = _title()


class ForgetView(Form):
    """删去视图"""

    view = key(required=True, metadata={"label": "视图编号"})
