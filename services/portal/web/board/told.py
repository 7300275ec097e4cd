"""Facts in words: what happened, where, when, by whom, and the numbers that are counted of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from services.portal.web.shown import day
from services.reporting.indicators import CATALOGUE
from shared.facts import Act, Code, Count, Derived, Fact, Key, Line, Organiser, Slot, facts_of, told

COUNTY_STEM = 6


@dataclass(frozen=True)
class Told:
    """One fact as a page shows it; whoever it was about stays a key."""

    title: str
    on: str
    place: str
    home: str
    organisation: str
    joint: Sequence[str]
    organiser: str
    values: Sequence[tuple[str, str]]
    id: str


def in_words(event: Mapping[str, Any]) -> Told:
    """Write a fact as people read it; one of a kind that is declared no more keeps its codes."""
    data = event["data"]
    return Told(
        title=title_of(event["type"]),
        on=event["occurredon"],
        place=event["place"],
        home=event["home"],
        organisation=event["organisation"],
        joint=data.get("joint_organisations", ()),
        organiser=_label(Organiser, event["organiser"]),
        values=[value for slot in _slots(event["type"]) if (value := _value(slot, data.get(slot.name)))],
        id=event["id"],
    )


def title_of(kind: str) -> str:
    """Name a kind of fact."""
    fact = _kinds().get(kind)
    if fact is None:
        return "其他"
    return fact.title if issubclass(fact, Act) else str(fact.__doc__).split(":", 1)[0]


def indicator_name(code: str) -> str:
    """Name an indicator; one that is declared no more keeps its code."""
    return CATALOGUE.indicators[code].label if code in CATALOGUE.indicators else code


@cache
def is_near_only(code: str) -> bool:
    """Tell whether facts of children stand behind a figure, which only their county and township may see."""
    indicator = CATALOGUE.indicators.get(code)
    if indicator is None:
        return False
    return any(fact.line is Line.CHILDREN for fact in facts_of(CATALOGUE.counted_part(indicator)))


def is_near(scope: Sequence[str]) -> bool:
    """Tell whether a scope lies within one county."""
    return all(len(each) >= COUNTY_STEM for each in scope)


@cache
def _kinds() -> Mapping[str, type[Fact]]:
    return {fact.__name__: fact for declared in CATALOGUE.services.values() for fact in declared.facts}


def _slots(kind: str) -> Sequence[Slot]:
    fact = _kinds().get(kind)
    return told(fact) if fact else ()


def _value(slot: Slot, said: Any) -> tuple[str, str] | None:
    """Write what one field says: numbers with their unit, codes by their labels; a key says nothing to people."""
    if said is None or said == [] or isinstance(slot.mark, Key | Derived):
        return None
    if isinstance(slot.mark, Count):
        return slot.label, f"{said / 100:,.2f} 元" if slot.mark.unit == "分" else f"{said:,} {slot.mark.unit}"
    if issubclass(slot.type, Code):
        return slot.label, "、".join(_label(slot.type, each) for each in ([said] if isinstance(said, str) else said))
    return (slot.label, day(said)) if slot.type is date else None


def _label(codes: type[Code], code: str) -> str:
    return next((each.label for each in codes if each.value == code), code)
