"""The door of sheets: many entries of a register at once, each as if through the door it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any, ClassVar
from uuid import UUID

from marshmallow import Schema, fields
from sqlalchemy import Select, select

from shared.acts import MOST_ROWS, TooManyRows
from shared.answered import are_first, first_answers, keep_answers
from shared.database import taken_back
from shared.desk import Desk
from shared.facts import stem
from shared.forms import Seen, Sheet, fingerprint, id_in, ids_in, load_row
from shared.identity import Role
from shared.refusals import IdAlreadyUsed, Refusal, Refused, UnknownKind
from shared.rows import MOST_ROWS as MOST_LISTED
from shared.rows import lies_within, turned
from shared.worker.doors import Doors, Method, keyed, read


@dataclass(frozen=True)
class Entry:
    """One row as its form took it."""

    row: int
    id: UUID
    said: Mapping[str, Any]
    digest: str


class SheetDoors(Doors):
    """Enters the rows of a service's sheets."""

    sheets: ClassVar[tuple[Sheet, ...]]
    sheet_tables: ClassVar[Mapping[str, Any]] = MappingProxyType({})
    """For each kind whose entries can be listed, the table they lie in, its columns named as the form's fields."""

    @keyed()
    def enter_many(self, desk: Desk, kind: str, rows: list[dict[str, Any]]) -> list[Any]:
        """Enter up to 10,000 rows, all or none, for whoever may pass the door of a single one."""
        return self._entered(desk, kind, rows)

    @keyed()
    def rehearse_entries(self, desk: Desk, kind: str, rows: list[dict[str, Any]]) -> None:
        """Refuse what entering these rows would be refused for, and enter none."""
        with taken_back(desk.session):
            self._entered(desk, kind, rows)

    @read()
    def entered_among(self, desk: Desk, kind: str, ids: list[str]) -> list[UUID]:
        """Tell under which of these ids rows of a kind were entered, for whoever may pass the door of a single one."""
        self._door(desk, kind)
        return list(first_answers(desk.session, self._sheet(kind).door, ids_in(ids)))

    def _entered(self, desk: Desk, kind: str, rows: list[dict[str, Any]]) -> list[Any]:
        sheet, door = self._sheet(kind), self._door(desk, kind)
        if len(rows) > MOST_ROWS:
            raise TooManyRows("rows", most=MOST_ROWS, given=len(rows))
        return _answers(desk, sheet.door, partial(door.__wrapped__, self), _entries(door.accepted, rows))

    @read(*Role)
    def entries(
        self, desk: Desk, kind: str, place: str | None = None, after: UUID | None = None, limit: int = 100
    ) -> list[dict[str, Any]]:
        """List a register's entries within the caller's scope as their form asks for them, from after an id."""
        form, table = self._register(kind)
        query = _in_scope(desk, table, place).order_by(table.id).limit(min(limit, MOST_LISTED))
        if after:
            query = query.where(table.id > after)
        return _said(desk, form, query)

    @read(*Role)
    def entries_by_day(
        self,
        desk: Desk,
        kind: str,
        place: str | None = None,
        after: list[str] | None = None,
        limit: int = 100,
        organisation: UUID | None = None,
        *,
        newest: bool = False,
    ) -> list[dict[str, Any]]:
        """List a register's entries by the first day that their form demands, from after [that day, id]."""
        form, table = self._register(kind)
        query = _in_scope(desk, table, place)
        if organisation:
            query = query.where(table.organisation == organisation)
        day = getattr(table, _day_of(form))
        return _said(desk, form, turned(query, day, table.id, after, limit, newest=newest))

    def _register(self, kind: str) -> tuple[Schema, Any]:
        sheet, table = self._sheet(kind), self.sheet_tables.get(kind)
        if table is None:
            raise UnknownKind("kind", kind=kind)
        return sheet.form(), table

    def _door(self, desk: Desk, kind: str) -> Any:
        """Find the door that each row goes through; raises Refused for whoever may not pass it."""
        door: Any = getattr(type(self), self._sheet(kind).door)
        door.terms.check(desk.identity, self.name)
        return door

    def _sheet(self, kind: str) -> Sheet:
        for sheet in self.sheets:
            if sheet.kind == kind:
                return sheet
        raise UnknownKind("kind", kind=kind)


def _in_scope(desk: Desk, table: Any, place: str | None) -> Select[Any]:
    query = select(table).where(lies_within(table, desk.identity.scope))
    return query.where(table.place.startswith(stem(place), autoescape=True)) if place else query


def _said(desk: Desk, form: Schema, query: Select[Any]) -> list[dict[str, Any]]:
    """Give what the entries say by the names of their form's fields."""
    names = ("id", *form.fields)
    return [{name: _plain(getattr(row, name, None)) for name in names} for row in desk.session.scalars(query)]


def _day_of(form: Schema) -> str:
    return next(name for name, field in form.fields.items() if isinstance(field, fields.Date) and field.required)


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, int) else str(value)


def _entries(accepted: Schema, rows: Sequence[Mapping[str, Any]]) -> list[Entry]:
    """Check every row against what the door accepts; raises Refused with the broken rules of all."""
    entries, broken, seen = [], list[Refusal](), Seen()
    for number, row in enumerate(rows):
        try:
            said = load_row(accepted, {name: value for name, value in row.items() if name != "id"}, seen)
            entries.append(Entry(number, id_in(row), said, fingerprint(said)))
        except Refused as refused:
            broken += [each.in_row(number) for each in refused.refusals]
        except Refusal as refusal:
            broken.append(refusal.in_row(number))
    if broken:
        raise Refused(broken)
    return entries


def _answers(desk: Desk, door: str, work: Method, entries: Sequence[Entry]) -> list[Any]:
    """Do what is new, and answer the rest as the first time."""
    first: dict[UUID, Entry] = {}
    for each in entries:
        first.setdefault(each.id, each)
    new = are_first(desk.session, door, {id: each.digest for id, each in first.items()})
    known = first_answers(desk.session, door, first.keys() - new) if len(new) < len(first) else {}
    digests = {id: each.digest for id, each in first.items()} | {id: digest for id, (digest, _) in known.items()}
    if reused := [IdAlreadyUsed("id").in_row(each.row) for each in entries if digests[each.id] != each.digest]:
        raise Refused(reused)
    done = keep_answers(desk.session, door, _done(desk, work, [each for id, each in first.items() if id in new]))
    return [done[each.id] if each.id in done else known[each.id][1] for each in entries]


def _done(desk: Desk, work: Method, entries: Sequence[Entry]) -> dict[UUID, Any]:
    try:
        with desk.session.begin_nested():
            return {each.id: work(desk, each.id, dict(each.said)) for each in entries}
    except (Refused, Refusal):
        # Only now is each row worth a savepoint of its own, so that what one leaves behind misleads no other.
        raise Refused(list(_refusals(desk, work, entries))) from None


def _refusals(desk: Desk, work: Method, entries: Sequence[Entry]) -> Iterator[Refusal]:
    for each in entries:
        try:
            with desk.session.begin_nested():
                work(desk, each.id, dict(each.said))
        except Refused as refused:
            yield from (refusal.in_row(each.row) for refusal in refused.refusals)
        except Refusal as refusal:
            yield refusal.in_row(each.row)
