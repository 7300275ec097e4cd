"""What the doors of postings accept."""

from __future__ import annotations

from services.jobs.facts.hiring import Channel, CloseReason, Trade, Workplace
from services.jobs.schemas.reason import reason
from shared.forms import Form, Whole, code, day, key, many, place, text


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


class AnnouncePosting(Form):
    """再次发布岗位: on one channel, on a day after the first."""

    posting = key(required=True, metadata={"label": "岗位编号"})
    channel = code(Channel, required=True, metadata={"label": "发布渠道"})
    announced_on = day(required=True, metadata={"label": "发布日期"})


class ChangePosting(Form):
    """更正岗位: what is looked for, as it should have been said, or as it is from now on."""

    posting = key(required=True, metadata={"label": "岗位编号"})
    revision = Whole(1_000_000, 1, required=True, metadata={"label": "版本"})
    trade = code(Trade, required=True, metadata={"label": "工种"})
    workplace = code(Workplace, required=True, metadata={"label": "工作地"})
    headcount = Whole(10_000, 1, required=True, metadata={"label": "招聘人数"})
    wage_low_fen = Whole(10_000_000, load_default=0, metadata={"label": "月薪下限(分,面议为 0)"})
    wage_high_fen = Whole(10_000_000, load_default=0, metadata={"label": "月薪上限(分,面议为 0)"})
    closes_on = day(required=True, metadata={"label": "截止日期"})


class VerifyPosting(Form):
    """核实岗位"""

    posting = key(required=True, metadata={"label": "岗位编号"})
    verified_on = day(required=True, metadata={"label": "核实日期"})


class ClosePosting(Form):
    """关闭岗位: an expired posting needs neither date nor number."""

    posting = key(required=True, metadata={"label": "岗位编号"})
    reason = code(CloseReason, required=True, metadata={"label": "关闭原因"})
    closed_on = day(load_default=None, metadata={"label": "关闭日期"})
    filled = Whole(10_000, load_default=None, metadata={"label": "招到人数"})


class FillPosting(Form):
    """登记招到人数: how many were found so far."""

    posting = key(required=True, metadata={"label": "岗位编号"})
    filled_on = day(required=True, metadata={"label": "日期"})
    filled = Whole(10_000, required=True, metadata={"label": "招到人数"})


class ReopenPosting(Form):
    """恢复招聘"""

    posting = key(required=True, metadata={"label": "岗位编号"})
    closes_on = day(required=True, metadata={"label": "截止日期"})
    reason = reason()


class RemindPosting(Form):
    """核实提醒"""

    posting = key(required=True, metadata={"label": "岗位编号"})
