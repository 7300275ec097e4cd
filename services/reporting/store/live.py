"""Which of the two schemas is counted into and read."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.reporting.model import SCHEMAS

# A statement of its own, so that the pointer is read by a snapshot taken after the lock was given.
_SHARE = text("SELECT pg_advisory_xact_lock_shared(hashtextextended('swap', 0))")
_HOLD = text("SELECT pg_advisory_xact_lock(hashtextextended('swap', 0))")
_ENTER_LIVE = text("SELECT version, set_config('search_path', live || ', public', true) FROM pointer")
_ENTER = text("SELECT set_config('search_path', :schema || ', public', true)")
_LIVE = text("SELECT live FROM pointer")
_POINT = text("UPDATE pointer SET live = :schema, version = version + 1")


def enter_live(session: Session) -> int:
    """Work on the live schema until the transaction ends, during which it does not change; give its version."""
    session.execute(_SHARE)
    return look_at_live(session)


def look_at_live(session: Session) -> int:
    """Read the schema that is live now, without holding back a swap; give the version of what it is counted by."""
    return int(session.execute(_ENTER_LIVE).one().version)


def enter(session: Session, schema: str) -> None:
    """Work on a schema until the transaction ends."""
    session.execute(_ENTER, {"schema": schema})


def live(session: Session) -> str:
    """Name the live schema."""
    return str(session.scalars(_LIVE).one())


def shadow(session: Session) -> str:
    """Name the schema that is not live."""
    return next(schema for schema in SCHEMAS if schema != live(session))


def hold_swap(session: Session) -> None:
    """Keep every batch and roll out until the transaction ends."""
    session.execute(_HOLD)


def point_at(session: Session, schema: str) -> None:
    """Make a schema the live one."""
    session.execute(_POINT, {"schema": schema})
