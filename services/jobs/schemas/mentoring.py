"""What the doors of “1+10” accept."""

from __future__ import annotations

from services.jobs.schemas.reason import reason
from shared.forms import Form, day, key, place


class EnrolMentor(Form):
    """带头人登记: the call's id becomes the mentor's."""

    place = place(required=True, metadata={"label": "地点"})
    organisation = key(required=True, metadata={"label": "牵头组织"})
    association = key(load_default=None, allow_none=True, metadata={"label": "协会编号"})
    enrolled_on = day(required=True, metadata={"label": "登记日期"})


class RetireMentor(Form):
    """带头人退出"""

    mentor = key(required=True, metadata={"label": "带头人编号"})
    retired_on = day(required=True, metadata={"label": "退出日期"})


class PairMentee(Form):
    """1+10 结对: the call's id becomes the pair's."""

    mentor = key(required=True, metadata={"label": "带头人编号"})
    mentee = key(required=True, metadata={"label": "创业青年编号"})
    paired_on = day(required=True, metadata={"label": "结对日期"})


class ReleaseMentee(Form):
    """1+10 解除结对"""

    pair = key(required=True, metadata={"label": "结对编号"})
    released_on = day(required=True, metadata={"label": "解除日期"})


class StrikePair(Form):
    """1+10 结对作废: it was recorded by mistake."""

    pair = key(required=True, metadata={"label": "结对编号"})
    reason = reason()
