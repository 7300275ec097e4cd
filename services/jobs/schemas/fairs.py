"""What the doors of job fairs accept."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from services.jobs.facts.hiring import FairMode, FairOrganiser, FairVenue
from shared.forms import ENVELOPE_FIELDS, REQUIRED, Form, Whole, code, day, key, many, place


def list_of(inner: fields.Field[Any], what: str, label: str, most: int = 500) -> fields.Field[Any]:
    """Accept a list that is not empty, of so many at most."""
    return fields.List(
        inner,
        required=True,
        validate=validate.Length(1, most, error=f"须有 1 至 {most} {what}"),
        metadata={"label": label},
        error_messages={"required": REQUIRED, "null": REQUIRED, "invalid": "须为列表"},
    )


class BoothPlanned(Form):
    """展位: an employer and the postings it brings."""

    employer = key(required=True, metadata={"label": "用人单位编号"})
    postings = many(key(), load_default=list, metadata={"label": "岗位"})


class OpenFair(Form):
    """筹备招聘会: the call's id becomes the fair's."""

    place = place(required=True, metadata={"label": "地点"})
    organisation = key(required=True, metadata={"label": "牵头组织"})
    joint_organisations = ENVELOPE_FIELDS["joint_organisations"]
    planned_on = day(required=True, metadata={"label": "计划举办日期"})
    mode = code(FairMode, required=True, metadata={"label": "招聘会方式"})
    venue = code(FairVenue, required=True, metadata={"label": "招聘会场所"})
    organiser_kind = code(FairOrganiser, required=True, metadata={"label": "主办方"})
    booths = list_of(fields.Nested(BoothPlanned), "个展位", "展位")


class HoldFair(Form):
    """登记举办情况"""

    fair = key(required=True, metadata={"label": "招聘会编号"})
    held_on = day(required=True, metadata={"label": "举办日期"})
    visitors = Whole(5_000_000, required=True, metadata={"label": "进场人次"})
    intents = Whole(5_000_000, required=True, metadata={"label": "达成意向人数"})
    employers = list_of(key(), "家用人单位到场", "到场用人单位")


class ConfirmHires(Form):
    """核实录用"""

    fair = key(required=True, metadata={"label": "招聘会编号"})
    confirmed_on = day(required=True, metadata={"label": "核实日期"})
    hires = Whole(5_000_000, required=True, metadata={"label": "实际录用数"})
