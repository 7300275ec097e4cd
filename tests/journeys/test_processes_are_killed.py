"""Processes are killed under load, and started again by whoever watches over them."""

import pytest

from services.reporting.fold import Counter, plans
from services.reporting.indicators import CATALOGUE
from shared.bus import Batches
from shared.database import engine
from tests.journeys.clerks import crew_at_work
from tests.journeys.figures import counted_exactly, nothing_lost_nothing_twice, settle
from tests.journeys.live import Live
from tests.journeys.running import SPARE


@pytest.mark.parametrize("name", ["keep-outreach", "count-1", "serve-outreach"])
def test_a_process_killed_again_and_again_under_load_costs_nothing(live: Live, name: str) -> None:
    with counted_exactly(live, seed=name) as crew:
        for _ in range(3):
            crew.does(25)
            live.running.kill(name)
        crew.does(25)


def test_two_counters_side_by_side_count_everything_once(live: Live) -> None:
    with live.running.also(SPARE), counted_exactly(live, seed="two") as crew:
        for name in ("count-1", SPARE, "count-1"):
            crew.does(30)
            live.running.kill(name)
        crew.does(30)


def test_a_counter_that_dies_between_commit_and_acknowledgement_counts_once(live: Live) -> None:
    settle(live)
    known = live.settings("reporting")
    with live.running.stopped("count-1"):
        with crew_at_work(live, seed="unacknowledged") as crew:
            crew.does(40)
        database = engine(known.database_url, pool_size=1)
        batches = Batches(known.broker_uri, "reporting.facts", wait=1.0)
        batch = next(iter(batches))
        counted = Counter(database, plans(CATALOGUE)).count([each.body for each in batch])
        batches.close()
        database.dispose()

    assert counted >= 40
    nothing_lost_nothing_twice(live)
