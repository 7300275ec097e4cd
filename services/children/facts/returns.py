"""父母返乡情况: what is known of each parent this winter, told of a child as three numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from services.children.facts.cases import CaseClosed
from shared.facts import Code, Count, Derived, Fact, Indicator, Line, Ratio, Stock


class Parent(Code):
    """父母"""

    FATHER = "father", "父亲"
    MOTHER = "mother", "母亲"


class ReturnStatus(Code):
    """返乡情况"""

    UNKNOWN = "unknown", "未知"
    PLANNED = "planned", "计划返乡"
    RETURNED = "returned", "已返乡"
    NOT_RETURNING = "not_returning", "确定不返乡"
    LEFT_AGAIN = "left_again", "已再外出"
    ABSENT = "absent", "无此情况(亡故、失踪等)"


class ParentsAway(Code):
    """父母均未返乡"""

    YES = "yes", "是"
    NO = "no", "否或未掌握"


class ReturnSource(Code):
    """信息来源"""

    PARENT = "parent", "父母本人"
    GUARDIAN = "guardian", "监护人"
    COMPANION = "companion", "童伴妈妈走访"
    SCHOOL = "school", "学校"
    VILLAGE = "village", "村(社区)"


@dataclass(frozen=True, kw_only=True)
class ReturnNoted(Fact):
    """父母返乡情况: of a child, from that day: are both parents' plans known, are both away, how many are home."""

    line: ClassVar[Line] = Line.CHILDREN

    child: Annotated[UUID, Derived("儿童代号")]
    known: Annotated[int, Count("已掌握", unit="人", most=1)]
    both_away: Annotated[int, Count("父母均未返乡", unit="人", most=1)]
    parents_away: ParentsAway
    returned: Annotated[int, Count("已返乡父母", unit="人", most=2)]


FACTS: tuple[type[Fact], ...] = (ReturnNoted,)

INDICATORS: tuple[Indicator, ...] = (
    Stock("returns_known", "掌握返乡情况儿童数", {ReturnNoted: "known", CaseClosed: 0}, "child", "人", "三(六)1"),
    Ratio("returns_known_rate", "掌握率", "returns_known", "children_registered", "三(六)1"),
    Stock(
        "both_parents_away", "父母均未返乡儿童数", {ReturnNoted: "both_away", CaseClosed: 0}, "child", "人", "三(六)1"
    ),
    Stock("parents_returned", "已返乡数", {ReturnNoted: "returned", CaseClosed: 0}, "child", "人", "三(六)1"),
)
