"""What the doors of job fairs accept."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from services.jobs.facts.hiring import FairMode, FairOrganiser, FairVenue
from services.jobs.schemas.reason import reason
from shared.forms import ENVELOPE_FIELDS, REQUIRED, Form, Whole, code, day, key, many, place

MOST_AT_ONCE = 1_000


def list_of(
    inner: fields.Field[Any], what: str, label: str, *, least: int = 1, most: int = 500, **more: Any
) -> fields.Field[Any]:
    """Accept a list of so many."""
    more.setdefault("required", "load_default" not in more)
    return fields.List(
        inner,
        validate=validate.Length(least, most, error=f"须有 {least} 至 {most} {what}"),
        metadata={"label": label},
        error_messages={"required": REQUIRED, "null": REQUIRED, "invalid": "须为列表"},
        **more,
    )


class BoothPlanned(Form):
    """展位: an employer and the postings it brings."""

    employer = key(required=True, metadata={"label": "用人单位编号"})
    postings = many(key(), load_default=list, metadata={"label": "岗位"})


class PlanFair(Form):
    """筹备招聘会: the call's id becomes the fair's; its booths may be told later, one by one."""

    place = place(required=True, metadata={"label": "地点"})
    organisation = key(required=True, metadata={"label": "牵头组织"})
    joint_organisations = ENVELOPE_FIELDS["joint_organisations"]
    planned_on = day(required=True, metadata={"label": "计划举办日期"})
    mode = code(FairMode, required=True, metadata={"label": "招聘会方式"})
    venue = code(FairVenue, required=True, metadata={"label": "招聘会场所"})
    organiser_kind = code(FairOrganiser, required=True, metadata={"label": "主办方"})


class OpenFair(PlanFair):
    """筹备招聘会 with the booths that are known."""

    booths = list_of(fields.Nested(BoothPlanned), "个展位", "展位", least=0, load_default=list)


class InviteEmployer(Form):
    """招聘会展位: one more employer, with the postings it brings."""

    fair = key(required=True, metadata={"label": "招聘会编号"})
    employer = key(required=True, metadata={"label": "用人单位编号"})
    postings = many(key(), load_default=list, metadata={"label": "岗位"})


class HoldFair(Form):
    """登记举办情况"""

    fair = key(required=True, metadata={"label": "招聘会编号"})
    held_on = day(required=True, metadata={"label": "举办日期"})
    visitors = Whole(5_000_000, required=True, metadata={"label": "进场人次"})
    intents = Whole(5_000_000, required=True, metadata={"label": "达成意向人数"})
    employers = list_of(key(), "家用人单位到场", "到场用人单位")


class CountAtFair(Form):
    """招聘会现场计数: so many more at this counter since it last told, or fewer where it miscounted."""

    fair = key(required=True, metadata={"label": "招聘会编号"})
    visitors = Whole(MOST_AT_ONCE, -MOST_AT_ONCE, load_default=0, metadata={"label": "进场人次"})
    intents = Whole(MOST_AT_ONCE, -MOST_AT_ONCE, load_default=0, metadata={"label": "达成意向人数"})


class TakeBackFair(Form):
    """撤销上一步: with a reason."""

    fair = key(required=True, metadata={"label": "招聘会编号"})
    reason = reason()


class ConfirmHires(Form):
    """核实录用"""

    fair = key(required=True, metadata={"label": "招聘会编号"})
    confirmed_on = day(required=True, metadata={"label": "核实日期"})
    hires = Whole(5_000_000, required=True, metadata={"label": "实际录用数"})
