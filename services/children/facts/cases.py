"""在册儿童: who is on the register, as far as the world hears of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Code, Derived, Distinct, Fact, Indicator, Line, Stock


class Sex(Code):
    """性别"""

    FEMALE = "female", "女"
    MALE = "male", "男"


class Guardian(Code):
    """监护人关系"""

    GRANDPARENT = "grandparent", "祖父母或外祖父母"
    PARENT = "parent", "父亲或母亲一方"
    RELATIVE = "relative", "其他亲属"
    OTHER = "other", "受委托的其他人"
    NOBODY = "nobody", "无人监护"


class Category(Code):
    """儿童类别"""

    LEFT_BEHIND = "left_behind", "农村留守"
    IN_DIFFICULTY = "in_difficulty", "困境"
    OTHER = "other", "其他"


class CloseReason(Code):
    """结案原因"""

    PARENT_RETURNED = "parent_returned", "父母已返乡照料"
    JOINED_PARENTS = "joined_parents", "随父母外出"
    SIXTEEN = "sixteen", "年满十六周岁"
    CONSENT_OVER = "consent_over", "新季开始时监护人的同意已不在"
    HANDED_OVER = "handed_over", "转由民政等部门接续"
    OTHER = "other", "其他"


@dataclass(frozen=True, kw_only=True)
class CaseOpened(Fact):
    """入册: from that day a child is on the register of this place, under the season's key."""

    line: ClassVar[Line] = Line.CHILDREN

    child: Annotated[UUID, Derived("儿童代号")]


@dataclass(frozen=True, kw_only=True)
class CaseClosed(Fact):
    """出册: from that day the child is not; a case that moves is closed in one place and opened in the other."""

    line: ClassVar[Line] = Line.CHILDREN

    child: Annotated[UUID, Derived("儿童代号")]


FACTS: tuple[type[Fact], ...] = (CaseOpened, CaseClosed)

INDICATORS: tuple[Indicator, ...] = (
    Stock("children_registered", "在册儿童数", {CaseOpened: 1, CaseClosed: 0}, "child", "人", "三(六)1"),
    Distinct("children_enrolled", "入册儿童数", CaseOpened, "child", "人", "三(六)1"),
)
