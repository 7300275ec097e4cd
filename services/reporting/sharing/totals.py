"""Hides more totals until none that is hidden can be found by subtracting over the tree of places.

A shown place tells the sum of what is hidden below it, its own share included, which is shown nowhere. Each of those
parts can be anything from nothing to that sum. So the sum must reach k, and must be shared by at least two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from services.reporting.sharing.tree import Tree, amount

Values = Mapping[str, int]


def is_small(value: int, k: int) -> bool:
    """Tell whether a figure may stand for so few that they could be known."""
    return value != 0 and value < k


def hide_totals(tree: Tree, values: Values, hidden: set[str], k: int) -> None:
    """Hide small totals, and others beside them until no subtraction tells one."""
    hidden |= {place for place in tree.places if is_small(values.get(place, 0), k)}
    while True in [_hide_below(tree, values, hidden, place, k) for place in tree.places if place in tree.below]:
        pass


def _hide_below(tree: Tree, values: Values, hidden: set[str], place: str, k: int) -> bool:
    """Hide one more place at or below a place if what is hidden there could be told."""
    mass = _mass(tree, values, hidden, place)
    if place in hidden:
        # It is the sum of the shown places below it, unless one of them is hidden too.
        return mass == 0 < values.get(place, 0) and _hide_one(tree, values, hidden, place)
    alone = next(
        (
            each
            for each in tree.reached(place, hidden)
            if values.get(each, 0) > 0 and _mass(tree, values, hidden, each) == mass
        ),
        None,
    )
    if not is_small(mass, k) and alone is None:
        return False
    if not _hide_one(tree, values, hidden, place, None if is_small(mass, k) else alone):
        hidden.add(place)
    return True


def _hide_one(tree: Tree, values: Values, hidden: set[str], place: str, but: str | None = None) -> bool:
    """Hide the smallest that is shown below a place, but not inside another; answer whether there was any."""
    offered = list(_offered(tree, values, hidden, place, but))
    if offered:
        hidden.add(min(offered, key=lambda each: (values[each], each)))
    return bool(offered)


def _offered(tree: Tree, values: Values, hidden: set[str], place: str, but: str | None) -> Iterator[str]:
    for child in tree.below.get(place, ()):
        if child not in hidden and values.get(child, 0) > 0:
            yield child
        elif child in hidden and child != but:
            yield from _offered(tree, values, hidden, child, but)


def _mass(tree: Tree, values: Values, hidden: set[str], place: str) -> int:
    return sum(amount(tree, values, leaf) for leaf in tree.leaves(place, hidden))
