"""What is recorded and told: codes, marks, facts and acts, and their declared fields as others read them."""

from __future__ import annotations

import re
from dataclasses import MISSING, Field, dataclass, fields
from datetime import date
from enum import Enum, StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Self, cast, get_args, get_origin, get_type_hints
from uuid import UUID

from shared.facts.place import PlaceCode

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
    ORGANISING = "organising", "工作要求"


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


@dataclass(frozen=True)
class Day:
    """Marks a date other than the one on which it happened."""

    label: str


Mark = Count | Key | Day | Note | Kept | Derived


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
    if isinstance(value, (UUID, date)):
        return str(value)
    return [wire_value(each) for each in value] if isinstance(value, tuple) else value


def data_of(fact: Fact) -> dict[str, Any]:
    """Gather what a fact tells beyond its envelope: ids, codes, dates and numbers."""
    data = {slot.name: wire_value(getattr(fact, slot.name)) for slot in told(type(fact))}
    if fact.joint_organisations:
        data["joint_organisations"] = wire_value(fact.joint_organisations)
    return data
