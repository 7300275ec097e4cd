"""Turns the lines of a sheet into the rows that a bulk door takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.portal.sheets.cells import Cell, CellUnreadable, says
from services.portal.sheets.kinds import ID, Column
from services.portal.sheets.layout import Layout
from services.portal.sheets.table import Line, Table

SAMPLE = "示例"

Known = dict[tuple[str, str], Any]
"""What words mean under a field: most words of a sheet stand in many of its rows."""


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


def rows_of(table: Table, layout: Layout) -> tuple[list[Row], list[Flaw]]:
    """Read every line; one that cannot be read is told as a flaw, and the others stand."""
    rows, flaws = [], []
    seen: Counter[bytes] = Counter()
    known: Known = {}
    for line in table.lines:
        stated = "" if layout.id_at is None else str(line.cells[layout.id_at]).strip()
        if stated.startswith(SAMPLE):
            continue
        fields, broken = _read(line, layout, known)
        if broken:
            flaws += broken
            continue
        rows.append(Row(line.number, layout.id_of(stated, fields, seen), fields))
    return rows, flaws


def _read(line: Line, layout: Layout, known: Known) -> tuple[dict[str, Any], list[Flaw]]:
    fields, flaws = dict(layout.constants), []
    for column, cell in zip(layout.columns, line.cells, strict=True):
        if column is None or not says(cell):
            continue
        try:
            fields[column.name] = _value(column, cell, known)
        except CellUnreadable as error:
            flaws.append(Flaw(line.number, column.label, str(error)))
    return fields, flaws


def _value(column: Column, cell: Cell, known: Known) -> Any:
    if not isinstance(cell, str):
        return column.read(cell)
    if (column.name, cell) not in known:
        known[column.name, cell] = column.read(cell)
    return known[column.name, cell]
