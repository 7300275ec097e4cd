"""What a person names when a sheet comes or goes: a kind of ours, or a sheet of another system."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from services.portal.sheets.cells import Cell
from services.portal.sheets.kinds import ID, ID_LABEL, Column, Kind, KindUnknown, kinds
from services.portal.sheets.layout import Layout, own_layout, their_layout
from services.portal.sheets.maps import KeysOf, Map, maps
from services.portal.sheets.table import Table


@dataclass(frozen=True)
class Wanted:
    """A sheet by its title: the kind of its rows, and the map it is read by where it is another system's."""

    title: str
    kind: Kind
    map: Map | None = None

    @property
    def names(self) -> set[str]:
        """What it may be called."""
        return {self.title} if self.map else {self.title, self.kind.name}

    def layout(self, table: Table, given: Mapping[str, str], keys_of: KeysOf) -> Layout:
        """Find the columns of a sheet that came in; raises SheetUnreadable."""
        if self.map:
            return their_layout(table, self.map, given, keys_of)
        return own_layout(table, self.kind, given)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of a sheet that goes out."""
        return self.map.columns_with({}) if self.map else self.kind.columns

    @property
    def header(self) -> list[str]:
        """The labels of its columns, its id first unless that is one of them."""
        labels, id_label = [each.label for each in self.columns], self.map.id if self.map else ID_LABEL
        return labels if id_label in labels else [id_label, *labels]

    def line(self, row: Mapping[str, Any]) -> list[Cell]:
        """Show what a door answered as a line under the header."""
        said = [each.show(row.get(each.name)) for each in self.columns]
        return said if len(said) == len(self.header) else [row[ID], *said]


@cache
def sheets() -> tuple[Wanted, ...]:
    """List every sheet: ours, then those of other systems."""
    return *(Wanted(kind.title, kind) for kind in kinds()), *(Wanted(each.title, each.kind, each) for each in maps())


def wanted(name: str) -> Wanted:
    """Find a sheet by its title or by the name of its kind; raises KindUnknown."""
    for each in sheets():
        if name in each.names:
            return each
    raise KindUnknown(name, [each.title for each in sheets()])
