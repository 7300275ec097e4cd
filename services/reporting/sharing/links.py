"""What else tells a figure beside its own parts: figures of the same facts that bound it, equal it or add up to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from services.reporting.indicators import Catalogue
from services.reporting.shown import PERCENT
from shared.facts import JOINT, TAKEN_PART, Counted, Distinct, Ratio, Stock, Sum, facts_of, told

PERSONAL_UNITS = frozenset({"分", "分钟"})
"""What is given to one, or done by one, is known of that one where few share it, however large it is."""


@dataclass(frozen=True)
class Links:
    """How the figures of a sheet tell of one another."""

    bounded: tuple[tuple[str, str], ...] = ()
    """A figure that is at most another, as visited households are at most visits."""

    same_part: tuple[tuple[str, str, str], ...] = ()
    """A figure that is one of the parts of another by a field."""

    under_part: tuple[tuple[str, str, str], ...] = ()
    """A figure that is at most one of the parts of another by a field."""

    added: tuple[tuple[str, str], ...] = ()
    """Amounts of the same facts, which may add up, as posts filled and posts empty do to posts needed."""

    shared_by: tuple[tuple[str, str], ...] = ()
    """An amount of money or time, and who shared it."""

    def pairs(self) -> Iterator[tuple[str, str]]:
        """List which figures tell of which."""
        for links in (self.bounded, self.same_part, self.under_part, self.added, self.shared_by):
            yield from ((each[0], each[1]) for each in links)

    def within(self, codes: frozenset[str]) -> Links:
        """Keep the links among some figures."""
        kept = (
            tuple(each for each in links if {each[0], each[1]} <= codes)
            for links in (self.bounded, self.same_part, self.under_part, self.added, self.shared_by)
        )
        return Links(*kept)  # type: ignore[arg-type] # each in its place


@dataclass(frozen=True)
class SheetOfFigures:
    """Figures that must be published together, because what one shows could tell another."""

    codes: tuple[str, ...]
    links: Links


def sheets(catalogue: Catalogue) -> tuple[SheetOfFigures, ...]:
    """Put the figures that tell of one another on one sheet each."""
    links = links_of(catalogue)
    sheet_of = {each.code: {each.code} for each in catalogue.counted}
    for one, other in links.pairs():
        if sheet_of[one] is not sheet_of[other]:
            sheet_of[one] |= sheet_of[other]
            for each in sheet_of[one]:
                sheet_of[each] = sheet_of[one]
    together = dict.fromkeys(tuple(sorted(each)) for each in sheet_of.values())
    return tuple(SheetOfFigures(codes, links.within(frozenset(codes))) for codes in together)


def links_of(catalogue: Catalogue) -> Links:
    """Find in the declarations how figures tell of one another."""
    of_same: dict[object, list[Counted]] = defaultdict(list)
    for each in catalogue.counted:
        of_same[facts_of(each)].append(each)
    same = [pair for group in of_same.values() for pair in _ordered_pairs(group)]
    return Links(
        bounded=(*_ratios(catalogue), *(_codes(pair) for pair in same if _is_bounded(*pair))),
        same_part=tuple((*_codes(pair), field) for pair in same for field in _same_part(*pair)),
        under_part=tuple((*_codes(pair), field) for pair in same for field in _under_part(*pair)),
        added=tuple(_codes(pair) for pair in same if _is_added(*pair)),
        shared_by=tuple(_codes(pair) for pair in same if _is_shared_by(*pair)),
    )


def _ordered_pairs(group: Sequence[Counted]) -> Iterator[tuple[Counted, Counted]]:
    for one, other in combinations(group, 2):
        yield one, other
        yield other, one


def _codes(pair: tuple[Counted, Counted]) -> tuple[str, str]:
    return pair[0].code, pair[1].code


def _ratios(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for each in catalogue.indicators.values():
        if isinstance(each, Ratio) and each.unit == PERCENT and isinstance(each.whole, str):
            yield each.part, each.whole


def _counts(indicator: Counted) -> bool:
    return isinstance(indicator, Sum) and indicator.of == 1


def _where(indicator: Counted) -> Mapping[str, str]:
    return {} if isinstance(indicator, Stock) else indicator.where


def _is_bounded(lesser: Counted, greater: Counted) -> bool:
    narrower = _where(greater).items() <= _where(lesser).items()
    if isinstance(lesser, Distinct) and isinstance(greater, Distinct):
        return narrower and lesser.key == greater.key and _where(lesser) != _where(greater)
    of_alike = isinstance(lesser, Sum) and isinstance(greater, Sum) and lesser.of == greater.of
    counts = isinstance(lesser, Distinct) and _counts(greater) and not _has_many(lesser)
    return narrower and (counts or (of_alike and _where(lesser) != _where(greater)))


def _has_many(indicator: Distinct) -> bool:
    """Tell whether one fact may name several members."""
    named = (slot.many for fact in facts_of(indicator) for slot in told(fact) if slot.name == indicator.key)
    return indicator.key in {TAKEN_PART, JOINT} or any(named)


def _same_part(one: Counted, other: Counted) -> Iterator[str]:
    if (
        isinstance(one, Sum)
        and isinstance(other, Sum)
        and one.of == other.of
        and not other.where
        and len(one.where) == 1
    ):
        yield from (field for field in one.where if field in other.by)


def _under_part(one: Counted, other: Counted) -> Iterator[str]:
    if isinstance(one, Distinct) and _counts(other) and not _where(other):
        yield from (field for field in one.where if field in other.by)


def _is_added(one: Counted, other: Counted) -> bool:
    amounts = all(isinstance(each, Sum) and isinstance(each.of, str) for each in (one, other))
    return amounts and one.unit == other.unit and _where(one) == _where(other)


def _is_shared_by(one: Counted, other: Counted) -> bool:
    is_personal = isinstance(one, Sum) and isinstance(one.of, str) and one.unit in PERSONAL_UNITS
    return (
        is_personal and (_counts(other) or isinstance(other, Distinct)) and _where(other).items() <= _where(one).items()
    )
