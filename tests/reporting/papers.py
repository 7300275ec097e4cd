"""Reading returns and summaries back out of the papers that were made of them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from docx import Document
from python_calamine import CalamineWorkbook

from services.reporting.documents.figures import MARK, NOTHING
from shared.facts import Line
from tests.reporting.returned import INDICATORS

SIZES = {"分": 100, "分钟": 60}
BY_NAME = {each["label"] + MARK * (each["kind"] != "sum"): each for each in INDICATORS}
SHEETS = [each.label for each in Line]

Rows = list[list[Any]]


def sheets(book: bytes) -> dict[str, Rows]:
    opened = CalamineWorkbook.from_filelike(io.BytesIO(book))
    return {name: opened.get_sheet_by_name(name).to_python() for name in opened.sheet_names}


def tables(document: bytes) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row.cells] for row in table.rows] for table in Document(io.BytesIO(document)).tables
    ]


def text(document: bytes) -> str:
    return "\n".join(each.text for each in Document(io.BytesIO(document)).paragraphs)


def kept(indicator: Mapping[str, Any], said: Any) -> Any:
    """Convert what is written back to what is kept, as far as what was written goes."""
    if said in ("", NOTHING):
        return None
    number = Decimal(str(said).replace(",", ""))
    return number if indicator["kind"] == "ratio" else round(number * SIZES.get(indicator["unit"], 1))


def rounded(indicator: Mapping[str, Any], value: Any) -> Any:
    """Round a kept value as the letter does, which writes a tenth of an hour."""
    if value is None or indicator["unit"] != "分钟":
        return Decimal(str(value)) if indicator["kind"] == "ratio" and value is not None else value
    return round(Decimal(f"{(Decimal(value) / 60).quantize(Decimal('0.1'), 'ROUND_HALF_UP')}") * 60)


def named_in(head: str) -> Mapping[str, Any]:
    """Find the indicator that a column of the province's papers is headed by, with or without its unit."""
    name = head.split("\n", maxsplit=1)[0]
    return next(BY_NAME[each] for each in (name, name.rsplit("（", 1)[0], name.split("（")[0]) if each in BY_NAME)
