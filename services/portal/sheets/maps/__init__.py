"""The sheets of other systems: which of their columns is which field of ours is data, a file for each sheet."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from services.portal.sheets.cells import Cell, text_of
from services.portal.sheets.kinds import Column, Kind, kind_named

FOLDER = Path(__file__).parent

KeysOf = Callable[[str, str, Sequence[str]], Mapping[str, str]]
"""Gives our keys for another system's numbers: of which kind, of which system, and which numbers."""


@dataclass(frozen=True)
class TheirColumn(Column):
    """A column under another system's label: its words stand for our codes, its keys for keys of ours."""

    words: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] | None = None

    def read(self, cell: Cell) -> Any:
        """Turn their cell into what the door takes; raises CellUnreadable."""
        if self.keys is not None:
            return self.keys[text_of(cell)]
        said = text_of(cell) if self.words else cell
        return super().read(self.words.get(str(said), said))

    def show(self, value: Any) -> Cell:
        """Turn what the door answered into their words; of a key only ours is known."""
        shown = super().show(value)
        theirs = {word: each for each, word in self.words.items()}
        return theirs.get(str(value), theirs.get(str(shown), shown))


@dataclass(frozen=True)
class Map:
    """How one sheet of another system is read and written."""

    title: str
    system: str
    kind: Kind
    id: str
    columns: Mapping[str, str]
    keys: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    constants: Mapping[str, str]

    def columns_with(self, keys: Mapping[str, Mapping[str, str]]) -> tuple[TheirColumn, ...]:
        """Give their columns, with our keys for their numbers by the name of the column."""
        ours = {each.name: each for each in self.kind.columns}
        return tuple(
            TheirColumn(
                name,
                label,
                ours[name].field,
                ours[name].in_yuan,
                self.words.get(name, {}),
                keys.get(name, {}) if name in self.keys else None,
            )
            for label, name in self.columns.items()
        )


def maps() -> Iterator[Map]:
    """Read every map from its file."""
    for path in sorted(FOLDER.glob("*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        parts = {name: told.get(name, {}) for name in ("columns", "keys", "words", "constants")}
        yield Map(told["title"], told["system"], kind_named(told["kind"]), told["id"], **parts)
