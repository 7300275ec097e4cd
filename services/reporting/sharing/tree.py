"""Places as the published table knows them: the province, its cities and their counties; townships never."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from shared.frame import Frame

PROVINCE = "510000000000"

Leaf = tuple[str, bool]
"""A place without places below it, or what a place counts itself beside the places below it (True)."""


@dataclass(frozen=True)
class Tree:
    """The places, each with those directly below it, in the order of their codes."""

    below: Mapping[str, tuple[str, ...]]
    root: str = PROVINCE

    @cached_property
    def above(self) -> Mapping[str, str]:
        """Tell which place each lies directly below."""
        return {child: place for place, children in self.below.items() for child in children}

    @cached_property
    def places(self) -> tuple[str, ...]:
        """List all places, those below before those above."""
        return tuple(self._upwards(self.root))

    def _upwards(self, place: str) -> Iterator[str]:
        for child in self.below.get(place, ()):
            yield from self._upwards(child)
        yield place

    def leaves(self, place: str, hidden: frozenset[str] | set[str]) -> Iterator[Leaf]:
        """List what nobody can tell apart below a place: its own share, and what hidden places below consist of."""
        children = self.below.get(place, ())
        yield (place, bool(children))
        for child in children:
            if child in hidden:
                yield from self.leaves(child, hidden)

    def reached(self, place: str, hidden: frozenset[str] | set[str]) -> Iterator[str]:
        """List the hidden places below a place that no shown place stands between."""
        for child in self.below.get(place, ()):
            if child in hidden:
                yield child
                yield from self.reached(child, hidden)


def tree_of(frame: Frame, on: date) -> Tree:
    """Read the places of a day."""
    cities = tuple(each.code for each in frame.children(PROVINCE, on))
    below = {city: tuple(each.code for each in frame.children(city, on) if each.level == "county") for city in cities}
    return Tree({PROVINCE: cities, **{city: counties for city, counties in below.items() if counties}})


def own_share(tree: Tree, values: Mapping[str, int], place: str) -> int:
    """Tell what a place counts beyond the places below it, such as what a city did itself."""
    return max(0, values.get(place, 0) - sum(values.get(each, 0) for each in tree.below.get(place, ())))


def amount(tree: Tree, values: Mapping[str, int], leaf: Leaf) -> int:
    """Tell what a leaf counts."""
    place, own = leaf
    return own_share(tree, values, place) if own else values.get(place, 0)
