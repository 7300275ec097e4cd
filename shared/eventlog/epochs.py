"""Which life of its database a log is in: a restored backup must not pass for the log that went on without it."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from shared.eventlog.tables import epoch, relay

# Asked of the running server, not of the data, which a backup brings back. The timeline comes from the name of the
# current WAL file: pg_control_checkpoint() still tells the old one until the first checkpoint after a promotion.
_IDENTITY = text("""
    SELECT (SELECT system_identifier::text FROM pg_control_system()) AS system_identifier,
           ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int AS timeline,
           (SELECT oid::bigint FROM pg_database WHERE datname = current_database()) AS database_oid
""")


class Life(NamedTuple):
    """What tells one life of a database from another: cluster, timeline and database."""

    system_identifier: str
    timeline: int
    database_oid: int


def source(session: Session, service: str) -> str:
    """Name the log as a source of facts: the service and the epoch of its log."""
    return f"{service}/{session.scalar(select(func.max(epoch.c.number)))}"


def begin_epoch_if_moved(session: Session) -> int:
    """Begin a new epoch if the log came up in another cluster, timeline or database; answer the current epoch."""
    session.execute(select(relay).with_for_update())
    last = session.execute(select(epoch).order_by(epoch.c.number.desc()).limit(1)).one()
    moved = _life(session) != Life(last.system_identifier, last.timeline, last.database_oid)
    return begin_epoch(session) if moved else int(last.number)


def begin_epoch(session: Session) -> int:
    """Begin a new epoch, numbered by the second it begins in: the same backup restored twice makes two epochs."""
    session.execute(select(relay).with_for_update())
    moment = func.extract("epoch", func.clock_timestamp()).cast(epoch.c.number.type)
    number = select(func.greatest(func.max(epoch.c.number) + 1, moment)).scalar_subquery()
    begun = insert(epoch).values(number=number, **_life(session)._asdict())
    return int(session.scalars(begun.returning(epoch.c.number)).one())


def _life(session: Session) -> Life:
    return Life(*session.execute(_IDENTITY).one())
