"""What the doors of the register of volunteers accept; names and phones go to the vault alone."""

from __future__ import annotations

from services.volunteers.facts.volunteer import Source
from shared.forms import Form, Whole, code, day, key, phone, place, text


class VolunteerTerms(Form):
    """What the register says of a volunteer, at first and when it is put right."""

    source = code(Source, required=True, metadata={"label": "招募来源"})
    trained_on = day(load_default=None, allow_none=True, metadata={"label": "培训日期"})
    insured_until = day(load_default=None, allow_none=True, metadata={"label": "保险截止日期"})


class RecruitVolunteer(VolunteerTerms):
    """志愿者招募登记; the call's id becomes the volunteer's."""

    place = place(required=True, metadata={"label": "地点"})
    organisation = key(required=True, metadata={"label": "牵头组织"})
    recruited_on = day(required=True, metadata={"label": "招募日期"})


class ChangeVolunteer(VolunteerTerms):
    """志愿者登记更正"""

    volunteer = key(required=True, metadata={"label": "志愿者编号"})
    revision = Whole(10_000, 1, required=True, metadata={"label": "所依据的版次"})


class ReleaseVolunteer(Form):
    """志愿者退出"""

    volunteer = key(required=True, metadata={"label": "志愿者编号"})
    left_on = day(required=True, metadata={"label": "退出日期"})


class VolunteerIdentity(Form):
    """志愿者身份: what a station needs to reach a volunteer, kept in the vault alone."""

    name = text(40, required=True, metadata={"label": "姓名"})
    phone = phone(required=True, metadata={"label": "联系电话", "findable": True})
