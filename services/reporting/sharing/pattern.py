"""Which figures of a sheet are hidden, and where: decided by what every viewer together could work out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from services.reporting.sharing.links import SheetOfFigures
from services.reporting.sharing.parts import Breakdown
from services.reporting.sharing.totals import Values, hide_totals, is_small
from services.reporting.sharing.tree import Tree

Said = Mapping[str, Mapping[str, Values]]
"""For each figure, for each breakdown ("" is the total), the values of the places."""

Family = tuple[str, str]
"""A figure and a field it is broken down by."""


@dataclass
class Pattern:
    """The places where totals, and where breakdowns, are hidden."""

    totals: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    families: dict[Family, set[str]] = field(default_factory=lambda: defaultdict(set))

    def copy(self) -> Pattern:
        """Copy it, to see whether it would have to grow."""
        grown = Pattern()
        grown.add(self)
        return grown

    def add(self, other: Pattern) -> None:
        """Hide whatever another pattern hides."""
        for code, places in other.totals.items():
            self.totals[code] |= places
        for family, places in other.families.items():
            self.families[family] |= places

    @property
    def size(self) -> int:
        """Count what is hidden."""
        return sum(map(len, self.totals.values())) + sum(map(len, self.families.values()))


def hide(sheet: SheetOfFigures, tree: Tree, said: Said, pattern: Pattern, k: int) -> None:
    """Let a pattern grow until nothing that it hides can be worked out, nor the small be known nearly."""
    size = -1
    while pattern.size > size:
        size = pattern.size
        for code in sheet.codes:
            _hide_figure(code, tree, said[code], pattern, k)
        _follow_links(sheet, said, pattern, k)


def _hide_figure(code: str, tree: Tree, values: Mapping[str, Values], pattern: Pattern, k: int) -> None:
    totals = values.get("", {})
    hide_totals(tree, totals, pattern.totals[code], k)
    for name, parts in families_of(values).items():
        Breakdown(tree, totals, parts, pattern.totals[code], pattern.families[code, name], k).hide()


def families_of(values: Mapping[str, Values]) -> dict[str, dict[str, Values]]:
    """Sort a figure's parts by their fields; what has no code is a part too, though it is never shown."""
    found: dict[str, dict[str, Values]] = defaultdict(dict)
    for breakdown, of in values.items():
        if breakdown:
            found[breakdown.partition("=")[0]][breakdown] = of
    for name, parts in found.items():
        coded = {place: sum(of.get(place, 0) for of in parts.values()) for place in values.get("", {})}
        parts[f"{name}="] = {place: max(0, total - coded[place]) for place, total in values.get("", {}).items()}
    return dict(found)


def _follow_links(sheet: SheetOfFigures, said: Said, pattern: Pattern, k: int) -> None:
    for code, place in list(_told_by_links(sheet, said, pattern, k)):
        if said[code].get("", {}).get(place, 0):
            pattern.totals[code].add(place)
    for one, other, name in (*sheet.links.same_part, *sheet.links.under_part):
        # Nothing at all is hidden here too: it would say that a hidden part is nothing.
        pattern.totals[one] |= pattern.families[other, name]
    for one, other, name in sheet.links.same_part:
        pattern.families[other, name] |= pattern.totals[one]


def _told_by_links(sheet: SheetOfFigures, said: Said, pattern: Pattern, k: int) -> Iterator[tuple[str, str]]:
    links, totals = sheet.links, pattern.totals
    for lesser, greater in links.bounded:
        # What is at most a hidden figure would say from below how large that is; a small one needs room above it.
        yield from ((lesser, place) for place in totals[greater])
        yield from ((greater, place) for place in totals[lesser] if _is_close(said, lesser, greater, place, k))
    for one, other in links.added:
        yield from ((one, place) for place in totals[other])
    for amount, bearer in links.shared_by:
        yield from ((amount, place) for place, value in said[bearer].get("", {}).items() if is_small(value, k))


def _is_close(said: Said, lesser: str, greater: str, place: str, k: int) -> bool:
    is_few = is_small(said[lesser].get("", {}).get(place, 0), k)
    return is_few and said[greater].get("", {}).get(place, 0) <= k
