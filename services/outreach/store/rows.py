"""Rows of outreach listed within a scope, and written as the database's own rules allow."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.outreach.model import Entry
from shared.rows import turned, within


def standing(
    session: Session,
    kind: type[Entry],
    scope: Collection[str],
    place: str | None = None,
    after: Sequence[str] | None = None,
    limit: int = 100,
    *,
    closed: bool = False,
    newest: bool = False,
) -> Sequence[Entry]:
    """List the entries of a register that stand, or that are closed, within a scope, by the day they were opened."""
    ended = kind.closed_on.is_not(None) if closed else kind.closed_on.is_(None)
    query = within(select(kind).where(ended), kind, scope, place)
    return session.scalars(turned(query, kind.opened_on, kind.id, after, limit, newest=newest)).all()


def put(session: Session, entry: Entry) -> None:
    """Write a register's entry; raises the Refusal whose rule the database keeps."""
    # One after another: those that wait for each other at an exclusion constraint would deadlock.
    whose = f"{entry.__tablename__}:{entry.organisation}"
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(whose, 0))))
    try:
        with session.begin_nested():
            session.add(entry)
    except IntegrityError as error:
        driver: Any = error.orig
        if driver.diag.constraint_name not in entry.breaks:
            raise
        raise entry.breaks[driver.diag.constraint_name]("entry") from error
