"""Turns: what may be there once is looked for by one call at a time."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session


def take_turn(session: Session, subject: object) -> None:
    """Wait until no other call works on a subject, and let none begin until this transaction ends."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(subject), 0))))
