"""What is no sheet, or says what cannot be meant: one clear sentence, and nothing is recorded."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from services.portal.sheets import workbook
from services.portal.sheets.table import SheetUnreadable
from tests.portal.sheets import HEADER, a_visit_row, csv_of, read, xlsx_of


def refused(path: Path) -> str:
    with pytest.raises(SheetUnreadable) as said:
        read(path)
    return str(said.value)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "是空的"),
        (b"\x00\x01\x02", "二进制"),
        (b"\xff\xff\xff\x80", "编码"),
        ("颜色\n红".encode(), "没有名为“颜色”的列"),
        (b"\xd0\xcf\x11\xe0" + bytes(512), "旧版 .xls"),
        (b"PK\x03\x04\x00\x00", "不是 Excel"),
        ("地点,日期\n510104017000,2021-12-05".encode(), "缺少“牵头组织”“走访对象”"),
        (",".join((*HEADER, "地点")).encode(), "重复"),
        ("\n".join((",".join(HEADER), ",".join((*a_visit_row(), "多一格")))).encode(), "第 2 行有 8 格"),
        (f'{",".join(HEADER)}\n"{",".join(a_visit_row())}'.encode(), "不是合格的 CSV"),
    ],
    ids=["empty", "binary", "encoding", "strange", "old", "zip", "incomplete", "twice", "too many cells", "open quote"],
)
def test_a_file_that_is_no_sheet_is_refused_in_one_sentence(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "sheet.csv"
    path.write_bytes(content)

    assert why in refused(path)


@pytest.mark.parametrize(
    ("also", "why"),
    [
        (lambda _, page: page.write_formula(1, 5, "=1+2", None, 3), "单元格 F2 是公式"),
        (lambda _, page: page.merge_range("A3:A4", "510104017000"), "A3:A4 是合并单元格"),
        (lambda _, page: page.write_string(200_000, 0, "x"), "用到了 200001"),
        (lambda _, page: page.write_string(1, 16_000, "x"), "用到了 WQK2"),
    ],
    ids=["formula", "merged", "far down", "far right"],
)
def test_a_page_that_is_no_plain_list_is_refused_by_its_cell(
    tmp_path: Path, also: Callable[[Any, Any], None], why: str
) -> None:
    assert why in refused(xlsx_of(tmp_path / "a.xlsx", HEADER, a_visit_row(), also=also))


def test_a_workbook_of_several_pages_must_name_the_one_that_is_meant(tmp_path: Path) -> None:
    sheet = xlsx_of(
        tmp_path / "a.xlsx", HEADER, a_visit_row(), title="一月", also=lambda book, _: book.add_worksheet("二月")
    )

    assert refused(sheet) == "工作簿里没有名为“走访”的表;有:一月、二月"


def test_the_sheet_of_another_kind_is_refused(tmp_path: Path) -> None:
    assert "这不是“走访”表" in refused(xlsx_of(tmp_path / "a.xlsx", ("地点", "宣讲主题"), ("", ""), title="宣讲"))


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 2**20)
    bomb = xlsx_of(tmp_path / "a.xlsx", HEADER, a_visit_row())
    with ZipFile(bomb, "a", ZIP_DEFLATED) as packed:
        packed.writestr("xl/media/bomb.bin", bytes(2**21))

    assert "解压后过大" in refused(bomb)


def test_a_zip_bomb_that_lies_about_its_size_is_not_unpacked_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 2**20)
    bomb, zeros = xlsx_of(tmp_path / "a.xlsx", HEADER, a_visit_row()), bytes(2**21)
    with ZipFile(bomb, "a", ZIP_DEFLATED) as packed:
        packed.writestr("xl/media/bomb.bin", zeros)
    small, large = (each.to_bytes(4, "little") for each in (16, len(zeros)))
    lying = bomb.read_bytes().replace(
        zlib.crc32(zeros).to_bytes(4, "little"), zlib.crc32(bytes(16)).to_bytes(4, "little")
    )
    bomb.write_bytes(lying.replace(large, small))

    assert "解压后过大" in refused(bomb)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ({"家庭编号": "=A1"}, "以 = 开头"),
        ({"备注": "=HYPERLINK(0)"}, "以 = 开头"),
        ({"地点": 510104199001011234}, "超过 15 位的数字已被表格软件改写"),
        ({"地点": "5.10104E+17"}, "科学计数法"),
        ({"走访对象": "路人"}, "须为下列之一:青年农民工、困难家庭青少年"),
        ({"日期": "2021-02-30"}, "没有 2021-02-30 这一天"),
    ],
    ids=["formula in a key", "formula in a note", "18 digits", "rounded", "no such code", "no such day"],
)
def test_a_cell_that_cannot_be_meant_is_named_with_its_row(tmp_path: Path, cell: dict[str, Any], why: str) -> None:
    rows, [flaw] = read(xlsx_of_text(tmp_path, cell))

    assert rows == []
    assert (flaw.number, flaw.field) == (2, next(iter(cell)))
    assert why in flaw.reason


def xlsx_of_text(folder: Path, cell: dict[str, Any]) -> Path:
    """Write a row as a spreadsheet holds it: text that looks like a formula stays text."""
    row = a_visit_row(**cell)

    def as_text(_book: Any, page: Any) -> None:
        for column, each in enumerate(row):
            if isinstance(each, str):
                page.write_string(1, column, each)

    plain = [each if not isinstance(each, str) else "" for each in row]
    return xlsx_of(folder / "a.xlsx", HEADER, plain, also=as_text)


def test_every_flaw_of_every_row_is_told_at_once(tmp_path: Path) -> None:
    sheet = csv_of(
        tmp_path / "a.csv",
        HEADER,
        a_visit_row(走访对象="路人", 日期="2021-02-30"),
        a_visit_row(),
        a_visit_row(备注="=1"),
    )

    rows, flaws = read(sheet)

    assert [row.number for row in rows] == [3]
    assert [(flaw.number, flaw.field) for flaw in flaws] == [(2, "日期"), (2, "走访对象"), (4, "备注")]
