"""What each door answered to each id, so that a repeated call is answered as the first time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Column, DateTime, MetaData, Table, Text, Uuid, func, select, text, update
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


_CLAIM_MANY = text("""
    INSERT INTO answered (door, id, fingerprint)
    SELECT :door, * FROM unnest(CAST(:ids AS uuid[]), CAST(:digests AS text[])) AS said (id, digest) ORDER BY id
    ON CONFLICT DO NOTHING RETURNING id
""")
_KEEP_MANY = text("""
    UPDATE answered SET answer = said.answer
    FROM jsonb_to_recordset(CAST(:answers AS jsonb)) AS said (id uuid, answer jsonb)
    WHERE door = :door AND answered.id = said.id
""")


def are_first(session: Session, door: str, digests: Mapping[UUID, str]) -> set[UUID]:
    """Claim many ids in one statement; answer those that were not known."""
    said = {"door": door, "ids": list(digests), "digests": list(digests.values())}
    return set(session.scalars(_CLAIM_MANY, said))


def first_answers(session: Session, door: str, ids: Iterable[UUID]) -> dict[UUID, tuple[str, Any]]:
    """Find for each id with which content it came first, and what was answered then."""
    found = select(answered).where(answered.c.door == door, answered.c.id.in_(ids))
    return {each.id: (each.fingerprint, each.answer) for each in session.execute(found)}


def keep_answers(session: Session, door: str, answers: Mapping[UUID, Any]) -> dict[UUID, Any]:
    """Keep many answers in one statement, and give them as repeats will see them."""
    rows = orjson.dumps([{"id": id, "answer": answer} for id, answer in answers.items()])
    session.execute(_KEEP_MANY, {"door": door, "answers": rows.decode()})
    return {UUID(each["id"]): each["answer"] for each in orjson.loads(rows)}
