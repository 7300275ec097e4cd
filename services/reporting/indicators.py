"""What is counted: the facts and indicators of the four services, checked before anything starts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from services.children import facts as children
from services.jobs import facts as jobs
from services.outreach import facts as outreach
from services.volunteers import facts as volunteers
from shared.facts import Counted, Distinct, Fact, Indicator, Line, Places, Ratio, Stock, Sum, facts_of, told

ENVELOPE_CODES = frozenset({"organiser", "line"})
TAKEN_PART = "organisation"
TOWNSHIP = "township"


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

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """The indicators by their codes; raises Misdeclared."""
        found: dict[str, Indicator] = {}
        for declared in self.services.values():
            for each in declared.indicators:
                if each.code in found:
                    raise Misdeclared(f"two indicators are called {each.code}")
                found[each.code] = each
        return found

    @property
    def counted(self) -> Iterator[Counted]:
        """List the indicators that have cells; a ratio is worked out when it is read."""
        return (each for each in self.indicators.values() if not isinstance(each, Ratio))

    def service_of(self, code: str) -> str:
        """Name the service that declared an indicator."""
        return next(name for name, said in self.services.items() if any(each.code == code for each in said.indicators))

    def counted_part(self, indicator: Indicator) -> Counted:
        """Give the indicator itself, or what a ratio states a part of."""
        part = self.indicators[indicator.part] if isinstance(indicator, Ratio) else indicator
        if isinstance(part, Ratio):
            raise Misdeclared(f"{indicator.code} divides {part.code}, which is a ratio itself")
        return part

    def line_of(self, indicator: Indicator) -> Line:
        """Tell in which line of action an indicator is shown."""
        return facts_of(self.counted_part(indicator))[0].line

    def checked(self) -> Catalogue:
        """Give the catalogue back if every indicator can be counted; raises Misdeclared."""
        for each in self.indicators.values():
            if isinstance(each, Ratio):
                self._check_parts(each)
            else:
                _check_fields(each)
        return self

    def _check_parts(self, ratio: Ratio) -> None:
        for code in (ratio.part, *(() if isinstance(ratio.whole, Places) else (ratio.whole,))):
            if isinstance(self.indicators.get(code), Ratio | None):
                raise Misdeclared(f"{ratio.code} divides {code}, which nobody counts")


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
        yield from [amount] if isinstance(amount, str) else []
    if isinstance(indicator, Distinct | Stock) and indicator.key not in {TAKEN_PART, TOWNSHIP}:
        yield indicator.key


def add_up(indicator: Indicator, values: Iterator[int] | list[int]) -> int:
    """Add up figures of several places or periods; raises NotAdditive unless the indicator is additive."""
    if not isinstance(indicator, Sum):
        raise NotAdditive(f"{indicator.label} ({indicator.code}) is never added up over places or periods")
    return sum(values)


CATALOGUE = Catalogue(
    {
        "outreach": Declared(outreach.FACTS, outreach.INDICATORS),
        "jobs": Declared(jobs.FACTS, jobs.INDICATORS),
        "volunteers": Declared(volunteers.FACTS, volunteers.INDICATORS),
        "children": Declared(children.FACTS, children.INDICATORS),
    }
)
