"""A sheet as it was read: a header, and rows of cells under the numbers that people see beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.portal.sheets.cells import Cell, says

MOST_ROWS = 50_000
MOST_COLUMNS = 104


class SheetUnreadable(Exception):
    """A file that is no sheet of its kind; the sentence says why."""


@dataclass(frozen=True)
class Line:
    """One row of a sheet."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """What a file says."""

    header: tuple[str, ...]
    lines: tuple[Line, ...]
    header_row: int = 1


def table_of(rows: Sequence[Sequence[Cell]]) -> Table:
    """Take the first row of several words as the header, titles above it aside, and what stands below as lines."""
    said = [(n, tuple(cells)) for n, cells in enumerate(rows, 1) if any(map(says, cells))]
    if not said:
        raise SheetUnreadable("表是空的:第一行须为表头")
    top = next((n for n, (_, cells) in enumerate(said) if sum(map(says, cells)) > 1), 0)
    (header_row, header), *rest = said[top:]
    if len(rest) > MOST_ROWS:
        raise SheetUnreadable(f"表有 {len(rest)} 行,一张表最多 {MOST_ROWS} 行;请分成几张")
    width = max(n for n, cell in enumerate(header, 1) if says(cell))
    for row, cells in rest:
        if any(map(says, cells[width:])):
            raise SheetUnreadable(f"第 {row} 行有 {len(cells)} 格,表头只有 {width} 格")
    lines = tuple(Line(row, (*cells, *[""] * width)[:width]) for row, cells in rest)
    return Table(tuple(str(cell).strip() for cell in header[:width]), lines, header_row)
