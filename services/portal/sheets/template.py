"""Writes the empty sheet of a kind: headers, lists to choose from, a sample row, and a page of notes."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from marshmallow import ValidationError, fields, validate

from services.portal.sheets.codes import Code
from services.portal.sheets.kinds import ID_LABEL, Column, Kind
from services.portal.sheets.rows import SAMPLE
from services.portal.sheets.values import value_of
from services.portal.sheets.writing import PLAIN, page_name

CHOICES, NOTES, CODES = "选项", "说明", "地点与组织"
ROWS_TO_FILL = 5_000
SAMPLE_ID = f"{SAMPLE}(本行不会记录)"
EXAMPLE = re.compile(r"如 ?([^\s,、;]+)")
USUAL = (
    "510104017000", "2021-12-05", "2022-01-17 08:00", "08:00", "00000000-0000-4000-8000-000000000001", "是", "示例",
    "SC-0001",
)  # fmt: skip
HOW = (
    "一行一条;红色表头为必填。不要合并单元格,不要填公式。示例行不会记录,可以保留。",
    "“编号”列一般留空:系统按内容编号,同一张表交几次都不会重复记录。",
    "交表:在网页的列表上点“导入表格”,先检查、后记录;每行要么整行记录,要么不记录。",
    "有错的行会连同原因写回一张同样的表,改好再交。",
    "地点写代码,组织写编号;在网页上导入时,也可以写“地点与组织”页上的名称。",
)


def write_template(path: Path, kind: Kind, codes: Sequence[Code] = ()) -> None:
    """Write the template; each bears a number of its own, so that equal rows of two sheets are two rows."""
    with xlsxwriter.Workbook(str(path), PLAIN) as book:
        page, notes, choices = (book.add_worksheet(each) for each in (page_name(kind.title), NOTES, CHOICES))
        choices.hide()
        _head(book, page, kind, secrets.token_hex(4))
        for number, column in enumerate(kind.columns, 1):
            _offer(page, choices, number, column)
        _sample(book, page, kind)
        _explain(book, notes, kind)
        if codes:
            _list(book, codes)


def _head(book: Any, page: Any, kind: Kind, number: str) -> None:
    optional = book.add_format({"bold": True, "bg_color": "#E8EEF7", "text_wrap": True, "valign": "top"})
    required = book.add_format({"bold": True, "bg_color": "#E8EEF7", "font_color": "#C00000", "text_wrap": True})
    as_text = book.add_format({"num_format": "@"})
    page.freeze_panes(1, 1)
    page.set_column(0, 0, 24, as_text)
    page.write_string(0, 0, f"{ID_LABEL}(本表号 {number})", optional)
    for at, column in enumerate(kind.columns, 1):
        page.set_column(at, at, 20, None if isinstance(column.field, fields.Number) else as_text)
        page.write_string(0, at, column.label, required if column.required else optional)
        page.write_comment(0, at, asked(column))


def _offer(page: Any, choices: Any, at: int, column: Column) -> None:
    """Let the spreadsheet itself refuse what is not on the list, or no number of the range."""
    if column.choices and not isinstance(column.field, fields.List):
        choices.write_column(0, at, column.choices)
        letter = xlsxwriter.utility.xl_col_to_name(at)
        source = f"={CHOICES}!${letter}$1:${letter}${len(column.choices)}"
        page.data_validation(1, at, ROWS_TO_FILL, at, {"validate": "list", "source": source})
    elif bounds := _bounds(column):
        rule = {"validate": "integer", "criteria": "between", "minimum": bounds.min, "maximum": bounds.max}
        page.data_validation(1, at, ROWS_TO_FILL, at, {**rule, "error_message": asked(column)[:250]})


def _bounds(column: Column) -> validate.Range | None:
    found = (each for each in column.field.validators if isinstance(each, validate.Range))
    return None if column.in_yuan else next(found, None)


def _sample(book: Any, page: Any, kind: Kind) -> None:
    grey = book.add_format({"italic": True, "font_color": "#808080", "num_format": "@"})
    page.write_string(1, 0, SAMPLE_ID, grey)
    for at, column in enumerate(kind.columns, 1):
        page.write_string(1, at, sample(column), grey)


def _explain(book: Any, notes: Any, kind: Kind) -> None:
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    notes.set_column(0, 1, 16, wrap)
    notes.set_column(2, 3, 60, wrap)
    notes.write_string(0, 0, f"{kind.title}({kind.name})", bold)
    for row, line in enumerate(HOW, 1):
        notes.write_string(row, 0, line)
    notes.write_row(len(HOW) + 2, 0, ("列", "必填", "填什么", "示例"), bold)
    for row, column in enumerate(kind.columns, len(HOW) + 3):
        notes.write_row(row, 0, (column.label, "必填" if column.required else "", asked(column), sample(column)), wrap)


def _list(book: Any, codes: Sequence[Code]) -> None:
    page, bold = book.add_worksheet(CODES), book.add_format({"bold": True})
    page.set_column(0, 0, 8)
    page.set_column(1, 2, 40)
    page.write_row(0, 0, ("类别", "名称", "代码或编号"), bold)
    for row, code in enumerate(codes, 1):
        for column, said in enumerate(code):
            page.write_string(row, column, said)


def asked(column: Column) -> str:
    """Say what a column asks for, as its declaration has it."""
    return ";".join(_asked(column))


def _asked(column: Column) -> Iterator[str]:
    many = isinstance(column.field, fields.List)
    if column.written_as:
        yield f"每项写成“{column.written_as}”"
    if column.choices:
        yield f"{'下列一项或几项' if many else '下列之一'}:{'、'.join(column.choices)}"
    elif column.in_yuan:
        yield "金额,单位元,最多两位小数"
    else:
        yield from filter(None, (_named(column.inner), *map(_ruled, column.inner.validators)))
    if many:
        yield "几项之间用“;”隔开"


def _named(field: fields.Field[Any]) -> str:
    names: dict[type, str] = {
        fields.Date: "日期,如 2021-12-05",
        fields.Time: "时刻,如 08:00",
        fields.DateTime: "日期和时间,如 2022-01-17 08:00",
        fields.Boolean: "是 或 否",
        fields.UUID: "UUID 编号",
    }
    return next((said for kind, said in names.items() if isinstance(field, kind)), "")


def _ruled(rule: Any) -> str:
    if isinstance(rule, validate.Regexp) and "控制字符" in str(rule.error):
        return ""
    return str(getattr(rule, "error", "") or "").removeprefix("须为").strip()


def sample(column: Column) -> str:
    """Give a value that a row could hold."""
    if isinstance(column.inner, fields.Nested):
        return ":".join(sample(Column(name, name, each)) for name, each in column.inner.schema.fields.items())
    if column.choices:
        return column.choices[0]
    if column.in_yuan:
        return "200.00"
    if bounds := _bounds(column):
        return str(max(int(bounds.min or 0), 1))
    return _sample_of(column.inner) if column.required else ""


def _sample_of(field: fields.Field[Any]) -> str:
    """Give what the field itself shows as an example, or else the first usual value that it takes."""
    shown = [found[1] for rule in field.validators if (found := EXAMPLE.search(str(getattr(rule, "error", ""))))]
    return next((each for each in (*shown, *USUAL) if _takes(field, each)), "")


def _takes(field: fields.Field[Any], said: str) -> bool:
    try:
        field.deserialize(value_of(said, field))
    except ValidationError:
        return False
    return True
