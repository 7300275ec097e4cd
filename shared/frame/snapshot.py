"""The frame as one version has it, for looking things up without a query."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.facts import stem


@dataclass(frozen=True)
class Lasting:
    """A row that holds from one day until the day before another."""

    valid_from: date
    valid_to: date | None

    def holds(self, on: date | None) -> bool:
        """Tell whether it holds on a day, or without a day: whether it still stands."""
        if on is None:
            return self.valid_to is None
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True)
class Place(Lasting):
    """A place under the name, level and parent it has for a time."""

    code: str
    name: str
    level: str
    parent: str | None

    @property
    def is_local(self) -> bool:
        """Whether it is a unit that only the province knows, by a code with an x, such as a 高新区."""
        return "x" in self.code


@dataclass(frozen=True)
class Organisation(Lasting):
    """An organisation, at home in a place, as it stands for a time."""

    id: UUID
    name: str
    tree: str
    kind: str
    organiser: str
    parent: UUID | None
    place: str


@dataclass(frozen=True)
class Campaign:
    """One winter: when it runs, until when it may be corrected, its months, and when people travel."""

    id: str
    starts_on: date
    ends_on: date
    closes_on: date
    months: tuple[str, ...]
    travel_starts_on: date
    homeward_ends_on: date
    travel_ends_on: date


@dataclass(frozen=True)
class Holiday:
    """A day off, or a weekend day worked in its stead."""

    day: date
    kind: str
    name: str


class Frame:
    """Every place, organisation, campaign and holiday of one version; nothing in it changes."""

    def __init__(
        self,
        version: int,
        places: Iterable[Place],
        organisations: Iterable[Organisation],
        campaigns: Iterable[Campaign],
        holidays: Iterable[Holiday],
    ) -> None:
        """Index the rows, which come oldest first."""
        self.version = version
        self.campaigns = tuple(sorted(campaigns, key=lambda each: each.starts_on))
        self._holidays = {each.day: each for each in holidays}
        self._organisations: dict[UUID, list[Organisation]] = defaultdict(list)
        for organisation in organisations:
            self._organisations[organisation.id].append(organisation)
        self._places: dict[str, list[Place]] = defaultdict(list)
        for place in places:
            self._places[place.code].append(place)
        self._codes = sorted(self._places)
        self._counts: dict[tuple[str, str, date | None], int] = {}

    def knows(self, code: str) -> bool:
        """Tell whether there ever was a place with this code."""
        return code in self._places

    def place(self, code: str, on: date | None = None) -> Place | None:
        """Find a place as it is on a day, or without a day: as it was last."""
        found = self._places.get(code, [])
        return found[-1] if found and on is None else next((each for each in found if each.holds(on)), None)

    def organisation(self, id: UUID, on: date | None = None) -> Organisation | None:
        """Find an organisation as it is on a day, or without a day: as it was last."""
        found = self._organisations.get(id, [])
        return found[-1] if found and on is None else next((each for each in found if each.holds(on)), None)

    def organisations(self, on: date | None = None) -> Iterator[Organisation]:
        """List the organisations that stand on a day."""
        return (each for rows in self._organisations.values() for each in rows if each.holds(on))

    def campaign(self, id: str) -> Campaign | None:
        """Find a campaign by its id, such as 2021-22."""
        return next((each for each in self.campaigns if each.id == id), None)

    def campaign_on(self, day: date) -> Campaign | None:
        """Find the campaign that runs on a day."""
        return next((each for each in self.campaigns if each.starts_on <= day <= each.ends_on), None)

    def holiday(self, day: date) -> Holiday | None:
        """Find what the calendar says of a day, if anything."""
        return self._holidays.get(day)

    def is_workday(self, day: date) -> bool:
        """Tell whether offices work: weekdays but holidays, and weekend days worked in their stead."""
        said = self.holiday(day)
        return said.kind == "workday" if said else day.isoweekday() < 6  # noqa: PLR2004 - Saturday

    def ancestors(self, code: str) -> tuple[str, ...]:
        """List a place and all that lie above it, up to the province."""
        above = self.place(code)
        return (code, *self.ancestors(above.parent)) if above and above.parent else (code,)

    def children(self, code: str, on: date | None = None) -> tuple[Place, ...]:
        """List the places directly below a place, by code."""
        return tuple(each for each in self.below(code, on) if each.parent == code)

    def below(self, code: str, on: date | None = None) -> Iterator[Place]:
        """List all places below a place, by code."""
        for found in self.codes_below(code):
            yield from (each for each in self._places[found] if each.holds(on))

    def codes_below(self, code: str) -> Iterator[str]:
        """List the codes of all places that ever were below a place."""
        start = stem(code)
        for index in range(bisect_left(self._codes, start), len(self._codes)):
            if not self._codes[index].startswith(start):
                return
            if self._codes[index] != code:
                yield self._codes[index]

    def count_below(self, code: str, level: str, on: date | None = None) -> int:
        """Count the official places of a level below a place: a local unit is no county of its own."""
        asked = (code, level, on)
        if asked not in self._counts:
            official = (each for each in self.below(code, on) if not each.is_local)
            self._counts[asked] = sum(each.level == level for each in official)
        return self._counts[asked]
