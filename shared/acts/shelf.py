"""Where acts lie, with every revision, and how they are looked up."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CHAR,
    Column,
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
    or_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from shared.desk import Desk
from shared.facts import Act, stem
from shared.refusals import NotFound, OutOfScope

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


def listing(
    desk: Desk,
    kind: type[Act],
    place: str | None = None,
    since: date | None = None,
    until: date | None = None,
    after: tuple[date, UUID] | None = None,
    limit: int = 100,
) -> list[dict[str, Any]]:
    """List standing acts of a kind within the caller's scope, oldest first, from after (occurred_on, id)."""
    query = _in_scope(desk, select(act).where(act.c.kind == kind.__name__, act.c.withdrawn_at.is_(None)))
    if place:
        query = query.where(act.c.place.startswith(stem(place), autoescape=True))
    if since:
        query = query.where(act.c.occurred_on >= since)
    if until:
        query = query.where(act.c.occurred_on <= until)
    if after:
        query = query.where(tuple_(act.c.occurred_on, act.c.id) > after)
    rows = desk.session.execute(query.order_by(act.c.occurred_on, act.c.id).limit(min(limit, 1_000)))
    return [_shown(row) for row in rows]


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
