"""Who the people of outreach's keys are: kept in the vault alone, and no more of it than the work needs."""

from __future__ import annotations

from marshmallow import fields, validate

from services.outreach.schemas.parts import said
from shared.forms import Form, text


def _phone(*, required: bool) -> fields.Field[str]:
    presence = {"required": True} if required else {"load_default": ""}
    field = text(11, **presence, metadata={"label": "手机号码"})
    field.validators.append(validate.Regexp(r"(1\d{10})?\Z", error="须为 11 位手机号码"))
    return field


class HouseholdIdentity(Form):
    """家庭: whom to visit or to bring aid to, and where."""

    name = said("户主姓名", 40)
    phone = _phone(required=False)
    address = said("住址", 200)


class LecturerIdentity(Form):
    """讲师: whom to ask for a lecture."""

    name = said("姓名", 40)
    phone = _phone(required=True)


class SeekerIdentity(Form):
    """求职者: whom to tell of work."""

    name = said("姓名", 40)
    phone = _phone(required=True)
