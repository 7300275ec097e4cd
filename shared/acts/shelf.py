"""Where acts lie, with every revision, and how they are looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CHAR,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Index,
    Integer,
    MetaData,
    Row,
    Select,
    Table,
    Text,
    Uuid,
    any_,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from shared.desk import Desk
from shared.facts import Act, slots, stem
from shared.refusals import FieldUnknown, NotFound, OutOfScope

metadata = MetaData()

act = Table(
    "act",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("fact_id", Uuid, nullable=False),
    Column("place", CHAR(12), nullable=False),
    Column("home", CHAR(12), nullable=False),
    Column("organisation", Uuid, nullable=False),
    Column("organiser", Text, nullable=False),
    Column("joint_organisations", ARRAY(Uuid), nullable=False),
    Column("occurred_on", Date, nullable=False),
    Column("data", JSONB, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("recorded_by", Uuid),
    Column("withdrawn_at", DateTime(timezone=True)),
    Column("withdrawn_reason", Text),
    Index("act_by_place", "kind", "place", "occurred_on", "id"),
)

act_revision = Table(
    "act_revision",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("content", JSONB, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    Column("recorded_by", Uuid),
)


def locked(session: Session, kind: type[Act], id: UUID) -> Row[Any]:
    """Find an act and hold it until the transaction ends."""
    found = session.execute(select(act).where(act.c.id == id, act.c.kind == kind.__name__).with_for_update()).first()
    if found is None:
        raise NotFound("id")
    return found


def fingerprint_of(session: Session, id: UUID, revision: int) -> str | None:
    """Tell the digest of what a revision said."""
    return session.scalar(
        select(act_revision.c.fingerprint).where(act_revision.c.id == id, act_revision.c.revision == revision)
    )


def look_up(desk: Desk, kind: type[Act], id: UUID) -> dict[str, Any]:
    """Show an act with every revision it had; raises NotFound, OutOfScope."""
    found = desk.session.execute(select(act).where(act.c.id == id, act.c.kind == kind.__name__)).first()
    if found is None:
        raise NotFound("id")
    if not desk.identity.covers(found.place if found.place.startswith("51") else found.home):
        raise OutOfScope("id")
    history = desk.session.execute(
        select(act_revision).where(act_revision.c.id == id).order_by(act_revision.c.revision)
    )
    return {**_shown(found), "history": [_shown(each) for each in history]}


@dataclass(frozen=True)
class Wanted:
    """Which acts of a kind to list: where, when, whose, saying what, withdrawn or standing, and from which on."""

    place: str | None = None
    since: date | None = None
    until: date | None = None
    organisation: UUID | None = None
    where: Mapping[str, str] = field(default_factory=dict)
    withdrawn: bool = False
    newest: bool = False
    after: tuple[date, UUID] | None = None
    limit: int = 100


def listing(desk: Desk, kind: type[Act], wanted: Wanted) -> list[dict[str, Any]]:
    """List acts of a kind within the caller's scope by the day they happened, oldest or newest first."""
    days = act.c.occurred_on.between(wanted.since or date.min, wanted.until or date.max)
    stands = act.c.withdrawn_at.is_not(None) if wanted.withdrawn else act.c.withdrawn_at.is_(None)
    query = _in_scope(desk, select(act).where(act.c.kind == kind.__name__, stands, days))
    if wanted.place:
        query = query.where(act.c.place.startswith(stem(wanted.place), autoescape=True))
    if wanted.organisation:
        took_part = literal(wanted.organisation) == any_(act.c.joint_organisations)
        query = query.where(or_(act.c.organisation == wanted.organisation, took_part))
    query = query.where(*_saying(kind, wanted.where))
    order = (act.c.occurred_on, act.c.id)
    if wanted.after:
        query = query.where(tuple_(*order) < wanted.after if wanted.newest else tuple_(*order) > wanted.after)
    ordered = query.order_by(*(each.desc() for each in order) if wanted.newest else order)
    return [_shown(row) for row in desk.session.execute(ordered.limit(min(wanted.limit, 1_000)))]


def _saying(kind: type[Act], where: Mapping[str, str]) -> Iterator[ColumnElement[bool]]:
    """Ask for acts that say a word in a field, alone or among others; raises FieldUnknown."""
    declared = {slot.name: slot for slot in slots(kind) if slot.asked}
    for name, word in where.items():
        if name not in declared:
            raise FieldUnknown(name)
        yield act.c.data.contains({name: [word] if declared[name].many else word})


def recorded_among(desk: Desk, kind: type[Act], ids: Iterable[UUID]) -> list[UUID]:
    """Tell under which of some ids acts of a kind were recorded within the scope, withdrawn ones among them."""
    query = _in_scope(desk, select(act.c.id).where(act.c.kind == kind.__name__, act.c.id.in_(ids)))
    return list(desk.session.scalars(query))


def _in_scope(desk: Desk, query: Select[Any]) -> Select[Any]:
    return query.where(
        or_(*(column.startswith(each) for each in desk.identity.scope for column in (act.c.place, act.c.home)))
    )


def _shown(row: Row[Any]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for name, value in row._asdict().items():
        kept = value is None or isinstance(value, int | dict)
        shown = value if kept else [str(each) for each in value] if isinstance(value, list) else str(value)
        plain[str(name)] = shown  # a column's own name is more than a str, which no reply may have for a key
    return plain
