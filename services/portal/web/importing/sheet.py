"""A sheet as it came in: read within bounds, each row named by what it says; nothing of it is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any

from services.portal.sheets.keys import SiteKeys
from services.portal.sheets.kinds import Column
from services.portal.sheets.layout import Layout
from services.portal.sheets.reading import table_from
from services.portal.sheets.rows import Flaw, Row, rows_of
from services.portal.sheets.table import SheetUnreadable, Table
from services.portal.sheets.wanted import Wanted
from services.portal.web.asking import client, directory
from services.portal.web.forms.controls import Control, control_of
from services.portal.web.forms.naming import names

MOST_BYTES = 10 * 2**20
MOST_ROWS = 20_000

_READING = BoundedSemaphore(2)
"""A workbook may unpack to a hundred times its size: so many are unpacked at once."""


@dataclass(frozen=True)
class HandedIn:
    """What a file says under a sheet's columns, and what of it cannot be read."""

    asked: Wanted
    digest: str
    """Tells this file, read in this way, from any other."""
    table: Table
    layout: Layout
    rows: list[Row]
    flaws: list[Flaw]

    @property
    def total(self) -> int:
        """How many rows say something, the sample aside."""
        return len(self.rows) + len({each.number for each in self.flaws})


def handed_in(asked: Wanted, content: bytes, given: Mapping[str, str]) -> HandedIn:
    """Read a file as a sheet; raises SheetUnreadable with one sentence that says why not."""
    with _READING:
        table = table_from(content, asked.title)
    if len(table.lines) > MOST_ROWS:
        raise SheetUnreadable(f"表有 {len(table.lines):,} 行,在网页上一次最多导入 {MOST_ROWS:,} 行;请分成几张")
    layout = asked.layout(table, given, SiteKeys(client()))
    rows, flaws = rows_of(table, layout, _by_name)
    return HandedIn(asked, _digest(asked, content, given), table, layout, rows, flaws)


def _digest(asked: Wanted, content: bytes, given: Mapping[str, str]) -> str:
    how = "|".join([asked.title, *(f"{name}={value}" for name, value in sorted(given.items()))])
    return hashlib.sha256(how.encode() + b"\0" + content).hexdigest()


def _by_name(column: Column, value: Any) -> Any:
    """Take places and organisations by their names too; what fits none stays as it is, to be refused."""
    index, control = names(directory().frame), control_of(column.name, column.field)
    if control in {Control.PLACE, Control.ORGANISATION}:
        return index.place_of(value) if control is Control.PLACE else index.organisation_of(value)
    if control in {Control.PLACES, Control.ORGANISATIONS}:
        return [(index.place_of if control is Control.PLACES else index.organisation_of)(each) for each in value]
    return value
