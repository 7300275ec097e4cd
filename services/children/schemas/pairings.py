"""What the doors of students and pairings accept beside 结对服务, whose schema is derived."""

from __future__ import annotations

from services.children.facts.pairings import BarReason, PairingEnd, Programme, Vetting
from shared.forms import Form, Whole, code, day, key, many, place


class ReportStudent(Form):
    """大学生报到: a student offers to help; the call's id becomes the student's."""

    place = place(required=True, metadata={"label": "报到社区所在地"})
    organisation = key(required=True, metadata={"label": "接收组织"})
    programmes = many(code(Programme), least=1, required=True, metadata={"label": "来源活动"})
    reported_on = day(required=True, metadata={"label": "报到日期"})


class VetStudent(Form):
    """大学生审查"""

    student = key(required=True, metadata={"label": "大学生"})
    verdict = code(Vetting, required=True, metadata={"label": "审查结论"})


class SignCode(Form):
    """签署行为守则"""

    student = key(required=True, metadata={"label": "大学生"})
    signed_on = day(required=True, metadata={"label": "签署日期"})
    edition = Whole(100, 1, required=True, metadata={"label": "守则版本"})


class BarStudent(Form):
    """停止服务: all pairings of the student end."""

    student = key(required=True, metadata={"label": "大学生"})
    barred_on = day(required=True, metadata={"label": "停止日期"})
    reason = code(BarReason, required=True, metadata={"label": "停止服务原因"})


class PairChild(Form):
    """大学生结对: the call's id becomes the pairing's."""

    student = key(required=True, metadata={"label": "大学生"})
    case = key(required=True, metadata={"label": "个案编号"})
    since = day(required=True, metadata={"label": "结对日期"})


class EndPairing(Form):
    """结束结对"""

    pairing = key(required=True, metadata={"label": "结对编号"})
    until = day(required=True, metadata={"label": "结束日期"})
    reason = code(PairingEnd, required=True, metadata={"label": "结束原因"})
