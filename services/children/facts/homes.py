"""童伴之家 and 童伴妈妈: where children find company, and who keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Code, Fact, Indicator, Key, Line, Stock


class Premises(Code):
    """场所"""

    VILLAGE = "village", "村(社区)活动场所"
    SCHOOL = "school", "学校"
    OTHER = "other", "其他"


@dataclass(frozen=True, kw_only=True)
class HomeOpened(Fact):
    """童伴之家启用: from that day children find company here."""

    line: ClassVar[Line] = Line.CHILDREN

    house: Annotated[UUID, Key("童伴之家编号")]


@dataclass(frozen=True, kw_only=True)
class HomeClosed(Fact):
    """童伴之家停用: it stands no longer."""

    line: ClassVar[Line] = Line.CHILDREN

    house: Annotated[UUID, Key("童伴之家编号")]


@dataclass(frozen=True, kw_only=True)
class CompanionEngaged(Fact):
    """童伴妈妈到任: somebody looks after children from that day."""

    line: ClassVar[Line] = Line.CHILDREN

    companion: Annotated[UUID, Key("童伴妈妈编号")]


@dataclass(frozen=True, kw_only=True)
class CompanionReleased(Fact):
    """童伴妈妈离任: she does so no longer, and all her children were handed over."""

    line: ClassVar[Line] = Line.CHILDREN

    companion: Annotated[UUID, Key("童伴妈妈编号")]


FACTS: tuple[type[Fact], ...] = (HomeOpened, HomeClosed, CompanionEngaged, CompanionReleased)

INDICATORS: tuple[Indicator, ...] = (
    Stock("companion_homes", "童伴之家数", {HomeOpened: 1, HomeClosed: 0}, "house", "个", "三(六)1"),
    Stock("companions", "童伴妈妈数", {CompanionEngaged: 1, CompanionReleased: 0}, "companion", "人", "三(六)1"),
)
