"""Rows found by their id, held or only looked at, and days as they are shown."""

from __future__ import annotations

from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import DeclarativeBase, Session

from shared.refusals import NotFound

Row = TypeVar("Row", bound=DeclarativeBase)


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


def iso(day: date | None) -> str | None:
    """Write a day as it is shown, if there is one."""
    return str(day) if day else None
