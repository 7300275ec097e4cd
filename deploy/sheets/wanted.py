"""What a person names when a sheet comes or goes: a kind of ours, or a sheet of another system."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from deploy.sheets.cells import Cell
from deploy.sheets.kinds import ID, ID_LABEL, Column, Kind, KindUnknown, kinds
from deploy.sheets.layout import Layout, own_layout
from deploy.sheets.maps import maps
from deploy.sheets.table import Table


@dataclass(frozen=True)
class Wanted:
    """A sheet by its title: the kind of its rows, its columns, and how its header is read."""

    title: str
    kind: Kind
    columns: tuple[Column, ...]
    id_label: str
    layout: Callable[[Table], Layout]

    @property
    def header(self) -> list[str]:
        """The labels of its columns, its id first unless that is one of them."""
        labels = [each.label for each in self.columns]
        return labels if self.id_label in labels else [self.id_label, *labels]

    def line(self, row: Mapping[str, Any]) -> list[Cell]:
        """Show what a door answered as a line under the header."""
        known = {each.label: each for each in self.columns}
        return [known[each].show(row.get(known[each].name)) if each in known else row[ID] for each in self.header]


def sheets() -> Iterator[Wanted]:
    """List every sheet: ours, then those of other systems."""
    for kind in kinds():
        yield Wanted(kind.title, kind, kind.columns, ID_LABEL, partial(own_layout, kind))
    for each in maps():
        yield Wanted(each.title, each.kind, each.columns, each.id, each.layout)


def wanted(name: str) -> Wanted:
    """Find a sheet by its title or by the name of its kind; raises KindUnknown."""
    known = list(sheets())
    for each in known:
        if name in {each.title, each.kind.name}:
            return each
    raise KindUnknown(name, [each.title for each in known])
