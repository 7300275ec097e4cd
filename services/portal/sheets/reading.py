"""Reads a file that people hand in, whatever it is called: .xlsx or CSV."""

from __future__ import annotations

from pathlib import Path

from services.portal.sheets.plain import plain_table
from services.portal.sheets.table import SheetUnreadable, Table
from services.portal.sheets.workbook import workbook_table
from services.portal.sheets.writing import page_name

MOST_BYTES = 50 * 2**20
PACKED, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def table_in(path: Path, title: str) -> Table:
    """Read the sheet of a title in a file; raises SheetUnreadable with one sentence that says why not."""
    if path.stat().st_size > MOST_BYTES:
        raise SheetUnreadable(f"文件超过 {MOST_BYTES >> 20} MB;请分成几张")
    return table_from(path.read_bytes(), title)


def table_from(content: bytes, title: str) -> Table:
    """Read the sheet of a title; raises SheetUnreadable with one sentence that says why not."""
    if content.startswith(OLD):
        raise SheetUnreadable("这是旧版 .xls 或加了密码的表格;请另存为不加密的 .xlsx")
    return workbook_table(content, page_name(title)) if content.startswith(PACKED) else plain_table(content)
