"""What jobs' doors accept."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from services.jobs.facts import Channel, CloseReason, FairMode, FairOrganiser, FairVenue, Trade, Workplace
from shared.forms import ENVELOPE_FIELDS, REQUIRED, Form, Whole, code, day, key, many, place, text


def _list_of(inner: fields.Field[Any], what: str, label: str) -> fields.Field[Any]:
    return fields.List(
        inner,
        required=True,
        validate=validate.Length(1, 500, error=f"须有 1 至 500 {what}"),
        metadata={"label": label},
        error_messages={"required": REQUIRED, "null": REQUIRED, "invalid": "须为列表"},
    )


class PublishPosting(Form):
    """发布岗位: what an employer looks for; the call's id becomes the posting's."""

    place = place(required=True, metadata={"label": "地点"})
    organisation = key(required=True, metadata={"label": "牵头组织"})
    employer = key(required=True, metadata={"label": "用人单位编号"})
    title = text(60, required=True, metadata={"label": "岗位名称"})
    trade = code(Trade, required=True, metadata={"label": "工种"})
    workplace = code(Workplace, required=True, metadata={"label": "工作地"})
    headcount = Whole(10_000, 1, required=True, metadata={"label": "招聘人数"})
    wage_low_fen = Whole(10_000_000, load_default=0, metadata={"label": "月薪下限(分,面议为 0)"})
    wage_high_fen = Whole(10_000_000, load_default=0, metadata={"label": "月薪上限(分,面议为 0)"})
    opens_on = day(required=True, metadata={"label": "开始日期"})
    closes_on = day(required=True, metadata={"label": "截止日期"})
    external_id = text(60, load_default="", metadata={"label": "外部编号"})
    channels = many(code(Channel), load_default=list, metadata={"label": "发布渠道"})


class VerifyPosting(Form):
    """核实岗位"""

    posting = key(required=True, metadata={"label": "岗位编号"})
    verified_on = day(required=True, metadata={"label": "核实日期"})


class ClosePosting(Form):
    """关闭岗位: an expired posting needs neither date nor number."""

    posting = key(required=True, metadata={"label": "岗位编号"})
    reason = code(CloseReason, required=True, metadata={"label": "关闭原因"})
    closed_on = day(load_default=None, metadata={"label": "关闭日期"})
    filled = Whole(10_000, load_default=0, metadata={"label": "招到人数"})


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
    booths = _list_of(fields.Nested(BoothPlanned), "个展位", "展位")


class HoldFair(Form):
    """登记举办情况"""

    fair = key(required=True, metadata={"label": "招聘会编号"})
    held_on = day(required=True, metadata={"label": "举办日期"})
    visitors = Whole(5_000_000, required=True, metadata={"label": "进场人次"})
    intents = Whole(5_000_000, required=True, metadata={"label": "达成意向人数"})
    employers = _list_of(key(), "家用人单位到场", "到场用人单位")


class ConfirmHires(Form):
    """核实录用"""

    fair = key(required=True, metadata={"label": "招聘会编号"})
    confirmed_on = day(required=True, metadata={"label": "核实日期"})
    hires = Whole(5_000_000, required=True, metadata={"label": "实际录用数"})
