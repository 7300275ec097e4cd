"""A small service of the tests' own, with indicators of all four kinds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from services.reporting.indicators import Catalogue, Declared
from shared.facts import Code, Count, Distinct, Fact, Key, Line, Organiser, Ratio, Stock, Sum


class Kind(Code):
    """种类"""

    ONE = "one", "甲"
    OTHER = "other", "乙"


class Topic(Code):
    """内容"""

    CARE = "care", "关爱"
    SAFETY = "safety", "安全"
    WORK = "work", "务工"


@dataclass(frozen=True, kw_only=True)
class Called(Fact):
    """Somebody called somewhere."""

    line: ClassVar[Line] = Line.CARE

    kind: Kind
    topics: tuple[Topic, ...] = ()
    household: Annotated[UUID | None, Key("家庭")] = None
    persons: Annotated[int, Count("人数", unit="人", most=1_000)] = 1


@dataclass(frozen=True, kw_only=True)
class Opened(Fact):
    """A post stands open."""

    line: ClassVar[Line] = Line.JOBS

    post: Annotated[UUID, Key("岗位")]
    kind: Kind
    heads: Annotated[int, Count("人数", unit="人", most=1_000)]


@dataclass(frozen=True, kw_only=True)
class Closed(Fact):
    """A post is closed."""

    line: ClassVar[Line] = Line.JOBS

    post: Annotated[UUID, Key("岗位")]
    kind: Kind


@dataclass(frozen=True, kw_only=True)
class Mentioned(Fact):
    """Something that nobody counts."""

    line: ClassVar[Line] = Line.CARE


SERVICE = "sample"

CATALOGUE = Catalogue(
    {
        SERVICE: Declared(
            (Called, Opened, Closed, Mentioned),
            (
                Sum("calls", "次数", Called, 1, "次", "三(二)", by=("kind", "topics")),
                Sum("persons", "人次", Called, "persons", "人次", "三(二)", where={"kind": Kind.ONE}),
                Sum("away_calls", "驻外次数", Called, 1, "次", "三(二)", where={"organiser": Organiser.AWAY}),
                Distinct("households", "户数", Called, "household", "户", "三(二)", by=("kind",)),
                Distinct("townships", "乡镇数", Called, "township", "个", "三(二)"),
                Distinct("taking_part", "参与组织数", Called, "organisation", "个", "三(二)"),
                Stock("posts", "在招岗位", {Opened: "heads", Closed: 0}, "post", "个", "三(三)", by=("kind",)),
                Ratio("calls_each", "户均次数", "calls", "households", "三(二)", unit="次", season=True),
            ),
        )
    }
)
