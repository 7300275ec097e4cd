"""The roll-up as the operator's commands reach it: with reporting's own secrets, in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine

from services.reporting.fold import Counter, plans
from services.reporting.indicators import CATALOGUE
from services.reporting.rebuild import RemoteSources
from shared.database import engine
from shared.rpc import RpcClient, ServiceTokens
from shared.settings import Settings

STATEMENT_S = 300


@dataclass(frozen=True)
class Counting:
    """Reporting's database, its sources, and what counts between them."""

    engine: Engine
    sources: RemoteSources
    counter: Counter


@contextmanager
def counting(known: Settings) -> Iterator[Counting]:
    """Open the roll-up for the length of the block."""
    opened = engine(known.database_url, pool_size=4, statement_timeout_s=STATEMENT_S)
    try:
        with RpcClient(known, ServiceTokens(known)) as rpc:
            yield Counting(opened, RemoteSources(rpc), Counter(opened, plans(CATALOGUE), measured=False))
    finally:
        opened.dispose()
