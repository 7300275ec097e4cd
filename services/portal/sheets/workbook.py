"""Reads .xlsx: unpacked within bounds first, so that neither a bomb nor a stray cell takes the memory."""

from __future__ import annotations

import io
import re
import sys
from posixpath import join, normpath
from zipfile import BadZipFile, ZipFile, ZipInfo

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from services.portal.sheets.table import MOST_COLUMNS, MOST_ROWS, SheetUnreadable, Table, table_of

MOST_UNPACKED = 256 * 2**20
MOST_PARTS = 1_000
BOOK, BOOK_PARTS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"

SHEET_PART = re.compile(rb"<(?:\w+:)?sheet\s[^>]*?\b\w+:id=[\"']([^\"']+)")
PART = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
PART_ID, PART_TARGET = re.compile(rb"\bId=[\"']([^\"']+)"), re.compile(rb"\bTarget=[\"']([^\"']+)")
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]+\d+)")
FAR_OUT = re.compile(rb"\br=[\"']((?:[A-Z]{3,}|[D-Z][A-Z])\d+|[A-Z]{0,2}\d{6,})[\"']")
FORMULA_BEHIND_ITS_CELL = 2_000


def workbook_table(content: bytes, title: str) -> Table:
    """Read the page that bears a title, or the only one people see; raises SheetUnreadable."""
    try:
        with ZipFile(io.BytesIO(content)) as unpacked:
            _must_be_bounded(unpacked)
            book = CalamineWorkbook.from_filelike(io.BytesIO(content))
            name = _page(book, title)
            _must_be_plain(unpacked.read(_part(unpacked, book.sheet_names.index(name))))
            return _table(book.get_sheet_by_name(name))
    except (BadZipFile, CalamineError, EOFError, KeyError, NotImplementedError, RuntimeError) as error:
        raise SheetUnreadable("文件已损坏,或不是 Excel 表格;请在表格软件中打开后另存为 .xlsx") from error


def _must_be_bounded(unpacked: ZipFile) -> None:
    parts = unpacked.infolist()
    left = MOST_UNPACKED if len(parts) <= MOST_PARTS else 0
    for part in parts:
        left -= _size(unpacked, part, left)
        if left <= 0:
            raise SheetUnreadable(f"文件解压后过大(超过 {MOST_UNPACKED >> 20} MB),不予打开")


def _size(unpacked: ZipFile, part: ZipInfo, most: int) -> int:
    """Unpack a part to see how large it is: what its header says may be a lie."""
    said, part.file_size = part.file_size, sys.maxsize
    size = 0
    with unpacked.open(part) as opened:
        while size <= most and (piece := opened.read(2**20)):
            size += len(piece)
    part.file_size = said
    return size


def _page(book: CalamineWorkbook, title: str) -> str:
    seen = [
        each.name
        for each in book.sheets_metadata
        if each.visible == SheetVisibleEnum.Visible and each.typ == SheetTypeEnum.WorkSheet
    ]
    if title in seen:
        return title
    if len(seen) != 1:
        raise SheetUnreadable(f"工作簿里没有名为“{title}”的表;有:{'、'.join(seen)}")
    return seen[0]


def _part(unpacked: ZipFile, number: int) -> str:
    id = SHEET_PART.findall(unpacked.read(BOOK))[number]
    for each in PART.findall(unpacked.read(BOOK_PARTS)):
        named, target = PART_ID.search(each), PART_TARGET.search(each)
        if named and target and named[1] == id:
            return normpath(join("/xl", target[1].decode())).lstrip("/")
    raise KeyError(id)


def _must_be_plain(page: bytes) -> None:
    if far_out := FAR_OUT.search(page):
        where = far_out[1].decode()
        raise SheetUnreadable(f"表格用到了 {where},超出 {MOST_ROWS} 行、{MOST_COLUMNS} 列;请删去多余的空行空列")
    if formula := FORMULA.search(page):
        before = CELL.findall(page[max(0, formula.start() - FORMULA_BEHIND_ITS_CELL) : formula.start()])
        where = before[-1].decode() if before else ""
        raise SheetUnreadable(f"单元格 {where} 是公式;请复制后“选择性粘贴为数值”再交")


def _table(page: CalamineSheet) -> Table:
    table = table_of(page.to_python(skip_empty_area=False))
    for (top, left), (bottom, right) in page.merged_cell_ranges or ():
        if bottom >= table.header_row - 1:
            where = f"{_cell(top, left)}:{_cell(bottom, right)}"
            raise SheetUnreadable(f"{where} 是合并单元格;请取消合并,每行每格各填各的")
    return table


def _cell(row: int, column: int) -> str:
    letters = ""
    while column >= 0:
        column, letter = divmod(column, 26)
        letters = chr(ord("A") + letter) + letters
        column -= 1
    return f"{letters}{row + 1}"
