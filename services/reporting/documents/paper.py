"""What templates are filled with: every field an office may use, and which of them a document must show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, get_args, get_type_hints

MAY_BE_LEFT_OUT = {"spare": True}


def spare() -> Any:
    """Declare a field that a template may leave out."""
    return field(metadata=MAY_BE_LEFT_OUT)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One indicator of a table."""

    name: str
    unit: str
    now: str
    late: str
    total: str
    parts: str = spare()


@dataclass(frozen=True, kw_only=True)
class Table:
    """One line of action."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class LateRow:
    """What came late for one month and one indicator."""

    month: str
    line: str
    name: str
    unit: str
    late: str


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What every document has: its heading, its tables, and where its figures come from."""

    kind: str
    period: str
    season: str
    now_title: str
    total_title: str
    tables: tuple[Table, ...]
    late_rows: tuple[LateRow, ...]
    notes: tuple[str, ...]
    as_of: str = spare()


@dataclass(frozen=True, kw_only=True)
class ReturnPaper(Paper):
    """One city's return."""

    city: str
    highlights: tuple[str, ...]
    problems: tuple[str, ...]
    next_steps: tuple[str, ...]
    signed_on: str
    state: str = spare()
    revision: int = spare()
    due: str = spare()
    submitted: str = spare()
    seal: str = spare()


@dataclass(frozen=True, kw_only=True)
class CityRow:
    """How one city stands with its return."""

    name: str
    state: str
    submitted: str
    on_time: str
    confirmed: str = spare()


@dataclass(frozen=True, kw_only=True)
class Column:
    """The head of one column of a table of cities."""

    name: str
    unit: str


@dataclass(frozen=True, kw_only=True)
class PlaceRow:
    """One city's figures, or the province's, in the columns of its table."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Annex:
    """A table of the cities: as many columns as a page is wide."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[PlaceRow, ...]


@dataclass(frozen=True, kw_only=True)
class ProvincePaper(Paper):
    """The province's summary of one month."""

    expected: int
    submitted: int
    completeness: str
    timeliness: str
    cities: tuple[CityRow, ...]
    annexes: tuple[Annex, ...]
    on_time: int = spare()
    accepted: int = spare()
    missing: str = spare()
    due: str = spare()


def offered(kind: type[Any], above: str = "") -> Iterator[str]:
    """Name every field that a template may use, those of rows behind a dot."""
    return (name for name, _ in _fields(kind, above))


def needed(kind: type[Any]) -> Iterator[str]:
    """Name every field that a document is not complete without."""
    return (name for name, spared in _fields(kind, "") if not spared)


def _fields(kind: type[Any], above: str) -> Iterator[tuple[str, bool]]:
    hints = get_type_hints(kind)
    for each in fields(kind):
        name = f"{above}{each.name}"
        yield name, bool(each.metadata)
        inner = next(iter(get_args(hints[each.name])), None)
        if is_dataclass(inner):
            yield from _fields(inner, f"{name}.")  # type: ignore[arg-type] # a type, for hints hold no instances
