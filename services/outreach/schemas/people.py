"""Who the people of outreach's keys are: kept in the vault alone, and no more of it than the work needs."""

from __future__ import annotations

from services.outreach.schemas.parts import said
from shared.forms import Form, phone


class HouseholdIdentity(Form):
    """家庭: whom to visit or to bring aid to, and where."""

    name = said("户主姓名", 40)
    phone = phone(load_default=None, allow_none=True, metadata={"label": "联系电话", "findable": True})
    address = said("住址", 200)


class LecturerIdentity(Form):
    """讲师: whom to ask for a lecture."""

    name = said("姓名", 40)
    phone = phone(required=True, metadata={"label": "联系电话", "findable": True})


class SeekerIdentity(Form):
    """求职者: whom to tell of work."""

    name = said("姓名", 40)
    phone = phone(required=True, metadata={"label": "联系电话", "findable": True})
