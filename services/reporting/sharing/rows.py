"""How patterns and figures become rows of the published table, and how they are read from them again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from services.reporting.sharing.pattern import Pattern, Said, families_of
from services.reporting.sharing.tree import Tree
from services.reporting.store import ALL_PARTS, Stated


def pattern_of(figures: Mapping[str, Stated]) -> Pattern:
    """Read what is hidden."""
    found = Pattern()
    for code, said in figures.items():
        for place, part in (key for key, value in said.items() if value is None):
            if part:
                found.families[code, part.removesuffix(ALL_PARTS)].add(place)
            else:
                found.totals[code].add(place)
    return found


def rows_of(codes: Iterable[str], tree: Tree, said: Said, hidden: Pattern) -> dict[str, Stated]:
    """State some figures under a pattern; nothing is said of what came to nothing."""
    return {code: dict(_rows(code, tree, said, hidden)) for code in codes}


def _rows(code: str, tree: Tree, said: Said, hidden: Pattern) -> Iterator[tuple[tuple[str, str], int | None]]:
    totals = said[code].get("", {})
    for place in tree.places:
        if place in hidden.totals[code]:
            yield (place, ""), None
        elif totals.get(place):
            yield (place, ""), totals[place]
    for field, parts in families_of(said[code]).items():
        yield from (((place, field + ALL_PARTS), None) for place in hidden.families[code, field])
        shown = ((place, part, of.get(place)) for part, of in parts.items() for place in tree.places if part[-1] != "=")
        yield from (
            ((place, part), value)
            for place, part, value in shown
            if value and place not in hidden.families[code, field]
        )


def added_up(months: Sequence[Stated]) -> Stated:
    """Add up what the months show; what one of them hides stays hidden."""
    found: dict[tuple[str, str], int] = {}
    for (place, part), value in (each for month in months for each in month.items() if each[1] is not None):
        found[place, part] = found.get((place, part), 0) + (value or 0)
    hidden = {key for month in months for key, value in month.items() if value is None}
    shown = {key: value for key, value in found.items() if not _is_under(key, hidden)}
    return {**shown, **dict.fromkeys(hidden)}


def _is_under(key: tuple[str, str], hidden: set[tuple[str, str]]) -> bool:
    place, part = key
    return (key if not part else (place, part.partition("=")[0] + ALL_PARTS)) in hidden
