"""Rows found by their id, held or only looked at, and days as they are shown."""

from __future__ import annotations

from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from services.jobs.model import Table
from shared.refusals import NotFound

DUE_AT_ONCE = 1_000

Row = TypeVar("Row", bound=Table)


def held(session: Session, kind: type[Row], id: UUID) -> Row:
    """Find a row and hold it until the transaction ends; raises NotFound."""
    found = session.get(kind, id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound(kind.__tablename__)
    return found


def kept(session: Session, kind: type[Row], id: UUID) -> Row:
    """Find a row to look at; raises NotFound."""
    found = session.get(kind, id)
    if found is None:
        raise NotFound(kind.__tablename__)
    return found


def iso(day: date | None) -> str | None:
    """Write a day as it is shown, if there is one."""
    return str(day) if day else None
