"""Work that only one process may do at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text

_TRY = text("SELECT pg_try_advisory_lock(hashtextextended(:work, 0))")
_LEAVE = text("SELECT pg_advisory_unlock(hashtextextended(:work, 0))")


@contextmanager
def alone(engine: Engine, work: str) -> Iterator[bool]:
    """Tell whether nobody else does this work, and keep others from it for the length of the block."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        alone = bool(connection.scalar(_TRY, {"work": work}))
        try:
            yield alone
        finally:
            if alone and not connection.invalidated:
                connection.execute(_LEAVE, {"work": work})
