"""Rebuilding from a source's event log, beside a materialised view over the same facts that is refreshed."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from sqlalchemy import Engine, event, text

from services.reporting.count import calm_collector
from services.reporting.fold import plans
from services.reporting.indicators import CATALOGUE
from services.reporting.rebuild import RemoteSources, rebuild
from shared.database import engine
from shared.rpc import RpcClient, ServiceTokens
from shared.settings import Settings, environment
from tests.bench.many import UNHURRIED_S, tell_many
from tests.conftest import Site
from tests.shared.serving import until_answering

FACTS = 1_000_000
SERVICE = "outreach"

# What somebody without a counter would keep: the same figures at the same levels, found again from all facts each time.
_VIEW = """
    CREATE MATERIALIZED VIEW figures AS
    WITH fact AS (
        SELECT place AS township, left(place, 6) AS county, left(place, 4) AS city, '51' AS province, organisation,
            to_char(occurred_on, 'YYYY-MM-DD') AS on_day, to_char(occurred_on, 'YYYY-MM') AS month,
            to_char(occurred_on - interval '6 months', 'YYYY') AS season,
            data ->> 'target' AS target, (data ->> 'persons')::integer AS persons, data ->> 'household' AS household
        FROM event_log WHERE type = 'VisitRecorded' AND sign = 1
    )
    SELECT coalesce(township, county, city, province) AS unit, coalesce(on_day, month, season) AS period,
        target, count(*) AS visits, sum(persons) AS persons, count(DISTINCT household) AS households
    FROM fact
    GROUP BY GROUPING SETS (township, county, city, province), GROUPING SETS (on_day, month, season),
        GROUPING SETS (target, ())
    UNION ALL
    SELECT organisation::text, coalesce(month, season), NULL, count(*), sum(persons), count(DISTINCT household)
    FROM fact GROUP BY organisation, GROUPING SETS (month, season)
"""


def main(site: Site, facts: int = FACTS) -> dict[str, float]:
    """Rebuild all figures of a log, and refresh the view over it; answer the seconds of both."""
    site.migrate(SERVICE, "reporting")
    tell_many(site.owner_url(SERVICE), 0, facts)
    refreshed = _refreshed(site)
    own = engine(site.database_url("reporting"), statement_timeout_s=UNHURRIED_S)
    calm_collector()
    with _served(site) as sources, _timing(own) as spent:
        begun = time.monotonic()
        rebuild(own, plans(CATALOGUE), sources, [SERVICE])
        whole = time.monotonic() - begun
    own.dispose()
    return {"facts": facts, "refresh_s": refreshed, "sql_s": spent["sql"], "whole_s": whole}


def _refreshed(site: Site) -> float:
    """Refresh the view, once it was made; answer in how many seconds."""
    own = engine(site.owner_url(SERVICE), pool_size=1, statement_timeout_s=UNHURRIED_S)
    with own.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SELECT set_config('work_mem', '64MB', false)"))
        connection.execute(text(_VIEW + " WITH NO DATA"))
        connection.execute(text("CREATE INDEX ON figures (unit, period, target)"))
        begun = time.monotonic()
        connection.execute(text("REFRESH MATERIALIZED VIEW figures"))
        seconds = time.monotonic() - begun
        connection.execute(text("DROP MATERIALIZED VIEW figures"))
    own.dispose()
    return seconds


@contextmanager
def _served(site: Site) -> Iterator[RemoteSources]:
    """Serve the source in a process of its own, and ask it as reporting does."""
    argv = [sys.executable, "-m", "deploy", "serve", SERVICE]
    process = subprocess.Popen(argv, env=environment(NUANDONG_SECRETS=str(site.secrets)))
    try:
        known = Settings("reporting", site.secrets)
        with RpcClient(known, ServiceTokens(known)) as rpc:
            until_answering(rpc)
            yield RemoteSources(rpc)
    finally:
        process.terminate()
        process.wait(15)


@contextmanager
def _timing(own: Engine) -> Iterator[dict[str, float]]:
    """Add up how long the database works, on one statement or on two at once."""
    spent, lock, working = {"sql": 0.0}, Lock(), [0, 0.0]

    def changes(by: int) -> None:
        with lock:
            now = time.monotonic()
            spent["sql"] += now - working[1] if working[0] else 0.0
            working[:] = working[0] + by, now

    event.listen(own, "before_cursor_execute", lambda *_: changes(1))
    event.listen(own, "after_cursor_execute", lambda *_: changes(-1))
    yield spent
