"""The sheets of other systems: which of their columns is which field of ours is data, a file for each sheet."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid5

from deploy.sheets.cells import Cell, text_of
from deploy.sheets.kinds import Column, Kind, kind_named
from deploy.sheets.layout import SHEETS, Layout, must_be_whole
from deploy.sheets.table import SheetUnreadable, Table

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class TheirColumn(Column):
    """A column under another system's label, with its words for our codes; a key of theirs becomes one of ours."""

    words: Mapping[str, str] = field(default_factory=dict)
    keys_of: str = ""

    def read(self, cell: Cell) -> Any:
        """Turn their cell into what the door takes; raises CellUnreadable."""
        if self.keys_of:
            return str(uuid5(SHEETS, f"{self.keys_of}|{text_of(cell)}"))
        said = text_of(cell) if self.words else cell
        return super().read(self.words.get(str(said), said))

    def show(self, value: Any) -> Cell:
        """Turn what the door answered into their words."""
        shown = super().show(value)
        ours = {word: theirs for theirs, word in self.words.items()}
        return ours.get(str(value), ours.get(str(shown), shown))


@dataclass(frozen=True)
class Map:
    """How one sheet of another system is read and written."""

    title: str
    system: str
    kind: Kind
    id: str
    columns: tuple[TheirColumn, ...]
    constants: Mapping[str, Any]

    def layout(self, table: Table) -> Layout:
        """Find their columns in a sheet; those that no field asks for are left unread. Raises SheetUnreadable."""
        if missing := [each for each in (self.id, *self.labels) if each not in table.header]:
            raise SheetUnreadable(f"这不是“{self.title}”表:缺少“{'”“'.join(missing)}”列")
        must_be_whole(self.kind, [*(each.name for each in self.columns), *self.constants])
        known = {each.label: each for each in self.columns}
        columns = tuple(known.get(each) for each in table.header)
        at = table.header.index(self.id)
        return Layout(self.kind, columns, at, system=self.system, constants=self.constants)

    @property
    def labels(self) -> list[str]:
        """Name their columns that fields of ours follow from."""
        return [each.label for each in self.columns if each.required]


def maps() -> Iterator[Map]:
    """Read every map."""
    for path in sorted(FOLDER.glob("*.toml")):
        yield _map(tomllib.loads(path.read_text(encoding="utf-8")))


def _map(told: Mapping[str, Any]) -> Map:
    kind = kind_named(told["kind"])
    ours = {each.name: each for each in kind.columns}
    keys, words = told.get("keys", {}), told.get("words", {})
    columns = tuple(
        TheirColumn(name, label, ours[name].field, ours[name].in_yuan, words.get(name, {}), keys.get(name, ""))
        for label, name in told["columns"].items()
    )
    return Map(told["title"], told["system"], kind, told["id"], columns, told.get("constants", {}))
