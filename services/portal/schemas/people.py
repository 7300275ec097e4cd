"""What the doors of people accept."""

from __future__ import annotations

from marshmallow import validate

from services.portal.schemas.words import words
from shared.forms import Form, code, day, key, many, place, text
from shared.identity import Role

_PASSWORD = validate.Length(8, 200, error="须为 8 至 200 字")


class AddPerson(Form):
    """登记人员: the call's id becomes the person's."""

    login = text(100, required=True, metadata={"label": "登录名"})
    password = words(_PASSWORD, "口令")
    name = text(100, required=True, metadata={"label": "姓名"})
    organisation = key(required=True, metadata={"label": "所属组织"})
    roles = many(code(Role), required=True, metadata={"label": "角色"})
    scope = many(place(), required=True, metadata={"label": "授权地点"})
    valid_to = day(load_default=None, allow_none=True, metadata={"label": "离任日期"})
