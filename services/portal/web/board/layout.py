"""What stands where on a board: a section for each line, a table of the places below, the map of the cities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from services.portal.web.board.choices import COVERAGES, first, of_table
from services.portal.web.board.figures import Said, unit_of, written
from services.portal.web.board.tiles import Tile, spots, tile
from shared.facts import Line

PRINTED = 14
"""How many columns of a table of places fit on a page."""


@dataclass(frozen=True)
class Section:
    """A line with the indicators that are shown of it."""

    line: Line
    indicators: Sequence[Said]


class Column(NamedTuple):
    """A figure by which places are listed; `is_printed` where it has room on paper too."""

    code: str
    label: str
    unit: str
    unit_shown: str
    is_printed: bool


@dataclass(frozen=True)
class Shading:
    """By which coverage the map is shaded, and by which it may be."""

    by: Said
    choices: Sequence[Said]
    tiles: Sequence[Tile]


@dataclass(frozen=True)
class Board:
    """The figures of a place and of the places directly below it, as they are laid out."""

    place: Mapping[str, str]
    figures: Mapping[str, Said]
    below: Sequence[Mapping[str, Any]]
    sections: Sequence[Section]
    columns: Sequence[Column]
    shading: Shading | None


def board_of(told: Mapping[str, Any], line: Line | None, by: str | None) -> Board:
    """Lay out what reporting tells of a place: of one line everything, of all lines what stands out."""
    of_line = [each for each in told["indicators"] if line is None or each["line"] == line]
    known = {each["code"]: each for each in of_line}
    printed = _standing_out(line, known)[:PRINTED] if line else known
    columns = of_line if line else [known[code] for code in of_table() if code in known]
    return Board(
        place=told["place"],
        figures=told["figures"],
        below=told["children"],
        sections=_sections([known[code] for code in _standing_out(line, known)]),
        columns=[_column(each, is_printed=each["code"] in printed) for each in columns],
        shading=_shading(told, known, by),
    )


def _standing_out(line: Line | None, known: Mapping[str, Said]) -> list[str]:
    """Put first what stands out; of one line everything else follows."""
    chosen = [code for code in first(line) if code in known]
    return [*chosen, *(code for code in known if code not in chosen)] if line else chosen


def _sections(indicators: Sequence[Said]) -> list[Section]:
    shown = {each: [one for one in indicators if one["line"] == each] for each in Line}
    return [Section(line, found) for line, found in shown.items() if found]


def _column(indicator: Said, *, is_printed: bool) -> Column:
    return Column(indicator["code"], indicator["label"], indicator["unit"], unit_of(indicator), is_printed)


def _shading(told: Mapping[str, Any], known: Mapping[str, Said], by: str | None) -> Shading | None:
    choices = [known[code] for code in COVERAGES if code in known]
    if told["place"]["level"] != "province" or not choices:
        return None
    chosen = next((each for each in choices if each["code"] == by), choices[0])
    figures = {each["place"]["code"]: (each["place"], each["figures"][chosen["code"]]) for each in told["children"]}
    tiles = [tile(*figures[code], written(figures[code][1], chosen["unit"])) for code in spots() if code in figures]
    return Shading(chosen, choices, tiles)
