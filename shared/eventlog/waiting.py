"""How far a log is numbered and published, and since when its oldest fact waits."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session


class Waiting(NamedTuple):
    """Where a log stands; nothing waits for 0 seconds."""

    head: int
    published: int
    oldest_s: float


# One row by each index, however long the relay has been away: the first without a position, the first after the mark.
_WAITING = text("""
    SELECT head, published, coalesce(extract(epoch FROM clock_timestamp() - least(
        (SELECT logged_at FROM event_log WHERE position IS NULL ORDER BY id LIMIT 1),
        (SELECT logged_at FROM event_log WHERE position > published ORDER BY position LIMIT 1)
    )), 0) AS oldest_s FROM relay
""")


def waiting(session: Session) -> Waiting:
    """Tell how far the log is out, and for how long its oldest fact has waited."""
    row = session.execute(_WAITING).one()
    return Waiting(int(row.head), int(row.published), float(row.oldest_s))
