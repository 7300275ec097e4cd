"""What the doors of people accept."""

from __future__ import annotations

from marshmallow import validate

from services.portal.schemas.words import words
from shared.forms import Form, code, day, key, many, place, text
from shared.identity import Role

_PASSWORD = validate.Length(8, 200, error="须为 8 至 200 字")
_LOGIN = validate.Regexp(r"[A-Za-z0-9._@-]{3,100}\Z", error="须为 3 至 100 位字母、数字或 . _ @ -")
_DIGEST = validate.Regexp(r"[0-9a-f]{64}\Z", error="格式不正确")


class AddPerson(Form):
    """登记人员: the call's id becomes the person's."""

    login = text(100, required=True, metadata={"label": "登录名"})
    password = words(_PASSWORD, "口令")
    name = text(100, required=True, metadata={"label": "姓名"})
    organisation = key(required=True, metadata={"label": "所属组织"})
    roles = many(code(Role), required=True, metadata={"label": "角色"})
    scope = many(place(), required=True, metadata={"label": "授权地点"})
    valid_to = day(load_default=None, allow_none=True, metadata={"label": "离任日期"})


class Invite(Form):
    """邀请: a position in a place, for whoever holds the secret of this digest; the call's id is the invitation's."""

    position = text(50, required=True, metadata={"label": "职位"})
    organisation = key(required=True, metadata={"label": "所属组织"})
    place = place(required=True, metadata={"label": "负责地点"})
    for_whom = text(50, required=True, metadata={"label": "邀请谁"})
    digest = words(_DIGEST, "邀请码摘要")


class TakeBackInvitation(Form):
    """收回邀请"""

    invitation = key(required=True, metadata={"label": "邀请"})


class Join(Form):
    """接受邀请: whoever was invited chooses a name to sign in under; the call's id becomes the person's."""

    login = words(_LOGIN, "登录名")
    password = words(_PASSWORD, "口令")
    name = text(100, required=True, metadata={"label": "姓名"})


class NewPassword(Form):
    """修改口令"""

    old = text(200, required=True, metadata={"label": "原口令"})
    new = words(_PASSWORD, "新口令")


class NamePerson(Form):
    """指明人员"""

    person = key(required=True, metadata={"label": "人员"})


class HandOver(Form):
    """移交账号: what somebody answers for goes to a colleague, and the account is closed."""

    person = key(required=True, metadata={"label": "移交人"})
    to = key(required=True, metadata={"label": "接手人"})
