"""What a reader of all editions knows of one sheet: how its figures hang together, and which of them were shown."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product
from typing import NamedTuple

from services.reporting.indicators import Catalogue
from services.reporting.sharing.edition import K
from services.reporting.sharing.links import SheetOfFigures
from services.reporting.sharing.pattern import Said
from services.reporting.sharing.tree import Tree, own_share
from services.reporting.store import ALL_PARTS, Stated
from shared.facts import Counted, Distinct, Stock, Sum, facts_of, told
from tests.reporting.attack import Attack

OWN = " itself"
"""How the name of a place's own share ends, which is shown nowhere."""


class Day(NamedTuple):
    """What was true on a day, and what was published, of each period that was over."""

    said: Mapping[str, Said]
    stated: Mapping[str, Mapping[str, Stated]]


class Cell(NamedTuple):
    """A figure of a place in a period, on a day."""

    day: int
    period: str
    code: str
    part: str
    place: str


class Told(NamedTuple):
    """A hidden cell of which too much is known: a small one to fewer than k values, any other exactly."""

    cell: Cell
    value: int
    least: float
    most: float


@dataclass(frozen=True)
class Reader:
    """A reader who also knows which figures did not change from one day to the next: more than any reader does."""

    catalogue: Catalogue
    sheet: SheetOfFigures
    tree: Tree
    days: Sequence[Day]

    def told(self) -> list[Told]:
        """Tell what can be worked out of what is hidden."""
        attack, found = self._heard(), []
        for cell in dict.fromkeys([*self._hidden(), *self._own_shares()]):
            least, most = attack.between(self._key(cell))
            value = self._value(cell)
            if most - least < (K if value < K else 1) - 1e-6:
                found.append(Told(cell, value, least, most))
        return found

    def _heard(self) -> Attack:
        attack = Attack()
        for cell in self._cells():
            if self._is_shown(cell):
                attack.know(self._key(cell), self._stated(cell).get((cell.place, cell.part)) or 0)
        for day, period in self._periods():
            self._learn_period(attack, day, period)
        return attack

    def _learn_period(self, attack: Attack, day: int, period: str) -> None:
        for code in self.sheet.codes:
            self._learn_figure(attack, Cell(day, period, code, "", self.tree.root))
        for place in self.tree.places:
            self._learn_links(attack, Cell(day, period, "", "", place))
        if not _is_month(period):
            self._learn_season(attack, day, period)

    def _periods(self) -> Iterator[tuple[int, str]]:
        return ((number, period) for number, day in enumerate(self.days) for period in day.stated)

    def _cells(self) -> Iterator[Cell]:
        for (day, period), code in product(self._periods(), self.sheet.codes):
            for part, place in product(self._columns[code], self.tree.places):
                yield Cell(day, period, code, part, place)

    def _stated(self, cell: Cell) -> Stated:
        return self.days[cell.day].stated[cell.period].get(cell.code, {})

    def _is_shown(self, cell: Cell) -> bool:
        """Tell whether a cell was shown; what a period that is over does not mention is nothing."""
        field, _, code = cell.part.partition("=")
        hidden = (cell.place, field + ALL_PARTS if field else "")
        return self._stated(cell).get(hidden, 0) is not None and bool(code or not field)

    def _hidden(self) -> Iterator[Cell]:
        """List what is hidden and not nothing."""
        coded = (cell for cell in self._cells() if not cell.part.endswith("="))
        return (cell for cell in coded if not self._is_shown(cell) and self._value(cell))

    def _own_shares(self) -> Iterator[Cell]:
        """List what is shown nowhere and must not be found either: the few that a place counts itself."""
        for (day, period), code in product(self._periods(), self._adding):
            for part, place in product(self._columns[code], self.tree.below):
                cell = Cell(day, period, code, part, place + OWN)
                if not part.endswith("=") and 0 < self._value(cell) < K:
                    yield cell

    def _value(self, cell: Cell) -> int:
        if cell.part.endswith("="):
            coded = (self._value(cell._replace(part=part)) for part in self._parts(cell.code, cell.part[:-1]))
            return max(0, self._value(cell._replace(part="")) - sum(coded))
        values = self.days[cell.day].said[cell.period].get(cell.code, {}).get(cell.part, {})
        place = cell.place.removesuffix(OWN)
        return values.get(place, 0) if place == cell.place else own_share(self.tree, values, place)

    def _key(self, cell: Cell) -> Hashable:
        """Name a figure by how often it has changed so far: unchanged, it is the same unknown."""
        days = [day for day in range(cell.day + 1) if cell.period in self.days[day].said]
        values = (self._value(cell._replace(day=day)) for day in days)
        return cell[1:], sum(one != other for one, other in pairwise(values))

    def _parts(self, code: str, field: str) -> list[str]:
        return [part for part in self._columns[code] if part.startswith(f"{field}=") and not part.endswith("=")]

    @cached_property
    def _columns(self) -> Mapping[str, list[str]]:
        """List the parts of each figure, and of each field what has no code."""
        said = [said for day in self.days for said in day.said.values()]
        return {
            code: sorted({part for each in said for part in each.get(code, {})} | {f"{by}=" for by in self._by(code)})
            for code in self.sheet.codes
        }

    def _indicator(self, code: str) -> Counted:
        return self.catalogue.counted_part(self.catalogue.indicators[code])

    def _by(self, code: str) -> tuple[str, ...]:
        return self._indicator(code).by

    @cached_property
    def _adding(self) -> list[str]:
        return [code for code in self.sheet.codes if not isinstance(self._indicator(code), Distinct)]

    def _learn_figure(self, attack: Attack, of: Cell) -> None:
        for part, (place, children) in product(self._columns[of.code], self.tree.below.items()):
            whole, *below = (self._key(of._replace(part=part, place=each)) for each in (place, *children, place + OWN))
            if of.code in self._adding:
                attack.adds_up(whole, below)
            else:
                _bounds(attack, whole, below)
        own = [place + OWN for place in self.tree.below] if of.code in self._adding else []
        for field, place in product(self._by(of.code), [*self.tree.places, *own]):
            self._learn_field(attack, of._replace(place=place), field)

    def _learn_field(self, attack: Attack, of: Cell, field: str) -> None:
        slots = [slot for fact in facts_of(self._indicator(of.code)) for slot in told(fact) if slot.name == field]
        uncoded = of._replace(part=f"{field}=")
        parts = [self._key(of._replace(part=part)) for part in (*self._parts(of.code, field), f"{field}=")]
        attack.know(self._key(uncoded), self._value(uncoded))
        if of.code in self._adding and not any(slot.many for slot in slots):
            attack.adds_up(self._key(of), parts)
        else:
            _bounds(attack, self._key(of), parts)

    def _learn_links(self, attack: Attack, of: Cell) -> None:
        links = self.sheet.links
        for lesser, greater in links.bounded:
            attack.is_at_most(self._key(of._replace(code=lesser)), [self._key(of._replace(code=greater))])
        for lesser, greater, field in (*links.same_part, *links.under_part):
            part = self._key(of._replace(code=greater, part=f"{field}={_where(self._indicator(lesser), field)}"))
            attack.is_at_most(self._key(of._replace(code=lesser)), [part])
            if (lesser, greater, field) in links.same_part:
                attack.adds_up(part, [self._key(of._replace(code=lesser))])

    def _learn_season(self, attack: Attack, day: int, season: str) -> None:
        months = [period for period in self.days[day].stated if _is_month(period)]
        for code, place in product(self.sheet.codes, self.tree.places):
            kind = self._indicator(code)
            for part in [] if isinstance(kind, Stock) else self._columns[code]:
                whole, *parts = (self._key(Cell(day, each, code, part, place)) for each in (season, *months))
                if isinstance(kind, Sum):
                    attack.adds_up(whole, parts)
                else:
                    _bounds(attack, whole, parts)


def _bounds(attack: Attack, whole: Hashable, parts: Sequence[Hashable]) -> None:
    """Learn that a figure is no less than any of some others, and no more than their sum."""
    attack.is_at_most(whole, parts)
    for each in parts:
        attack.is_at_most(each, [whole])


def _where(indicator: Counted, field: str) -> str:
    return "" if isinstance(indicator, Stock) else indicator.where[field].value


def _is_month(period: str) -> bool:
    return period[5:] <= "12"
