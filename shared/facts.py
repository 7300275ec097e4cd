"""The language in which a service declares what it records, what it tells the world and what is counted from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import date
from enum import Enum, StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, NewType, Self, cast, get_args, get_origin, get_type_hints
from uuid import UUID

PlaceCode = NewType("PlaceCode", str)
"""Twelve characters of the place's code; inside the province the first two are 51."""

PLACE_PATTERN = re.compile(r"[0-9a-z]{12}")
CODE_PATTERN = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Code(StrEnum):
    """A closed list: the code travels, the Chinese label is what people see; the docstring is the field's label."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        """Make a member whose value is the code alone."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member


class Line(Code):
    """行动"""

    PUBLICITY = "publicity", "一 政策宣传宣讲"
    CARE = "care", "二 集中走访慰问"
    JOBS = "jobs", "三 就业招聘服务"
    VENTURES = "ventures", "四 创业帮扶支持"
    TRAVEL = "travel", "五 春运志愿服务"
    CHILDREN = "children", "六 留守儿童关爱"


class Organiser(Code):
    """组织层级"""

    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡级"
    ENTERPRISE = "enterprise", "企业"
    AWAY = "away", "驻外"


@dataclass(frozen=True)
class Count:
    """Marks a whole number from `least` to `most`."""

    label: str
    unit: str
    most: int
    least: int = 0


@dataclass(frozen=True)
class Key:
    """Marks a random uuid that stands for a person, household or thing; never made from a name or number."""

    label: str


@dataclass(frozen=True)
class Note:
    """Marks free text, which never leaves the service."""

    label: str
    most: int = 500


@dataclass(frozen=True)
class Kept:
    """Marks a uuid that stays at home because a key of its own travels in its place."""

    label: str


@dataclass(frozen=True)
class Derived:
    """Marks a uuid that the service works out itself: it travels, and no form asks for it."""

    label: str


Mark = Count | Key | Note | Kept | Derived


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What every fact carries; what it tells beyond this is its data."""

    line: ClassVar[Line]
    place: PlaceCode
    home: PlaceCode
    organisation: UUID
    organiser: Organiser
    joint_organisations: tuple[UUID, ...] = ()
    occurred_on: date


@dataclass(frozen=True, kw_only=True)
class Act(Fact):
    """A fact that only happens and is counted: recorded, amended and withdrawn by the generic doors."""

    clause: ClassVar[str]
    title: ClassVar[str]


ENVELOPE = frozenset(f.name for f in fields(Fact)) - {"joint_organisations"}


@dataclass(frozen=True)
class Slot:
    """One declared field, as schemas, forms, sheets and the wire read it."""

    name: str
    type: Any
    mark: Mark | None
    many: bool
    optional: bool
    default: Any

    @property
    def travels(self) -> bool:
        """Whether the field leaves the service."""
        return not isinstance(self.mark, Note | Kept)

    @property
    def asked(self) -> bool:
        """Whether a form asks for the field."""
        return not isinstance(self.mark, Derived)

    @property
    def label(self) -> str:
        """What people see above the field."""
        return self.mark.label if self.mark else str(self.type.__doc__)


def _slot(declared: Field[Any], hint: Any) -> Slot:
    mark, kind = None, hint
    if get_origin(kind) is Annotated:
        kind, mark = get_args(kind)[:2]
    many = get_origin(kind) is tuple
    optional = declared.default is not MISSING
    return Slot(
        name=declared.name,
        type=get_args(kind)[0] if many else kind,
        mark=mark,
        many=many,
        optional=optional,
        default=declared.default if optional else None,
    )


def slots(kind: type[Fact]) -> tuple[Slot, ...]:
    """List the fields a kind declares beyond what every fact carries."""
    return _slots(cast("Any", kind))


@cache
def _slots(kind: Any) -> tuple[Slot, ...]:
    hints = get_type_hints(kind, include_extras=True)
    shared = {f.name for f in fields(Fact)}
    return tuple(_slot(f, hints[f.name]) for f in fields(kind) if f.name not in shared)


def told(kind: type[Fact]) -> tuple[Slot, ...]:
    """List the declared fields that travel."""
    return _told(cast("Any", kind))


@cache
def _told(kind: Any) -> tuple[Slot, ...]:
    return tuple(slot for slot in _slots(kind) if slot.travels)


def wire_value(value: Any) -> Any:
    """Turn a field's value into what JSON carries: codes and ids as text, dates as ISO, tuples as lists."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, UUID | date):
        return str(value)
    return [wire_value(each) for each in value] if isinstance(value, tuple) else value


def data_of(fact: Fact) -> dict[str, Any]:
    """Gather what a fact tells beyond its envelope: ids, codes, dates and numbers."""
    data = {slot.name: wire_value(getattr(fact, slot.name)) for slot in told(type(fact))}
    if fact.joint_organisations:
        data["joint_organisations"] = wire_value(fact.joint_organisations)
    return data


@dataclass(frozen=True)
class Sum:
    """Σ: an additive figure, 1 or an integer field of each fact."""

    code: str
    label: str
    fact: type[Fact]
    of: str | int
    unit: str
    clause: str
    by: tuple[str, ...] = ()
    where: Mapping[str, Code] = field(default_factory=dict)


@dataclass(frozen=True)
class Distinct:
    """D: different keys, counted once however often they occur; `key` is a field, "organisation" or "township"."""

    code: str
    label: str
    fact: type[Fact]
    key: str
    unit: str
    clause: str
    by: tuple[str, ...] = ()
    where: Mapping[str, Code] = field(default_factory=dict)


@dataclass(frozen=True)
class Stock:
    """S: per key the last value told by any of the facts, 1, 0 or an integer field; the figure sums the keys."""

    code: str
    label: str
    told: Mapping[type[Fact], str | int]
    key: str
    unit: str
    clause: str
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Places:
    """A denominator: how many places of a level lie below."""

    level: str


@dataclass(frozen=True)
class Ratio:
    """R: two other figures, divided at read; `season` says it is only stated over the season to date."""

    code: str
    label: str
    part: str
    whole: str | Places
    clause: str
    unit: str = "%"
    season: bool = False


Counted = Sum | Distinct | Stock
Indicator = Counted | Ratio


def facts_of(indicator: Counted) -> tuple[type[Fact], ...]:
    """Name the kinds of fact that an indicator counts."""
    return tuple(indicator.told) if isinstance(indicator, Stock) else (indicator.fact,)


_WIDTHS = {"province": 2, "city": 4, "county": 6, "township": 12}


def level_of(place: str) -> str:
    """Tell a place's level from its code: province, city, county, township, or outside."""
    if not place.startswith("51"):
        return "outside"
    return next(level for level, width in _WIDTHS.items() if not place[width:].strip("0"))


def stem(place: str) -> str:
    """Shorten a place's code to the part that all places below it begin with."""
    level = level_of(place)
    return place if level == "outside" else place[: _WIDTHS[level]]
