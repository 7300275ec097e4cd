"""What the doors of training accept."""

from __future__ import annotations

from services.jobs.facts.hiring import Trade
from services.jobs.facts.training import MOST_TRAINEES, CertificateKind
from services.jobs.schemas.fairs import list_of
from services.jobs.schemas.reason import reason
from shared.forms import ENVELOPE_FIELDS, Form, Whole, code, day, instant, key, place, text


class OfferCourse(Form):
    """培训菜单项: the call's id becomes the course's."""

    place = place(required=True, metadata={"label": "地点"})
    organisation = key(required=True, metadata={"label": "牵头组织"})
    title = text(60, required=True, metadata={"label": "培训项目名称"})
    trade = code(Trade, required=True, metadata={"label": "工种"})
    hours = Whole(2_000, 1, required=True, metadata={"label": "学时"})
    least_attended = Whole(100, load_default=80, metadata={"label": "取证最低到课率(%)"})
    offered_on = day(required=True, metadata={"label": "列入菜单日期"})


class WithdrawCourse(Form):
    """撤下菜单项"""

    course = key(required=True, metadata={"label": "菜单项编号"})
    withdrawn_on = day(required=True, metadata={"label": "撤下日期"})


class OpenClass(Form):
    """开设培训班: one teaching of a course; the call's id becomes the class's."""

    course = key(required=True, metadata={"label": "菜单项编号"})
    place = place(required=True, metadata={"label": "地点"})
    organisation = key(required=True, metadata={"label": "牵头组织"})
    joint_organisations = ENVELOPE_FIELDS["joint_organisations"]
    opened_on = day(required=True, metadata={"label": "开始报名日期"})
    enrol_until = day(required=True, metadata={"label": "报名截止日期"})
    capacity = Whole(MOST_TRAINEES, 1, required=True, metadata={"label": "名额"})
    waiting_places = Whole(MOST_TRAINEES, load_default=0, metadata={"label": "候补名额"})


class ResizeClass(Form):
    """调整名额"""

    training_class = key(required=True, metadata={"label": "培训班编号"})
    capacity = Whole(MOST_TRAINEES, 1, required=True, metadata={"label": "名额"})


class PlanLesson(Form):
    """安排课次: the call's id becomes the lesson's."""

    training_class = key(required=True, metadata={"label": "培训班编号"})
    venue = place(required=True, metadata={"label": "上课地点"})
    starts_at = instant(required=True, metadata={"label": "开始时间"})
    ends_at = instant(required=True, metadata={"label": "结束时间"})


class CancelLesson(Form):
    """取消课次"""

    lesson = key(required=True, metadata={"label": "课次编号"})


class HoldLesson(Form):
    """登记考勤: who came, which may be put right until the class is completed."""

    lesson = key(required=True, metadata={"label": "课次编号"})
    attended = list_of(key(), "名学员到课", "到课学员", most=MOST_TRAINEES)


class CompleteClass(Form):
    """培训班结业"""

    training_class = key(required=True, metadata={"label": "培训班编号"})


class EndClass(Form):
    """取消培训班, or take its completion back: with a reason."""

    training_class = key(required=True, metadata={"label": "培训班编号"})
    reason = reason()


class Enrol(Form):
    """培训报名: the call's id becomes the enrolment's."""

    training_class = key(required=True, metadata={"label": "培训班编号"})
    trainee = key(required=True, metadata={"label": "学员编号"})
    enrolled_on = day(required=True, metadata={"label": "报名日期"})


class LeaveClass(Form):
    """退出培训班"""

    enrolment = key(required=True, metadata={"label": "报名编号"})
    left_on = day(required=True, metadata={"label": "退出日期"})


class CertifyTrainee(Form):
    """结业取证"""

    enrolment = key(required=True, metadata={"label": "报名编号"})
    certified_on = day(required=True, metadata={"label": "取证日期"})
    certificate = code(CertificateKind, required=True, metadata={"label": "证书类别"})
    number = text(60, load_default="", metadata={"label": "证书编号"})


class RevokeCertificate(Form):
    """撤销证书"""

    enrolment = key(required=True, metadata={"label": "报名编号"})
    reason = reason()
