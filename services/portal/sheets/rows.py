"""Turns the lines of a sheet into the rows that a bulk door takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from services.portal.sheets.cells import Cell, CellUnreadable, says, text_of
from services.portal.sheets.kinds import ID, Column
from services.portal.sheets.layout import Layout
from services.portal.sheets.table import Line, Table

SAMPLE = "示例"

Known = dict[tuple[str, str], Any]
"""What words mean under a field: most words of a sheet stand in many of its rows."""


Meant = Callable[[Column, Any], Any]
"""What the value of a column stands for, such as a code for a name."""


def as_said(_column: Column, value: Any) -> Any:
    """Take every value for what it says."""
    return value


@dataclass(frozen=True)
class Row:
    """One row as a bulk door takes it, and where it stands in the sheet."""

    number: int
    id: str
    fields: Mapping[str, Any]

    def as_data(self) -> dict[str, Any]:
        """Give what travels."""
        return {**self.fields, ID: self.id}


@dataclass(frozen=True)
class Flaw:
    """What is wrong in one row."""

    number: int
    field: str
    reason: str


def rows_of(table: Table, layout: Layout, meant: Meant = as_said) -> tuple[list[Row], list[Flaw]]:
    """Read every line; one that cannot be read is told as a flaw, and the others stand."""
    rows, flaws = [], []
    seen: Counter[bytes] = Counter()
    known: Known = {}
    ids = {line.number: _stated(line, layout) for line in table.lines}
    taken = {each for each in ids.values() if isinstance(each, str)}
    for line in table.lines:
        stated = ids[line.number]
        if isinstance(stated, str) and stated.startswith(SAMPLE):
            continue
        fields, broken = _read(line, layout, known, meant)
        if isinstance(stated, CellUnreadable):
            flaws.append(Flaw(line.number, table.header[layout.id_at or 0], str(stated)))
        flaws += broken
        if isinstance(stated, str) and not broken:
            rows.append(Row(line.number, layout.id_of(stated, fields, seen, taken), fields))
    return rows, flaws


def _stated(line: Line, layout: Layout) -> str | CellUnreadable:
    """Read the id that a line bears, if it bears one."""
    if layout.id_at is None:
        return ""
    try:
        return text_of(line.cells[layout.id_at])
    except CellUnreadable as error:
        return error


def _read(line: Line, layout: Layout, known: Known, meant: Meant) -> tuple[dict[str, Any], list[Flaw]]:
    fields, flaws = dict(layout.constants), []
    for column, cell in zip(layout.columns, line.cells, strict=True):
        if column is None or not says(cell):
            continue
        try:
            fields[column.name] = _value(column, cell, known, meant)
        except CellUnreadable as error:
            flaws.append(Flaw(line.number, column.label, str(error)))
    return fields, flaws


def _value(column: Column, cell: Cell, known: Known, meant: Meant) -> Any:
    if not isinstance(cell, str):
        return meant(column, column.read(cell))
    if (column.name, cell) not in known:
        known[column.name, cell] = meant(column, column.read(cell))
    return known[column.name, cell]
