"""Hides more breakdowns until no hidden part can be found, or nearly, from the parts and totals that are shown.

A place shows all parts by a field or none. Where some are hidden below a place that shows its own, they form a table:
its rows are places, whose totals are known alone or only together, and its columns codes, whose sums are known. In such
a table a cell lies between max(0, row + column - all) and min(row, column), and can be anything between.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from services.reporting.sharing.totals import Values, is_small
from services.reporting.sharing.tree import Leaf, Tree, amount

Parts = Mapping[str, Values]
"""For each code of a field the figures of the places."""


@dataclass(frozen=True)
class Table:
    """What is known of the hidden rows below a shown place: the sums of rows, some only together, and of codes.

    `together` maps each row to the name of those that it is only known together with.
    """

    together: Mapping[Leaf, Leaf]
    rows: Mapping[Leaf, int]
    columns: Mapping[str, int]

    def spread(self, inside: Sequence[Leaf], code: str) -> int:
        """Tell how many other values the sum of a column over some rows could have."""
        touched = {self.together[leaf] for leaf in inside}
        outside = {self.together[leaf] for leaf in set(self.together) - set(inside)}
        most_of_all, column = sum(self.rows[each] for each in touched), self.columns[code]
        least_of_all = sum(self.rows[each] for each in touched - outside)
        others = sum(min(most_of_all, value) for name, value in self.columns.items() if name != code)
        least = max(0, least_of_all + column - sum(self.rows.values()), least_of_all - others)
        return min(most_of_all, column) - least


@dataclass(frozen=True)
class Breakdown:
    """A figure by one field over the tree, and the places where its total, or its parts, are hidden."""

    tree: Tree
    totals: Values
    parts: Parts
    hidden_totals: AbstractSet[str]
    hidden: set[str]
    k: int

    def hide(self) -> None:
        """Hide breakdowns with a small part, and others beside them until no part is told."""
        self.hidden.update(self.hidden_totals)
        self.hidden.update(each for of in self.parts.values() for each, value in of.items() if is_small(value, self.k))
        while True in [self._hide_below(place) for place in self.tree.places if place in self.tree.below]:
            pass

    def _hide_below(self, place: str) -> bool:
        """Hide one more breakdown at or below a place if a part that is hidden there could be told."""
        if place in self.hidden:
            rows = self.tree.leaves(place, self.hidden)
            is_told = not any(amount(self.tree, self.totals, row) for row in rows)
            return self.totals.get(place, 0) > 0 and is_told and self._hide_one(place, self.totals)
        table = self._table(place)
        code = next(self._told(place, table), None)
        if code is None:
            return False
        # A column that is too small needs more of itself, any other just more rows.
        of = self.parts[code] if table.columns[code] < self.k else self.totals
        if not self._hide_one(place, of):
            self.hidden.add(place)
        return True

    def _hide_one(self, place: str, of: Values) -> bool:
        """Hide the smallest breakdown shown below a place that has something to hide; answer whether there was any."""
        offered = [each for each in self._shown_below(place) if of.get(each, 0) > 0]
        if offered:
            self.hidden.add(min(offered, key=lambda each: (of[each], each)))
        return bool(offered)

    def _shown_below(self, place: str) -> Iterator[str]:
        for child in self.tree.below.get(place, ()):
            if child in self.hidden:
                yield from self._shown_below(child)
            else:
                yield child

    def _told(self, place: str, table: Table) -> Iterator[str]:
        """List the codes of which a hidden part below a place is told, or can have only a few values."""
        reached = list(self.tree.reached(place, self.hidden))
        for each in (place, *reached):
            yield from self._told_of_share(each, table)
        for each in reached:
            inside = list(self.tree.leaves(each, self.hidden))
            for code, of in self.parts.items():
                value = of.get(each, 0)
                if value and table.spread(inside, code) < (self.k if is_small(value, self.k) else 1):
                    yield code

    def _told_of_share(self, place: str, table: Table) -> Iterator[str]:
        """List the codes of which so few are a place's own share, shown nowhere, that they would be told."""
        own = (place, place in self.tree.below)
        for code, of in self.parts.items():
            if is_small(amount(self.tree, of, own), self.k) and table.spread([own], code) < self.k:
                yield code

    def _table(self, place: str) -> Table:
        leaves = list(self.tree.leaves(place, self.hidden))
        rows: dict[Leaf, int] = defaultdict(int)
        for leaf in leaves:
            rows[self._known_as(leaf)] += amount(self.tree, self.totals, leaf)
        columns = {code: sum(amount(self.tree, of, leaf) for leaf in leaves) for code, of in self.parts.items()}
        return Table({leaf: self._known_as(leaf) for leaf in leaves}, rows, columns)

    def _known_as(self, leaf: Leaf) -> Leaf:
        """Name what the total of a row is known together with: the nearest place above that shows its total."""
        place, own = leaf
        while place in self.hidden_totals and place in self.tree.above:
            place, own = self.tree.above[place], True
        return place, own
