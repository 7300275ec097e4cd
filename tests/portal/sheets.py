"""Sheets as people fill them in, for the tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import xlsxwriter

from services.portal.sheets.reading import table_in
from services.portal.sheets.rows import Flaw, Row, rows_of
from services.portal.sheets.wanted import wanted
from tests.builders import LEAGUE, TOWNSHIP

HEADER = ("地点", "牵头组织", "日期", "走访对象", "家庭编号", "走访人数", "备注")
HOUSEHOLD = "00000000-0000-4000-8000-000000000009"
VISIT = (TOWNSHIP, LEAGUE, "2021-12-05", "青年农民工", HOUSEHOLD, "3", "家里有老人")


def a_visit_row(**but: Any) -> list[Any]:
    """Fill in one row of a sheet of visits."""
    return [but.get(label, said) for label, said in zip(HEADER, VISIT, strict=True)]


def csv_of(path: Path, *rows: Sequence[Any], encoding: str = "utf-8") -> Path:
    """Write rows as CSV."""
    path.write_bytes("\n".join(",".join(map(str, row)) for row in rows).encode(encoding))
    return path


def xlsx_of(
    path: Path, *rows: Sequence[Any], title: str = "走访", also: Callable[[Any, Any], None] | None = None
) -> Path:
    """Write rows as a workbook, the way a spreadsheet would; `also` may do to the page what people do."""
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet(title)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        if also:
            also(book, page)
    return path


def keys_of(kind: str, system: str, numbers: Sequence[str]) -> dict[str, str]:
    """Give keys as portal would, who alone has the secret."""
    return {each: str(uuid5(NAMESPACE_URL, f"{kind}|{system}|{each}")) for each in numbers}


def read(path: Path, kind: str = "VisitRecorded") -> tuple[list[Row], list[Flaw]]:
    """Read a sheet as the import does."""
    asked = wanted(kind)
    table = table_in(path, asked.title)
    return rows_of(table, asked.layout(table, {}, keys_of))


def the_row(path: Path, kind: str = "VisitRecorded") -> Row:
    """Read the only row of a sheet."""
    [row], flaws = read(path, kind)
    assert flaws == []
    return row
