"""Reads a CSV sheet of acts into the rows that `record_many` takes."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from shared.facts import Act
from shared.forms import schema_of

SHEETS = UUID("6e75616e-646f-4e67-8000-736865657473")
ENCODINGS = ("utf-8-sig", "gb18030")
BETWEEN = ";;、|"


class SheetUnreadable(Exception):
    """A file that is no CSV sheet of acts; the sentence says why."""


def text_of(path: Path) -> str:
    """Decode a sheet that is UTF-8, with or without BOM, or GBK; raises SheetUnreadable."""
    content = path.read_bytes()
    if b"\0" in content:
        raise SheetUnreadable(f"{path} 不是 CSV 文本(内含二进制内容);请在表格软件中另存为 CSV")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetUnreadable(f"{path} 既不是 UTF-8 也不是 GBK 编码;请另存为 CSV UTF-8")


def rows_of(path: Path, kind: type[Act]) -> list[dict[str, Any]]:
    """Read a sheet: a header of field codes or Chinese labels, a row an act; raises SheetUnreadable."""
    reader = csv.reader(io.StringIO(text_of(path), newline=""), strict=True)
    try:
        header = next(reader, None)
        if not header:
            raise SheetUnreadable(f"{path} 是空的:第一行须为表头")
        columns = [_column(name, kind, path) for name in header]
        return list(
            _identified(path, kind, (_row(columns, cells, path, n) for n, cells in enumerate(reader, 2) if cells))
        )
    except csv.Error as error:
        raise SheetUnreadable(f"{path} 第 {reader.line_num} 行不是合格的 CSV:{error}") from error


def _column(name: str, kind: type[Act], path: Path) -> str:
    fields = schema_of(kind).fields
    labels = {str(field.metadata.get("label")): code for code, field in fields.items()}
    code = labels.get(name.strip(), name.strip())
    if code != "id" and code not in fields:
        raise SheetUnreadable(f"{path} 的表头“{name}”不是“{kind.title}”的填报项;可用:{'、'.join(labels)}")
    return code


def _row(columns: list[str], cells: list[str], path: Path, number: int) -> dict[str, str]:
    if len(cells) > len(columns):
        raise SheetUnreadable(f"{path} 第 {number} 行有 {len(cells)} 格,表头只有 {len(columns)} 格")
    return {column: cell.strip() for column, cell in zip(columns, cells, strict=False) if cell.strip()}


def _identified(path: Path, kind: type[Act], rows: Iterator[dict[str, str]]) -> Iterator[dict[str, Any]]:
    """Give each row an id that follows from file and row, so that a sheet sent again changes nothing."""
    seen: Counter[str] = Counter()
    for row in rows:
        said = json.dumps(row, sort_keys=True, ensure_ascii=False)
        seen[said] += 1
        id = row.get("id") or str(uuid5(SHEETS, f"{kind.__name__}|{path.name}|{seen[said]}|{said}"))
        yield {**_typed(row, kind), "id": id}


def _typed(row: Mapping[str, str], kind: type[Act]) -> dict[str, Any]:
    fields = schema_of(kind).fields
    return {name: _codes(cell, fields[name]) for name, cell in row.items() if name != "id"}


def _codes(cell: str, field: Any) -> Any:
    """Turn a cell into what the door takes: lists are split, Chinese labels become codes."""
    inner = getattr(field, "inner", None)
    if inner is not None:
        for mark in BETWEEN[1:]:
            cell = cell.replace(mark, BETWEEN[0])
        return [_codes(each.strip(), inner) for each in cell.split(BETWEEN[0]) if each.strip()]
    labels = {each.label: each.value for each in getattr(field, "enum", ())}
    return labels.get(cell, cell)
