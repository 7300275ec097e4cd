"""What stands in one cell, as text: the border where floats, dates and what only looks like a number are told apart."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

Cell: TypeAlias = str | float | int | bool | date | datetime | time | timedelta

DIGITS_KEPT = 15
"""Spreadsheets keep so many digits of a number and turn the rest into zeros."""

ROUNDED = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")
FORMULA = "="
QUOTED = re.compile(r"'(?=[=+\-@])")


class CellUnreadable(Exception):
    """A cell that its field cannot take; the sentence says why."""


def says(cell: Cell) -> bool:
    """Tell whether anything stands in a cell."""
    return not isinstance(cell, str) or bool(cell.strip())


def text_of(cell: Cell) -> str:
    """Say what a cell says as text: 12.0 is 12; raises CellUnreadable where the spreadsheet has lost digits."""
    if isinstance(cell, str):
        return _words(cell.strip())
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float | int):
        return _digits(cell)
    return cell.isoformat(" ", "minutes") if isinstance(cell, datetime) else str(cell)


def _words(said: str) -> str:
    if said.startswith(FORMULA):
        raise CellUnreadable("以 = 开头,像是公式;须填写内容本身")
    if ROUNDED.fullmatch(said):
        raise CellUnreadable("已被表格软件改写成科学计数法;请把该列设为文本格式后重填")
    return QUOTED.sub("", said, count=1)


def _digits(number: float) -> str:
    if abs(number) >= 10**DIGITS_KEPT:
        raise CellUnreadable(f"超过 {DIGITS_KEPT} 位的数字已被表格软件改写;请把该列设为文本格式后重填")
    return str(int(number)) if number == int(number) else str(number)
