"""Rows found by their id, held or only looked at; rows of a scope, listed by page; and days as they are shown."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, or_, tuple_
from sqlalchemy.orm import DeclarativeBase, QueryableAttribute, Session

from shared.facts import stem
from shared.refusals import NotFound

MOST_ROWS = 1_000

Row = TypeVar("Row", bound=DeclarativeBase)
Ordering = ColumnElement[Any] | QueryableAttribute[Any]


def held(session: Session, kind: type[Row], id: UUID, field: str = "") -> Row:
    """Find a row and hold it until the transaction ends; raises NotFound, also for one outside the scope."""
    found = session.get(kind, id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound(field or kind.__tablename__)
    return found


def kept(session: Session, kind: type[Row], id: UUID, field: str = "") -> Row:
    """Find a row to look at; raises NotFound, also for one outside the scope."""
    found = session.get(kind, id)
    if found is None:
        raise NotFound(field or kind.__tablename__)
    return found


def within(query: Select[Any], kind: Any, scope: Collection[str], place: str | None) -> Select[Any]:
    """Keep the rows of a scope, which lie in it or are at home there, and those below a place if one is named."""
    query = query.where(or_(*(column.startswith(each) for each in scope for column in (kind.place, kind.home))))
    return query.where(kind.place.startswith(stem(place), autoescape=True)) if place else query


def lies_within(kind: Any, scope: Collection[str]) -> ColumnElement[bool]:
    """Say that a row lies within a scope; outside the province it belongs to its lead organisation's home."""
    where = case((kind.place.startswith("51"), kind.place), else_=kind.home)
    return or_(*(where.startswith(each) for each in scope))


def turned(
    query: Select[Any], day: Ordering, id: Ordering, after: Sequence[str] | None, limit: int, *, newest: bool = False
) -> Select[Any]:
    """Order a list by its day and its id, oldest or newest first, and give the page that begins after [day, id]."""
    if after:
        begun = (date.fromisoformat(after[0]), UUID(after[1]))
        query = query.where(tuple_(day, id) < begun if newest else tuple_(day, id) > begun)
    order = (day.desc(), id.desc()) if newest else (day, id)
    return query.order_by(*order).limit(min(limit, MOST_ROWS))


def iso(day: date | None) -> str | None:
    """Write a day as it is shown, if there is one."""
    return str(day) if day else None
