"""Rebuilding everything while people go on recording, and afterwards comparing every cell with the services' tables."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from random import Random
from threading import Event

from sqlalchemy import text

from deploy.counting import counting
from deploy.demo.findings import all_counted
from services.reporting.fold import plans
from services.reporting.indicators import CATALOGUE
from services.reporting.rebuild import rebuild
from services.reporting.rebuild.reconcile import reconcile
from shared.database import engine
from shared.settings import Settings
from tests.bench.lag import record_one
from tests.bench.many import UNHURRIED_S, tell_many
from tests.bench.whole import Whole, whole
from tests.conftest import Site
from tests.eventually import eventually

FACTS = 1_000_000
CLERKS, BEAT_S = 4, 0.2
"""How many people record meanwhile, and how often each of them does."""

SETTLED_WITHIN_S = 300

# The acts that told what lies in the log. Nobody may see acts outside a scope, their owner included: but for now.
_ACTS = (
    "ALTER TABLE act NO FORCE ROW LEVEL SECURITY",
    """
    INSERT INTO act (id, kind, revision, fact_id, place, home, organisation, organiser, joint_organisations,
        occurred_on, data, recorded_at)
    SELECT gen_random_uuid(), type, 1, fact_id, place, home, organisation, organiser, '{}', occurred_on, data,
        recorded_at FROM event_log
    """,
    "ALTER TABLE act FORCE ROW LEVEL SECURITY",
)


def main(site: Site, facts: int = FACTS) -> dict[str, float]:
    """Rebuild and reconcile; answer the seconds of both, what was recorded meanwhile, and how many cells differ."""
    site.migrate("outreach")
    tell_many(site.owner_url("outreach"), 0, facts)
    _write_acts(site.owner_url("outreach"))
    with whole(site) as run, counting(Settings("reporting", site.secrets)) as opened:
        begun = time.monotonic()
        with _clerks_at_work(run) as said:
            rebuild(opened.engine, plans(CATALOGUE), opened.sources, CATALOGUE.services)
        rebuilt = time.monotonic() - begun
        eventually("everything is counted", lambda: all_counted(run.rpc), within=SETTLED_WITHIN_S, every=1.0)
        begun = time.monotonic()
        differing = len(reconcile(opened.engine, CATALOGUE, opened.sources))
        reconciled = time.monotonic() - begun
    recorded = sum(each.result() for each in said)
    return {
        "facts": facts,
        "rebuilt_s": rebuilt,
        "recorded": recorded,
        "reconciled_s": reconciled,
        "differing": differing,
    }


def _write_acts(owner_url: str) -> None:
    own = engine(owner_url, pool_size=1, statement_timeout_s=UNHURRIED_S)
    with own.begin() as connection:
        for each in _ACTS:
            connection.execute(text(each))
    with own.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM (ANALYZE) act"))
    own.dispose()


@contextmanager
def _clerks_at_work(run: Whole) -> Iterator[list[Future[int]]]:
    """Have people record one act after another during the block; each tells how many at the end."""
    stop = Event()
    with ThreadPoolExecutor(CLERKS) as clerks:
        try:
            yield [clerks.submit(_work, run, number, stop) for number in range(CLERKS)]
        finally:
            stop.set()


def _work(run: Whole, number: int, stop: Event) -> int:
    chance, said = Random(number), 0
    while not stop.wait(BEAT_S):
        record_one(run.winter, run.world, chance)
        said += 1
    return said
