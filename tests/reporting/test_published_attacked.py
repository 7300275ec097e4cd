"""Nobody who collects every edition finds out what they hide: not by places, months, codes, bounds or days."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from services.reporting.indicators import Catalogue, Declared
from services.reporting.sharing.edition import K
from services.reporting.sharing.links import Links, SheetOfFigures, sheets
from services.reporting.sharing.pattern import Pattern, Said, hide
from services.reporting.sharing.rows import rows_of
from services.reporting.sharing.totals import is_small
from services.reporting.sharing.tree import Tree
from shared.facts import Distinct, Sum
from tests.reporting.overheard import Day, Reader, Told
from tests.reporting.sample import Called, Kind, Topic

ROOT = "51"
SUMS = (
    Sum("calls", "次数", Called, 1, "次", "三(二)", by=("kind", "topics")),
    Sum("first_calls", "首次", Called, 1, "次", "三(二)", where={"kind": Kind.ONE}),
    Distinct("households", "户数", Called, "household", "户", "三(二)", by=("kind",)),
)
"""Figures of one kind of fact that tell of one another in every way."""

CODES = tuple(each.code for each in SUMS)
FEW = Catalogue({"sample": Declared((Called,), SUMS)})


def a_tree(chance: random.Random) -> Tree:
    cities = tuple(f"51{number:02}" for number in range(1, 4))
    counties = {each: tuple(f"{each}{number:02}" for number in range(1, chance.randint(2, 5))) for each in cities}
    return Tree({ROOT: cities, **counties}, ROOT)


def some_figures(tree: Tree, chance: random.Random, most: int) -> Said:
    """Make up figures that hang together as real ones do, many of them small or nothing."""
    said: Counter[tuple[str, str, str]] = Counter()
    for place in tree.places:
        if chance.random() < (0.75 if place not in tree.below else 0.4):
            above = tree.above.get(place, "")
            for code, part, value in (each for kind in Kind for each in _calls(kind, chance, most)):
                said.update({(code, part, each): value for each in (place, above, tree.above.get(above, ""))})
    found: dict[str, dict[str, dict[str, int]]] = {code: defaultdict(dict) for code in CODES}
    for (code, part, place), value in said.items():
        found[code][part][place] = value
    return found


def _calls(kind: Kind, chance: random.Random, most: int) -> Iterator[tuple[str, str, int]]:
    calls = chance.choice([0, chance.randint(0, 3), chance.randint(0, most)])
    households = chance.randint(min(1, calls), calls)
    parts = ("", f"kind={kind.value}")
    yield from (("calls", part, calls) for part in (*parts, f"topics={chance.choice(list(Topic)).value}"))
    yield from (("households", part, households) for part in parts)
    yield "first_calls", "", calls if kind is Kind.ONE else 0


def attacked(seed: int, hiding: Any = hide) -> list[Told]:
    chance = random.Random(seed)
    tree, [sheet] = a_tree(chance), sheets(FEW)
    said = some_figures(tree, chance, chance.choice((3, 8, 30)))
    hidden = Pattern()
    hiding(sheet, tree, said, hidden, K)
    day = Day({"2021-12": said}, {"2021-12": rows_of(sheet.codes, tree, said, hidden)})
    return Reader(FEW, sheet, tree, [day]).told()


def only_small(_sheet: SheetOfFigures, _tree: Tree, said: Said, hidden: Pattern, k: int) -> None:
    """Hide what is small and nothing beside it, as a first thought has it."""
    for code, parts in said.items():
        for part, values in parts.items():
            small = {place for place, value in values.items() if is_small(value, k)}
            if part:
                hidden.families[code, part.partition("=")[0]] |= small
            else:
                hidden.totals[code] |= small


def one_by_one(sheet: SheetOfFigures, tree: Tree, said: Said, hidden: Pattern, k: int) -> None:
    """Hide with care within each figure, and forget that figures tell of one another."""
    hide(SheetOfFigures(sheet.codes, Links()), tree, said, hidden, k)


def barely(sheet: SheetOfFigures, tree: Tree, said: Said, hidden: Pattern, _k: int) -> None:
    """Hide so that nothing is known exactly, though nearly."""
    hide(sheet, tree, said, hidden, 2)
    only_small(sheet, tree, said, hidden, K)


@pytest.mark.parametrize("seed", range(6))
def test_nothing_hidden_is_told(seed: int) -> None:
    assert attacked(seed) == []


@pytest.mark.parametrize("hiding", [only_small, one_by_one, barely])
def test_less_hiding_is_found_out(hiding: Any) -> None:
    assert any(attacked(seed, hiding) for seed in (23, 26, 5))
