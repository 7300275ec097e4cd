"""Writes sheets: .xlsx, or CSV with the BOM that spreadsheets know UTF-8 by; nothing written is ever a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from services.portal.sheets.cells import Cell

PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME = 31
ACTIVE = re.compile(r"[=+\-@\t\r]")
RED = "#FDE2E0"

Lines = Iterable[Sequence[Cell]]


def page_name(title: str) -> str:
    """Shorten a title to what spreadsheets allow as a page's name."""
    return NOT_IN_A_NAME.sub(" ", title)[:LONGEST_NAME]


def write_table(path: Path, title: str, header: Sequence[str], lines: Lines, marked: Callable[[int], bool]) -> None:
    """Write a sheet as the path's ending says; marked rows, counted from 0, are coloured where colours can be."""
    if path.suffix.lower() == ".csv":
        _write_csv(path, header, lines)
    else:
        _write_workbook(path, title, header, lines, marked)


def unmarked(_row: int) -> bool:
    """Mark no row."""
    return False


def _write_csv(path: Path, header: Sequence[str], lines: Lines) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(header)
        writer.writerows([_inert(cell) for cell in cells] for cells in lines)


def _inert(cell: Cell) -> Cell:
    """Put a quote before what a spreadsheet would run when it opens a CSV."""
    return f"'{cell}" if isinstance(cell, str) and ACTIVE.match(cell) else cell


def _write_workbook(path: Path, title: str, header: Sequence[str], lines: Lines, marked: Callable[[int], bool]) -> None:
    with xlsxwriter.Workbook(str(path), {**PLAIN, "constant_memory": True}) as book:
        page = book.add_worksheet(page_name(title))
        bold, red = book.add_format({"bold": True}), book.add_format({"bg_color": RED})
        page.freeze_panes(1, 0)
        page.set_column(0, len(header), 16)
        for column, label in enumerate(header):
            page.write_string(0, column, label, bold)
        for row, cells in enumerate(lines):
            for column, cell in enumerate(cells):
                _put(page, row + 1, column, cell, red if marked(row) else None)


def _put(page: Any, row: int, column: int, cell: Cell, style: Any) -> None:
    if isinstance(cell, bool):
        page.write_string(row, column, "是" if cell else "否", style)
    elif isinstance(cell, int | float):
        page.write_number(row, column, cell, style)
    elif str(cell):
        page.write_string(row, column, str(cell), style)
