"""三 菜单式培训: what jobs tells of the trades people ask for, are taught and certified in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from services.jobs.facts.hiring import Trade
from shared.facts import Act, Code, Count, Distinct, Fact, Indicator, Key, Line, Note, Stock, Sum

MOST_LESSONS = 200
MOST_TRAINEES = 500


class CertificateKind(Code):
    """证书类别"""

    COMPLETION = "completion", "结业证书"
    SPECIAL_SKILL = "special_skill", "专项职业能力证书"
    SKILL_LEVEL = "skill_level", "职业技能等级证书"


@dataclass(frozen=True, kw_only=True)
class TrainingAsked(Act):
    """培训需求: somebody asked to be taught these trades."""

    line: ClassVar[Line] = Line.JOBS
    clause: ClassVar[str] = "三(三)"
    title: ClassVar[str] = "培训需求"

    trainee: Annotated[UUID, Key("学员编号")]
    trades: tuple[Trade, ...]
    note: Annotated[str, Note("备注")] = ""


@dataclass(frozen=True, kw_only=True)
class CourseOffered(Fact):
    """培训菜单项: a course stands on the menu from this day on."""

    line: ClassVar[Line] = Line.JOBS

    course: Annotated[UUID, Key("菜单项编号")]
    trade: Trade


@dataclass(frozen=True, kw_only=True)
class CourseWithdrawn(Fact):
    """撤下菜单项: a course stands on the menu no more, from this day on."""

    line: ClassVar[Line] = Line.JOBS

    course: Annotated[UUID, Key("菜单项编号")]
    trade: Trade


@dataclass(frozen=True, kw_only=True)
class TrainingCompleted(Fact):
    """培训班: a class came to its end, on the day of its last lesson."""

    line: ClassVar[Line] = Line.JOBS

    training_class: Annotated[UUID, Key("培训班编号")]
    course: Annotated[UUID, Key("菜单项编号")]
    trade: Trade
    lessons: Annotated[int, Count("课次", unit="次", most=MOST_LESSONS, least=1)]
    taught: Annotated[int, Count("参训人数", unit="人", most=MOST_TRAINEES, least=1)]


@dataclass(frozen=True, kw_only=True)
class TraineeTaught(Fact):
    """参训: somebody came to a class that has ended; so many lessons of one class are one 人次."""

    line: ClassVar[Line] = Line.JOBS

    training_class: Annotated[UUID, Key("培训班编号")]
    trainee: Annotated[UUID, Key("学员编号")]
    trade: Trade
    lessons: Annotated[int, Count("到课次数", unit="次", most=MOST_LESSONS, least=1)]


@dataclass(frozen=True, kw_only=True)
class TraineeCertified(Fact):
    """结业取证: somebody was given a certificate for a class."""

    line: ClassVar[Line] = Line.JOBS

    training_class: Annotated[UUID, Key("培训班编号")]
    trainee: Annotated[UUID, Key("学员编号")]
    trade: Trade
    certificate: CertificateKind


FACTS: tuple[type[Fact], ...] = (
    TrainingAsked,
    CourseOffered,
    CourseWithdrawn,
    TrainingCompleted,
    TraineeTaught,
    TraineeCertified,
)

INDICATORS: tuple[Indicator, ...] = (
    Stock(
        "training_courses",
        "培训菜单项数",
        {CourseOffered: 1, CourseWithdrawn: 0},
        "course",
        "项",
        "三(三)4",
        ("trade",),
    ),
    Sum("training_classes", "培训班次", TrainingCompleted, 1, "班次", "三(三)4", by=("trade",)),
    Sum("training_attendances", "培训人次", TraineeTaught, 1, "人次", "三(三)4"),
    Distinct("trainees", "培训人数", TraineeTaught, "trainee", "人", "三(三)4"),
    Sum("training_certificates", "结业取证数", TraineeCertified, 1, "人次", "三(三)4"),
    Distinct("training_asked", "培训需求人数", TrainingAsked, "trainee", "人", "三(三)4", by=("trades",)),
)
