"""Reads CSV: UTF-8 with or without BOM, UTF-16 as spreadsheets write it, or GBK."""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF16_BE, BOM_UTF16_LE

from services.portal.sheets.table import SheetUnreadable, Table, table_of

ENCODINGS = ("utf-8-sig", "gb18030")


def plain_table(content: bytes) -> Table:
    """Read a sheet whose cells stand between commas or tabs; raises SheetUnreadable."""
    text = _decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=_mark(text))
    try:
        return table_of(list(reader))
    except csv.Error as error:
        raise SheetUnreadable(f"第 {reader.line_num} 行不是合格的 CSV:引号没有成对,或一格过长") from error


def _decoded(content: bytes) -> str:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        raise SheetUnreadable("这不是表格(内含二进制内容);请另存为 .xlsx 或 CSV")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetUnreadable("文字既不是 UTF-8 也不是 GBK 编码;请另存为 .xlsx 或 CSV UTF-8")


def _mark(text: str) -> str:
    first = text.partition("\n")[0]
    return "\t" if "\t" in first and "," not in first else ","
