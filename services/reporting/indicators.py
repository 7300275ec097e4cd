"""What is counted: the facts and indicators of the services and of reporting itself, checked before anything starts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from services.children import facts as children
from services.jobs import facts as jobs
from services.outreach import facts as outreach
from services.reporting import facts as reporting
from services.volunteers import facts as volunteers
from shared.facts import (
    JOINT,
    TAKEN_PART,
    TOWNSHIP,
    Counted,
    Distinct,
    Fact,
    Indicator,
    Line,
    Places,
    Ratio,
    Slot,
    Stock,
    Sum,
    acts_of,
    facts_of,
    joint_indicators,
    told,
)

ENVELOPE_CODES = frozenset({"organiser", "line"})


class Misdeclared(Exception):
    """An indicator cannot be counted as it is declared."""


class NotAdditive(Exception):
    """Figures of this indicator must not be added up."""


@dataclass(frozen=True)
class Declared:
    """What one service tells, and what is counted from it."""

    facts: tuple[type[Fact], ...]
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class Catalogue:
    """Every service's facts and indicators."""

    services: Mapping[str, Declared]
    of_all: tuple[Indicator, ...] = ()

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """The indicators by their codes; raises Misdeclared."""
        found: dict[str, Indicator] = {}
        for each in chain(*(declared.indicators for declared in self.services.values()), self.of_all):
            if each.code in found:
                raise Misdeclared(f"two indicators are called {each.code}")
            found[each.code] = each
        return found

    @property
    def counted(self) -> Iterator[Counted]:
        """List the indicators that have cells; a ratio is worked out when it is read."""
        return (each for each in self.indicators.values() if not isinstance(each, Ratio))

    def services_of(self, indicator: Counted) -> tuple[str, ...]:
        """Name the services whose facts an indicator counts."""
        kinds = set(facts_of(indicator))
        return tuple(name for name, said in self.services.items() if kinds & set(said.facts))

    def counted_part(self, indicator: Indicator) -> Counted:
        """Give the indicator itself, or what a ratio states a part of."""
        part = self.indicators[indicator.part] if isinstance(indicator, Ratio) else indicator
        if isinstance(part, Ratio):
            raise Misdeclared(f"{indicator.code} divides {part.code}, which is a ratio itself")
        return part

    def broken_down_by(self, code: str) -> tuple[Slot, ...]:
        """Give the fields by whose codes an indicator is broken down; none of what is declared no more."""
        indicator = self.indicators.get(code)
        if indicator is None or isinstance(indicator, Ratio):
            return ()
        by_name = {slot.name: slot for fact in facts_of(indicator) for slot in told(fact)}
        return tuple(by_name[name] for name in indicator.by if name in by_name)

    def line_of(self, indicator: Indicator) -> Line:
        """Tell in which line of action an indicator is shown."""
        part = self.counted_part(indicator)
        return Line.ORGANISING if part in self.of_all else facts_of(part)[0].line

    def only(self, codes: Collection[str]) -> Catalogue:
        """Give what shows where only some indicators are counted; a ratio shows where its parts are."""
        shown = {
            each.code
            for each in self.indicators.values()
            if set(parts_of(each) if isinstance(each, Ratio) else [each.code]) <= set(codes)
        }
        services = {
            name: replace(said, indicators=_among(said.indicators, shown)) for name, said in self.services.items()
        }
        return Catalogue(services, _among(self.of_all, shown))

    def checked(self) -> Catalogue:
        """Give the catalogue back if every indicator can be counted; raises Misdeclared."""
        for each in self.indicators.values():
            if isinstance(each, Ratio):
                self._check_parts(each)
            else:
                _check_fields(each)
        return self

    def _check_parts(self, ratio: Ratio) -> None:
        for code in parts_of(ratio):
            if isinstance(self.indicators.get(code), Ratio | None):
                raise Misdeclared(f"{ratio.code} divides {code}, which nobody counts")


def parts_of(ratio: Ratio) -> tuple[str, ...]:
    """Name the figures that a ratio divides."""
    return (ratio.part,) if isinstance(ratio.whole, Places) else (ratio.part, ratio.whole)


def _among(indicators: tuple[Indicator, ...], codes: Collection[str]) -> tuple[Indicator, ...]:
    return tuple(each for each in indicators if each.code in codes)


def _check_fields(indicator: Counted) -> None:
    for fact in facts_of(indicator):
        slots = {slot.name: slot for slot in told(fact)}
        for name in _fields_read(indicator, fact):
            if name not in slots and name not in ENVELOPE_CODES:
                raise Misdeclared(f"{indicator.code} reads {name}, which {fact.__name__} does not tell")
        if isinstance(indicator, Stock) and any(name in slots and slots[name].many for name in indicator.by):
            raise Misdeclared(f"{indicator.code} would stand at several codes at once")


def _fields_read(indicator: Counted, fact: type[Fact]) -> Iterator[str]:
    yield from indicator.by
    if not isinstance(indicator, Stock):
        yield from indicator.where
    if isinstance(indicator, Sum | Stock):
        amount = indicator.of if isinstance(indicator, Sum) else indicator.told[fact]
        yield from [amount] if isinstance(amount, str) and amount != JOINT else []
    if isinstance(indicator, Distinct | Stock) and indicator.key not in {TAKEN_PART, JOINT, TOWNSHIP}:
        yield indicator.key


def add_up(indicator: Indicator, values: Iterator[int] | list[int]) -> int:
    """Add up figures of several places or periods; raises NotAdditive unless the indicator is additive."""
    if not isinstance(indicator, Sum):
        raise NotAdditive(f"{indicator.label} ({indicator.code}) is never added up over places or periods")
    return sum(values)


_SERVICES = {
    "outreach": Declared(outreach.FACTS, outreach.INDICATORS),
    "jobs": Declared(jobs.FACTS, jobs.INDICATORS),
    "volunteers": Declared(volunteers.FACTS, volunteers.INDICATORS),
    "children": Declared(children.FACTS, children.INDICATORS),
    "reporting": Declared(reporting.FACTS, reporting.INDICATORS),
}

CATALOGUE = Catalogue(
    _SERVICES, of_all=joint_indicators(acts_of(chain(*(declared.facts for declared in _SERVICES.values()))))
)
