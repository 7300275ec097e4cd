"""Reading at ten million facts: the province's figures of a month, the facts behind a figure, and boards."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from statistics import quantiles
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from deploy.demo.world import SEASON, World
from services.reporting import store
from services.reporting.schemas import PAGE, period_of
from shared.database import engine, transaction
from shared.eventlog import Behind, facts_behind
from shared.facts import stem
from tests.bench.boards import looking
from tests.bench.many import TARGETS, UNHURRIED_S, count_many, tell_many
from tests.conftest import Site

SIZES = (100_000, 1_000_000, 10_000_000)
READS = 400
MONTHS = ("2021-11", "2021-12", "2022-01", "2022-02", "2022-03")
SEASON_ID = "2021-22"

Growth = dict[str, dict[str, float]]


def main(site: Site, sizes: tuple[int, ...] = SIZES) -> Growth:
    """Let log and cells grow; answer, for each size, the p99 of each reading in milliseconds."""
    site.migrate("outreach", "reporting")
    log, cells = engine(site.database_url("outreach"), pool_size=1), engine(site.database_url("reporting"), pool_size=1)
    counting = engine(site.owner_url("reporting"), pool_size=1, statement_timeout_s=UNHURRIED_S)
    figures: Growth = {}
    with looking(site, (*MONTHS, SEASON_ID)) as somebody:
        for since, until in pairwise((0, *sizes)):
            tell_many(site.owner_url("outreach"), since, until)
            count_many(counting, until)
            chance, world = Random(until), World()
            figures[str(until)] = {
                "figures_p99": _p99(lambda: _read_figures(cells, chance)),  # noqa: B023 - called at once
                "behind_p99": _p99(lambda: _read_behind(log, world, chance)),  # noqa: B023
                "board_p99": somebody.p99(chance),
            }
    for each in (log, cells, counting):
        each.dispose()
    return figures


def _p99(read: Callable[[], object]) -> float:
    """Read some hundred times; answer below which of the hundredths nearly all stay, in milliseconds."""
    for _ in range(READS // 10):
        read()
    return quantiles((_timed(read) for _ in range(READS)), n=100)[98] * 1000


def _timed(read: Callable[[], object]) -> float:
    begun = time.perf_counter()
    read()
    return time.perf_counter() - begun


def _read_figures(own: Engine, chance: Random) -> None:
    """Read every indicator of the province in a month, as the roll-up does."""
    asked = period_of(chance.choice(MONTHS))
    with transaction(own) as session:
        store.look_at_live(session)
        shown = store.figures(session, ["510000000000"], asked.id, asked.before(SEASON[0]), [])
    if not shown:
        raise RuntimeError("the province has no figures")


def _read_behind(own: Engine, world: World, chance: Random) -> None:
    """Read a page of the facts behind a figure of any place in a month or the season, the first or any other."""
    here = world.township(chance)
    place = chance.choice([here, world.county_of(here), world.city_of(here), "510000000000"])
    period = period_of(chance.choice((*MONTHS, SEASON_ID)))
    where = {"target": chance.choice(TARGETS)} if chance.random() < 0.3 else {}
    asked: dict[str, Any] = {"where": where, "after": _anywhen(here, chance) if chance.random() < 0.5 else None}
    behind = Behind(
        kinds=["VisitRecorded"], place_stem=stem(place), since=period.since, until=period.until, limit=PAGE + 1, **asked
    )
    with transaction(own) as session:
        facts_behind(session, "outreach", behind)


def _anywhen(place: str, chance: Random) -> tuple[str, date, UUID]:
    day = SEASON[0] + timedelta(days=chance.randint(0, (SEASON[1] - SEASON[0]).days))
    return place, day, UUID(int=chance.getrandbits(128))
