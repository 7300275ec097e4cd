"""Rows of outreach listed within a scope, and written as the database's own rules allow."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.outreach.model import Entry
from shared.desk import Placed
from shared.facts import stem

MOST_ROWS = 1_000


def standing(
    session: Session,
    kind: type[Entry],
    scope: Collection[str],
    place: str | None = None,
    after: tuple[date, UUID] | None = None,
    limit: int = 100,
) -> list[Entry]:
    """List the entries of a register that stand, within a scope, oldest first, from after (opened_on, id)."""
    query = within(select(kind).where(kind.closed_on.is_(None)), kind, scope, place)
    if after:
        query = query.where(tuple_(kind.opened_on, kind.id) > after)
    return list(session.scalars(query.order_by(kind.opened_on, kind.id).limit(min(limit, MOST_ROWS))))


def within(query: Select[Any], kind: type[Placed], scope: Collection[str], place: str | None) -> Select[Any]:
    """Keep the rows of a scope, which lie in it or are at home there, and those below a place if one is named."""
    query = query.where(or_(*(column.startswith(each) for each in scope for column in (kind.place, kind.home))))
    return query.where(kind.place.startswith(stem(place), autoescape=True)) if place else query


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
