"""Finding a row, to look at it or to hold it."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.volunteers.model import Table
from shared.refusals import NotFound

Kept = TypeVar("Kept", bound=Table)


def held(session: Session, kind: type[Kept], id: UUID) -> Kept:
    """Find a row and hold it until the transaction ends; raises NotFound."""
    key = kind.__table__.c.id
    found = session.scalar(select(kind).where(key == id).with_for_update().execution_options(populate_existing=True))
    if found is None:
        raise NotFound(kind.__tablename__)
    return found


def kept(session: Session, kind: type[Kept], id: UUID) -> Kept:
    """Find a row to look at; raises NotFound."""
    found = session.get(kind, id)
    if found is None:
        raise NotFound(kind.__tablename__)
    return found
