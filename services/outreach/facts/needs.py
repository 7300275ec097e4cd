"""困难诉求: what somebody needs, raised in any line of action, until it is met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Code, Fact, Indicator, Key, Line, Ratio, Sum


class NeedCategory(Code):
    """诉求类别"""

    WORK = "work", "工作"
    LIVING = "living", "生活"
    RESOURCES = "resources", "资源"
    MONEY = "money", "资金"
    SKILLS = "skills", "能力"
    SCHOOL = "school", "就学"
    MEDICAL = "medical", "就医"
    WAGES = "wages", "欠薪维权"
    OTHER = "other", "其他"


@dataclass(frozen=True, kw_only=True)
class NeedRaised(Fact):
    """困难诉求提出: somebody needs something, and an organisation has to see to it by a day."""

    line: ClassVar[Line] = Line.CARE

    need: Annotated[UUID, Key("诉求编号")]
    about: Line
    category: NeedCategory
    owner: Annotated[UUID, Key("责任单位")]


@dataclass(frozen=True, kw_only=True)
class NeedMet(Fact):
    """困难诉求解决: what was needed came about."""

    line: ClassVar[Line] = Line.CARE

    need: Annotated[UUID, Key("诉求编号")]
    about: Line
    category: NeedCategory


FACTS: tuple[type[Fact], ...] = (NeedRaised, NeedMet)

INDICATORS: tuple[Indicator, ...] = (
    Sum("needs", "困难诉求数", NeedRaised, 1, "件", "三(二)1、三(四)4", by=("category", "about")),
    Sum("needs_met", "已解决数", NeedMet, 1, "件", "三(二)1、三(四)4", by=("category",)),
    Ratio("needs_met_rate", "解决率", "needs_met", "needs", "三(二)1、三(四)4", season=True),
)
