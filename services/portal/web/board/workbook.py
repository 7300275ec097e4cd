"""A board taken away as a spreadsheet: every figure of the place and of the places below it, as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from services.portal.web.board.figures import KINDS, PER, Said, unit_of, written
from services.portal.web.board.layout import Board

HEADINGS = 2
"""Rows above the figures: what is counted, and how."""


def workbook(board: Board, columns: Sequence[Said], title: str) -> BytesIO:
    """Write a board; its figures are numbers, but for what is hidden or nobody could divide."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        sheet, bold = book.add_worksheet("看板"), book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        sheet.write_string(0, 0, title, bold)
        _write_headings(sheet, columns, bold)
        below = ((each["place"]["name"], each["figures"]) for each in board.below)
        places = [(board.place["name"], board.figures), *below]
        for row, (name, figures) in enumerate(places, start=1 + HEADINGS):
            sheet.write_string(row, 0, name)
            for column, each in enumerate(columns, start=1):
                _write(sheet, row, column, figures[each["code"]], each["unit"])
        sheet.freeze_panes(1 + HEADINGS, 1)
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, len(columns), 12)
    content.seek(0)
    return content


def _write_headings(sheet: Worksheet, columns: Sequence[Said], bold: Format) -> None:
    sheet.write_string(1, 0, "地区", bold)
    for column, each in enumerate(columns, start=1):
        sheet.write_string(1, column, f"{each['label']}({unit_of(each)})", bold)
        sheet.write_string(2, column, KINDS[each["kind"]][0])


def _write(sheet: Worksheet, row: int, column: int, figure: Said, unit: str) -> None:
    value = figure["value"]
    if value is None:
        sheet.write_string(row, column, written(figure, unit))
    else:
        sheet.write_number(row, column, round(value / PER[unit], 2) if unit in PER else value)
