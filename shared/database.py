"""PostgreSQL: engines, transactions and COPY; the only floor that names the driver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from psycopg import sql
from sqlalchemy import CursorResult, Engine, create_engine
from sqlalchemy.orm import Session

STATEMENT_TIMEOUT_S = 30
IDLE_IN_TRANSACTION_S = 60


def driver_url(url: str) -> str:
    """Name psycopg 3 as the driver of a plain postgresql:// URL."""
    return "postgresql+psycopg://" + url.split("://", 1)[1]


def engine(
    url: str, *, pool_size: int = 10, statement_timeout_s: int = STATEMENT_TIMEOUT_S, pre_ping: bool = True
) -> Engine:
    """Make an engine whose queries and idle transactions end by themselves, so that no lock outlives its holder.

    Whoever tries again after a lost connection can do without `pre_ping`, which costs a round trip each time.
    """
    options = (
        f"-c timezone=UTC -c statement_timeout={statement_timeout_s}s"
        f" -c idle_in_transaction_session_timeout={IDLE_IN_TRANSACTION_S}s"
    )
    return create_engine(
        driver_url(url),
        isolation_level="READ COMMITTED",
        pool_size=pool_size,
        max_overflow=0,
        pool_pre_ping=pre_ping,
        hide_parameters=True,  # an error that quotes rows would carry them into a log
        connect_args={"options": options, "connect_timeout": 5},
    )


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """Open a session that commits at the end, or rolls back when anything is raised."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def taken_back(session: Session) -> Iterator[None]:
    """Do the work of the block as a rehearsal: whatever it wrote is taken back."""
    point = session.begin_nested()
    try:
        yield
    finally:
        point.rollback()


def straight(session: Session, statement: str, values: Mapping[str, Any] | None = None) -> CursorResult[Any]:
    """Run SQL as the driver takes it, with %(name)s for values, inside the session's transaction.

    For what every call asks: SQLAlchemy's own part of a small statement is halved, and its errors stay the same.
    """
    return session.connection().exec_driver_sql(statement, dict(values) if values else None)


def copy_rows(session: Session, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Append rows to `schema.table` or `table` by COPY, inside the session's transaction."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(*table.split(".")), sql.SQL(",").join(map(sql.Identifier, columns))
    )
    driver = cast("psycopg.Connection[Any]", session.connection().connection.driver_connection)
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def error_class(error: BaseException) -> str | None:
    """Tell the first two characters of the SQLSTATE behind an error, None where there is none."""
    original = getattr(error, "orig", error)
    state = getattr(original, "sqlstate", None)
    return state[:2] if state else None


def is_data_error(error: BaseException) -> bool:
    """Tell whether the data itself is at fault: SQLSTATE classes 22 (data) and 23 (integrity)."""
    return error_class(error) in {"22", "23"}


def is_passing(error: BaseException) -> bool:
    """Tell whether trying again may help: lost connections, deadlocks, cancelled or timed-out statements."""
    return error_class(error) in {"08", "40", "53", "55", "57"} or (
        isinstance(getattr(error, "orig", error), psycopg.OperationalError) and error_class(error) is None
    )
