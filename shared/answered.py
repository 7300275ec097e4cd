"""What each door answered to each id, so that a repeated call is answered as the first time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Column, DateTime, MetaData, Table, Text, Uuid, func, select, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Session

from shared.refusals import IdAlreadyUsed

metadata = MetaData()

answered = Table(
    "answered",
    metadata,
    Column("door", Text, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("answer", JSONB),
    Column("at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)


def is_first(session: Session, door: str, id: UUID, digest: str) -> bool:
    """Claim an id for this transaction; a concurrent call with the same id waits here until the first has ended."""
    claim = insert(answered).values(door=door, id=id, fingerprint=digest).on_conflict_do_nothing()
    return session.scalar(claim.returning(answered.c.id)) is not None


def first_answer(session: Session, door: str, id: UUID, digest: str) -> Any:
    """Find what was answered the first time; raises IdAlreadyUsed if that was asked with other content."""
    first = session.execute(select(answered).where(answered.c.door == door, answered.c.id == id)).one()
    if first.fingerprint != digest:
        raise IdAlreadyUsed("id")
    return first.answer


def keep_answer(session: Session, door: str, id: UUID, answer: Any) -> Any:
    """Keep an answer for repeats of the call, and give it as they will see it."""
    plain = orjson.loads(orjson.dumps(answer))
    session.execute(update(answered).where(answered.c.door == door, answered.c.id == id).values(answer=plain))
    return plain
