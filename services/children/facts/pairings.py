"""What children tells of students who look after children whose parents are away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from services.children.facts.returns import ParentsAway, ReturnNoted
from shared.facts import Act, Code, Count, Derived, Distinct, Fact, Indicator, Kept, Key, Line, Note, Ratio, Sum


class Programme(Code):
    """来源活动"""

    COMMUNITY = "community", "大学生团员向社区报到"
    HOME_PRACTICE = "home_practice", "返家乡社会实践"


class Vetting(Code):
    """审查结论"""

    PASSED = "passed", "通过"
    NOT_A_STUDENT = "not_a_student", "身份不符"
    ON_RECORD = "on_record", "有不适合接触儿童的记录"


class PairingEnd(Code):
    """结束原因"""

    TERM_BEGAN = "term_began", "返校"
    PARENT_RETURNED = "parent_returned", "父母已返乡"
    CHILD_LEFT = "child_left", "儿童已不在册或已迁往他处"
    SEASON_OVER = "season_over", "本季已结束"
    WISHED = "wished", "儿童、监护人或大学生提出"
    BARRED = "barred", "大学生已被停止服务"


class BarReason(Code):
    """停止服务原因"""

    CONDUCT = "conduct", "违反行为守则"
    RECORD = "record", "发现不适合接触儿童的记录"
    WITHDREW = "withdrew", "本人退出"


class Service(Code):
    """服务内容"""

    EPIDEMIC = "epidemic", "疫情防控"
    COMPANY = "company", "爱心陪伴"
    REUNION = "reunion", "网络团聚"


@dataclass(frozen=True, kw_only=True)
class StudentReported(Fact):
    """大学生报到: a student offered to help through a programme; one who came through both is told twice."""

    line: ClassVar[Line] = Line.CHILDREN

    student: Annotated[UUID, Key("大学生")]
    programme: Programme


@dataclass(frozen=True, kw_only=True)
class PairingBegun(Fact):
    """大学生结对: a vetted student looks after a registered child from that day on."""

    line: ClassVar[Line] = Line.CHILDREN

    student: Annotated[UUID, Key("大学生")]
    child: Annotated[UUID, Derived("儿童代号")]


@dataclass(frozen=True, kw_only=True)
class PairingServed(Act):
    """结对服务: a student was there for the child; whether both parents were away is known from what was noted."""

    line: ClassVar[Line] = Line.CHILDREN
    clause: ClassVar[str] = "三(六)3"
    title: ClassVar[str] = "结对服务"

    pairing: Annotated[UUID, Kept("结对编号")]
    child: Annotated[UUID, Derived("儿童代号")]
    parents_away: Annotated[ParentsAway, Derived("父母均未返乡")]
    service: Service
    minutes: Annotated[int, Count("时长", unit="分钟", most=600, least=1)]
    note: Annotated[str, Note("备注")] = ""


FACTS: tuple[type[Fact], ...] = (StudentReported, PairingBegun, PairingServed)

INDICATORS: tuple[Indicator, ...] = (
    Distinct(
        "students_reported",
        "报到大学生数",
        StudentReported,
        "student",
        "人",
        "三(六)3",
        where={"programme": Programme.COMMUNITY},
    ),
    Distinct(
        "students_practising",
        "返家乡实践人数",
        StudentReported,
        "student",
        "人",
        "三(六)3",
        where={"programme": Programme.HOME_PRACTICE},
    ),
    Distinct("students_paired", "结对学生数", PairingBegun, "student", "人", "三(六)3"),
    Distinct("children_paired", "结对儿童数", PairingBegun, "child", "人", "三(六)3"),
    Sum("pairing_services", "结对服务次数", PairingServed, 1, "次", "三(六)3", by=("service",)),
    Distinct(
        "away_children_served",
        "受服务的父母均未返乡儿童数",
        PairingServed,
        "child",
        "人",
        "三(六)3",
        where={"parents_away": ParentsAway.YES},
    ),
    Distinct(
        "children_without_parents",
        "曾有父母均未返乡情形的儿童数",
        ReturnNoted,
        "child",
        "人",
        "三(六)3",
        where={"parents_away": ParentsAway.YES},
    ),
    # Over all whose parents were ever noted as away: over those of the last day it would pass 100 % as parents return.
    Ratio(
        "away_families_covered",
        "未返乡儿童家庭覆盖率",
        "away_children_served",
        "children_without_parents",
        "三(六)3",
        season=True,
    ),
)
