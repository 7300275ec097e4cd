"""Which column of a sheet is which field: in our own templates, and in the sheets of other systems."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

import orjson

from services.portal.sheets.cells import CellUnreadable, says, text_of
from services.portal.sheets.kinds import Column, Kind
from services.portal.sheets.maps import KeysOf, Map
from services.portal.sheets.table import SheetUnreadable, Table

SHEETS = UUID("6e75616e-646f-4e67-8000-736865657473")
RESULT = "结果"
ID_HEADER = re.compile("(?:id|编号)(?:[(\uff08]本表号 ?([0-9a-f]{8})[)\uff09])?")


@dataclass(frozen=True)
class Layout:
    """How the lines of one sheet are read: a column or None for each cell, where the id stands, and what all share."""

    kind: Kind
    columns: tuple[Column | None, ...]
    id_at: int | None
    number: str = ""
    keys: Mapping[str, str] | None = None
    constants: Mapping[str, Any] = field(default_factory=dict)

    def id_of(self, stated: str, fields: Mapping[str, Any], seen: Counter[bytes], taken: Container[str]) -> str:
        """Name a row: by another system's number, by our own id, or else by what it says, so that it is known again."""
        if stated:
            return stated if self.keys is None else self.keys[stated]
        said = orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)
        id = self._id_of_what_it_says(said, seen)
        while id in taken:  # an equal row of this sheet bears it already
            id = self._id_of_what_it_says(said, seen)
        return id

    def _id_of_what_it_says(self, said: bytes, seen: Counter[bytes]) -> str:
        """Tell equal rows of one sheet apart by their count; a sheet that comes again gives the same ids again."""
        seen[said] += 1
        return str(uuid5(SHEETS, f"{self.kind.name}|{self.number}|{seen[said]}|{said.decode()}"))


def own_layout(table: Table, kind: Kind, given: Mapping[str, str]) -> Layout:
    """Read the header of our own template, or one that a person wrote with its words; raises SheetUnreadable."""
    known = {each.name: each for each in kind.columns} | {each.label: each for each in kind.columns}
    ids = [n for n, each in enumerate(table.header) if ID_HEADER.fullmatch(each)]
    labels = [each for n, each in enumerate(table.header) if each != RESULT and n not in ids]
    if strange := [each for each in labels if each not in known]:
        usable = "、".join(each.label for each in kind.columns)
        raise SheetUnreadable(f"这不是“{kind.title}”表:没有名为“{'”“'.join(strange)}”的列;可用:{usable}")
    constants = constants_of(kind, given)
    _must_be_whole(kind, [*(known[each].name for each in labels), *constants])
    found = ID_HEADER.fullmatch(table.header[ids[0]]) if ids else None
    columns = tuple(known.get(each) if n not in ids else None for n, each in enumerate(table.header))
    return Layout(kind, columns, ids[0] if ids else None, str((found and found[1]) or ""), constants=constants)


def their_layout(table: Table, map: Map, given: Mapping[str, str], keys_of: KeysOf) -> Layout:
    """Find another system's columns in its sheet; what no field follows from is never read. Raises SheetUnreadable."""
    if missing := [each for each in (map.id, *map.columns) if each not in table.header]:
        raise SheetUnreadable(f"这不是“{map.title}”表:缺少“{'”“'.join(dict.fromkeys(missing))}”列")
    constants = constants_of(map.kind, {**map.constants, **given})
    _must_be_whole(map.kind, [*map.columns.values(), *constants])
    at = {name: table.header.index(label) for label, name in map.columns.items() if name in map.keys}
    keys = {name: keys_of(map.keys[name], map.system, _numbers(table, n)) for name, n in at.items()}
    known, id_at = {each.label: each for each in map.columns_with(keys)}, table.header.index(map.id)
    return Layout(
        map.kind,
        tuple(known.get(each) for each in table.header),
        id_at,
        keys=keys_of(map.kind.name, map.system, _numbers(table, id_at)),
        constants=constants,
    )


def _numbers(table: Table, at: int) -> list[str]:
    """List the numbers of a column; one that cannot be read is told when its row is."""
    found: dict[str, None] = {}
    for line in table.lines:
        with suppress(CellUnreadable):
            found |= {text_of(line.cells[at]): None} if says(line.cells[at]) else {}
    return list(found)


def constants_of(kind: Kind, given: Mapping[str, str]) -> dict[str, Any]:
    """Read what all rows of a sheet share and no column says; raises SheetUnreadable."""
    known = {each.name: each for each in kind.columns} | {each.label: each for each in kind.columns}
    if strange := [each for each in given if each not in known]:
        raise SheetUnreadable(f"“{kind.title}”没有名为“{'”“'.join(strange)}”的列")
    try:
        return {known[each].name: known[each].read(said) for each, said in given.items()}
    except CellUnreadable as error:
        raise SheetUnreadable(str(error)) from error


def _must_be_whole(kind: Kind, given: list[str]) -> None:
    if missing := [each.label for each in kind.columns if each.required and each.name not in given]:
        raise SheetUnreadable(f"这不是完整的“{kind.title}”表:缺少“{'”“'.join(missing)}”列")
    if len(set(given)) < len(given):
        raise SheetUnreadable("表头有重复的列")
