"""Writes .xlsx: figures as numbers, totals as formulas whose results are written beside them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from unicodedata import east_asian_width

import xlsxwriter

HEADING, HEADER = "heading", "header"
A4 = 9
HEIGHT = 18
PLAIN = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
LONG_AGO = datetime(1980, 1, 1)  # noqa: DTZ001 - a file's own time has no zone; the same figures are the same file


class Figure(NamedTuple):
    """A number, how it is shown, and the formula that it is the result of, if any."""

    value: int | float
    format: str = "#,##0"
    formula: str = ""


Cell = str | Figure | None


@dataclass(frozen=True)
class Head:
    """One column: what stands above it, and how many characters wide it is."""

    title: str
    width: float = 14


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, what stands above its table, the table, and the rows of it that are totals."""

    name: str
    heading: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = ()
    totals: frozenset[int] = frozenset()
    kept_columns: int = 1

    @property
    def first_row(self) -> int:
        """Number the first row of the table as a formula does."""
        return 3


def workbook(sheets: Sequence[Sheet], title: str) -> bytes:
    """Write sheets into one workbook."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, PLAIN) as book:
        book.set_properties({"title": title, "created": LONG_AGO})
        book.set_calc_mode("auto")
        formats = Formats(book)
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, formats)
    return written.getvalue()


class Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        """Take the book; nothing is made yet."""
        self._book = book
        self._made: dict[tuple[str, bool], Any] = {}

    def of(self, shown: str, *, total: bool = False) -> Any:
        """Give the format of a heading, of a header, of text or of numbers that are shown in some way."""
        if (shown, total) not in self._made:
            self._made[shown, total] = self._book.add_format(_looks(shown, total=total))
        return self._made[shown, total]


def _looks(shown: str, *, total: bool) -> dict[str, Any]:
    if shown == HEADING:
        return {"bold": True, "font_size": 16, "font_name": "方正小标宋简体", "align": "center", "valign": "vcenter"}
    look: dict[str, Any] = {
        "font_size": 11,
        "font_name": "仿宋_GB2312",
        "border": 1,
        "valign": "vcenter",
        "bold": total,
    }
    if shown == HEADER:
        more = {"bold": True, "font_name": "黑体", "text_wrap": True, "align": "center", "bg_color": "#E8EEF7"}
    else:
        more = {"num_format": shown} if shown else {"text_wrap": True}
    return look | more


def _write(page: Any, sheet: Sheet, formats: Formats) -> None:
    page.merge_range(0, 0, 0, max(len(sheet.heads) - 1, 1), sheet.heading, formats.of(HEADING))
    page.set_row(0, 30)
    page.set_row(1, HEIGHT * max(_lines(head.title, head.width) for head in sheet.heads))
    for at, head in enumerate(sheet.heads):
        page.set_column(at, at, head.width)
        page.write_string(1, at, head.title, formats.of(HEADER))
    for number, row in enumerate(sheet.rows):
        page.set_row(number + 2, HEIGHT * _lines_of(row, sheet.heads))
        for at, cell in enumerate(row):
            _write_cell(page, number + 2, at, cell, formats, total=number in sheet.totals)
    for number, note in enumerate(sheet.notes, len(sheet.rows) + 3):
        page.write_string(number, 0, note)
    _lay_out(page, sheet)


def _lines_of(row: Sequence[Cell], heads: Sequence[Head]) -> int:
    """Count the lines of the highest cell: not every program makes room for them by itself."""
    return max(_lines(cell, head.width) for cell, head in zip(row, heads, strict=True))


def _lines(cell: Cell, width: float) -> int:
    if not isinstance(cell, str):
        return 1
    return sum(1 + int(sum(map(_width, line)) // (width + 1)) for line in cell.split("\n"))


def _width(character: str) -> int:
    return 2 if east_asian_width(character) in "WFA" else 1


def _write_cell(page: Any, row: int, at: int, cell: Cell, formats: Formats, *, total: bool) -> None:
    if not isinstance(cell, Figure):
        page.write_string(row, at, cell or "", formats.of("", total=total))
    elif cell.formula:
        page.write_formula(row, at, cell.formula, formats.of(cell.format, total=total), cell.value)
    else:
        page.write_number(row, at, cell.value, formats.of(cell.format, total=total))


def _lay_out(page: Any, sheet: Sheet) -> None:
    """Let it be printed as it is seen: on A4, as wide as the page, its header on every page."""
    page.freeze_panes(2, sheet.kept_columns)
    page.repeat_rows(0, 1)
    page.set_paper(A4)
    if len(sheet.heads) > 8:  # noqa: PLR2004 - more columns than an upright page holds
        page.set_landscape()
    page.fit_to_pages(1, 0)
    page.center_horizontally()
    page.set_footer("&C第 &P 页,共 &N 页")
