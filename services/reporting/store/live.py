"""Which of the two schemas is counted into and read."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.reporting.model import SCHEMAS

# A statement of its own, so that the pointer is read by a snapshot taken after the lock was given.
_SHARE = text("SELECT pg_advisory_xact_lock_shared(hashtextextended('swap', 0))")
_HOLD = text("SELECT pg_advisory_xact_lock(hashtextextended('swap', 0))")
_ENTER_LIVE = text("SELECT set_config('search_path', live || ', public', true) FROM pointer")
_ENTER = text("SELECT set_config('search_path', :schema || ', public', true)")
_LIVE = text("SELECT live FROM pointer")
_POINT = text("UPDATE pointer SET live = :schema")


def enter_live(session: Session) -> None:
    """Work on the live schema until the transaction ends; it does not change while the transaction lasts."""
    session.execute(_SHARE)
    session.execute(_ENTER_LIVE)


def look_at_live(session: Session) -> None:
    """Read the schema that is live now, without holding back a swap."""
    session.execute(_ENTER_LIVE)


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
