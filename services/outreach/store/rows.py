"""Rows of outreach found by their id, and written as the database's own rules allow."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.outreach.model import Entry, Table
from shared.refusals import NotFound

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


def put(session: Session, entry: Entry) -> None:
    """Write a register's entry; raises the Refusal whose rule the database keeps."""
    try:
        with session.begin_nested():
            session.add(entry)
    except IntegrityError as error:
        driver: Any = error.orig
        if driver.diag.constraint_name not in entry.breaks:
            raise
        raise entry.breaks[driver.diag.constraint_name]("entry") from error
