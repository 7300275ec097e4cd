"""What may be handed in as a sheet: every act, and the register entries that a service lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from marshmallow import Schema, fields

from services.portal.sheets.cells import Cell
from services.portal.sheets.values import fen_of, pattern_of, shown, value_of
from shared.facts import Act
from shared.forms import schema_of

SERVICES = ("outreach", "jobs", "volunteers", "children")
ID, ID_LABEL = "id", "编号"
FEN, IN_FEN = "_fen", re.compile("(?<=[(\uff08])分")


class KindUnknown(Exception):
    """No sheet of this name; the sentence lists those there are."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        """Say which name it was, and which there are."""
        super().__init__(f"没有名为“{name}”的表;可用:{'、'.join(known)}")


@dataclass(frozen=True)
class Column:
    """One column of a sheet, above one field of a form."""

    name: str
    label: str
    field: fields.Field[Any]
    in_yuan: bool = False

    @property
    def required(self) -> bool:
        """Whether a row without it is refused."""
        return self.field.required

    @property
    def inner(self) -> fields.Field[Any]:
        """The field of one value, also where a cell holds many."""
        return self.field.inner if isinstance(self.field, fields.List) else self.field

    @property
    def choices(self) -> tuple[str, ...]:
        """The labels of a closed list."""
        inner = self.inner
        return tuple(str(getattr(each, "label", each.value)) for each in getattr(inner, "enum", ()))

    @property
    def written_as(self) -> str:
        """How rows within a cell are written."""
        return pattern_of(self.inner) if isinstance(self.inner, fields.Nested) else ""

    def read(self, cell: Cell) -> Any:
        """Turn a cell into what the door takes; raises CellUnreadable."""
        return fen_of(cell) if self.in_yuan else value_of(cell, self.field)

    def show(self, value: Any) -> Cell:
        """Turn what the door answered into a cell."""
        return value / 100 if self.in_yuan and value is not None else shown(value, self.field)


@dataclass(frozen=True)
class Kind:
    """One kind of sheet: whose it is, what people call it, the form of a row and the door that takes many."""

    service: str
    name: str
    title: str
    door: str
    schema: Schema
    single: str = "record"
    """The door of a single row, whose roles are those of the whole sheet."""

    @property
    def named(self) -> str:
        """Its title, and its name for programs."""
        return f"{self.title}({self.name})"

    @property
    def rehearsal(self) -> str:
        """The door that says what the other would refuse, and records nothing."""
        return "rehearse_many" if self.is_act else "rehearse_entries"

    @property
    def lookup(self) -> str:
        """The door that says which ids were recorded before."""
        return "recorded_among" if self.is_act else "entered_among"

    @property
    def is_act(self) -> bool:
        """Whether its rows are acts, which a service can list."""
        return self.door == "record_many"

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of its sheet, in the order of the form."""
        return tuple(_column(name, field) for name, field in self.schema.fields.items())


def _column(name: str, field: fields.Field[Any]) -> Column:
    label = str(field.metadata.get("label", name))
    if name.endswith(FEN):
        in_yuan = IN_FEN.sub("元", label)
        return Column(name, in_yuan if in_yuan != label else f"{label}(元)", field, in_yuan=True)
    return Column(name, label, field)


@cache
def kinds() -> tuple[Kind, ...]:
    """List every kind of sheet, read once from the declarations: every page of sheets looks a kind up."""
    return tuple(each for service in SERVICES for each in _kinds_of(service))


def _kinds_of(service: str) -> Iterator[Kind]:
    for fact in import_module(f"services.{service}.facts").FACTS:
        if issubclass(fact, Act):
            yield Kind(service, fact.__name__, fact.title, "record_many", schema_of(fact))
    for sheet in getattr(import_module(f"services.{service}.schemas"), "SHEETS", ()):
        yield Kind(service, sheet.kind, sheet.title, "enter_many", sheet.form(), sheet.door)


def kind_named(name: str) -> Kind:
    """Find a kind by its name or its title; raises KindUnknown."""
    for each in kinds():
        if name in {each.name, each.title}:
            return each
    raise KindUnknown(name, [each.named for each in kinds()])
