"""What the vault's doors accept beside an identity itself, whose form each service declares."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from shared.forms import REQUIRED, Form, Whole, code, day, key, many, place
from shared.vault import ConsentBy, ConsentScope, Purpose, ShredReason

_SPEECH: dict[str, Any] = {"required": REQUIRED, "null": REQUIRED, "invalid": "须为按名填写的各项"}


class KeepIdentity(Form):
    """登记身份信息: who the subject of a register is, and who consented to keeping that."""

    subject = key(required=True, metadata={"label": "编号"})
    place = place(required=True, metadata={"label": "地点"})
    organisation = key(required=True, metadata={"label": "牵头组织"})
    identity = fields.Dict(required=True, error_messages=_SPEECH, metadata={"label": "身份信息"})
    scopes = many(code(ConsentScope), required=True, metadata={"label": "同意范围"})
    given_by = code(ConsentBy, required=True, metadata={"label": "同意人"})
    given_on = day(required=True, metadata={"label": "同意日期"})


class AmendIdentity(Form):
    """更正身份信息: everything that is kept from now on, given the revision it is known in."""

    subject = key(required=True, metadata={"label": "编号"})
    revision = Whole(1_000_000, 1, required=True, metadata={"label": "版次"})
    identity = fields.Dict(required=True, error_messages=_SPEECH, metadata={"label": "身份信息"})


class AskLook(Form):
    """申请查看: the call's id becomes the look's."""

    subject = key(required=True, metadata={"label": "编号"})
    purpose = code(Purpose, required=True, metadata={"label": "查看目的"})


class GiveConsent(Form):
    """同意"""

    subject = key(required=True, metadata={"label": "编号"})
    scopes = many(code(ConsentScope), required=True, metadata={"label": "同意范围"})
    given_by = code(ConsentBy, required=True, metadata={"label": "同意人"})
    given_on = day(required=True, metadata={"label": "同意日期"})


class WithdrawConsent(Form):
    """撤回同意"""

    subject = key(required=True, metadata={"label": "编号"})
    scope = code(ConsentScope, required=True, metadata={"label": "同意范围"})
    withdrawn_on = day(required=True, metadata={"label": "撤回日期"})


class ShredIdentity(Form):
    """销毁身份信息"""

    subject = key(required=True, metadata={"label": "编号"})
    reason = code(ShredReason, required=True, metadata={"label": "销毁原因"})
