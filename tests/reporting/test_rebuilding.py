"""Counting everything again beside live traffic, and following a source into a new epoch."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.reporting import store
from services.reporting.fold import Arrival, left_over, roll
from services.reporting.rebuild import Answer, RebuildRefused, alone
from shared.database import transaction
from shared.ledger import compact
from tests.eventually import eventually
from tests.reporting.counted import Counted
from tests.reporting.log import PROVINCE, Log, body, called


def calls(counted: Counted) -> int:
    return counted.cell(PROVINCE, "2021-22", "calls")


def live(counted: Counted) -> str:
    with transaction(counted.engine) as session:
        return store.live(session)


def busy(log: Log, facts: int) -> list[dict[str, Any]]:
    return [log.tell(called(household=uuid4())) for _ in range(facts)]


class Watched(Log):
    """A log that lets the test do something while it is read."""

    def after(self, service: str, position: int, _within: float = 0) -> Answer:
        answer = super().after(service, position)
        self.meanwhile()
        return answer

    def meanwhile(self) -> None:
        """Do nothing, unless a test says otherwise."""


def waits(future: Future[Any]) -> bool:
    time.sleep(0.3)
    return not future.done()


def test_a_rebuild_gives_the_same_figures_from_the_other_schema(counted: Counted) -> None:
    log = Log(page=7)
    counted.count(*busy(log, 30))
    before, schema = counted.cells, live(counted)

    counted.rebuild(log)

    assert (counted.cells, live(counted) != schema) == (before, True)


def test_what_a_rebuild_has_filled_is_known_to_the_planner_before_anybody_reads_it(counted: Counted) -> None:
    log, asked = Log(), "SELECT sum(analyze_count) FROM pg_stat_user_tables WHERE relname = :name"
    counted.count(*busy(log, 30))

    def looks() -> list[int]:
        return [int(counted.ask(asked, name=each)[0][0]) for each in ("cell", "member")]

    once_more = [each + 1 for each in looks()]
    counted.rebuild(log)

    eventually("both tables were looked at", lambda: looks() == once_more)


def test_a_rebuild_mends_cells_that_somebody_spoilt(counted: Counted) -> None:
    log = Log()
    counted.count(*busy(log, 10))
    right = counted.cells
    counted.ask("UPDATE cell SET value = value + 1")

    counted.rebuild(log)

    assert counted.cells == right


def test_what_is_counted_while_a_rebuild_reads_is_not_lost_even_if_the_log_never_falls_silent(counted: Counted) -> None:
    log = Watched(page=10)
    counted.count(*busy(log, 25))

    def somebody_acts() -> None:
        counted.count(*busy(log, 3))

    log.meanwhile = somebody_acts  # type: ignore[method-assign]

    counted.rebuild(log)

    assert calls(counted) == counted.positions == len(log.events) > 30


def test_what_was_counted_after_the_last_page_is_counted_before_the_change_over(counted: Counted) -> None:
    log = Watched()
    counted.count(*busy(log, 5))

    def after_the_last_page() -> None:
        if len(log.events) == 5:
            log.meanwhile = lambda: None  # type: ignore[method-assign]
            [late] = busy(log, 1)
            counted.count(late)

    log.meanwhile = after_the_last_page  # type: ignore[method-assign]
    hidden, log.after = log.after, lambda *asked, **more: only(5, hidden(*asked, **more))  # type: ignore[method-assign]

    counted.rebuild(log)

    assert (calls(counted), counted.positions) == (6, 6)


def only(most: int, answer: Answer) -> Answer:
    return answer._replace(facts=[each for each in answer.facts if each.event["position"] <= most])


def test_a_fact_that_comes_again_after_the_change_over_is_not_counted_again(counted: Counted) -> None:
    log = Log()
    events = busy(log, 5)
    counted.count(*events)
    counted.rebuild(log)

    assert (counted.count(*events), calls(counted)) == (0, 5)


@contextmanager
def traffic(counted: Counted, log: Log) -> Iterator[None]:
    """Count, roll and compact without pause."""
    over = Event()
    works = (lambda: counted.count(*busy(log, 5)), counted.roll, lambda: compacts(counted))
    with ThreadPoolExecutor(len(works)) as pool:
        parts = [pool.submit(again_and_again, work, over) for work in works]
        yield
        over.set()
        for part in parts:
            part.result(20)


def again_and_again(work: Callable[[], object], over: Event) -> None:
    while not over.is_set():
        work()


def compacts(counted: Counted) -> None:
    with transaction(counted.engine) as session:
        store.enter_live(session)
        compact(session, rows=2)


def test_several_rebuilds_under_live_traffic_lose_and_double_nothing(counted: Counted) -> None:
    log = Log(page=200)
    counted.count(*busy(log, 50))
    with traffic(counted, log):
        for _ in range(4):
            time.sleep(0.2)
            counted.rebuild(log)

    assert calls(counted) == counted.positions == len(log.events)
    assert counted.cell(PROVINCE, "2021-22", "households") == len(log.events)


def test_a_batch_under_way_holds_the_change_over_back(counted: Counted) -> None:
    log = Log()
    counted.count(*busy(log, 3))
    [late] = busy(log, 1)
    with ThreadPoolExecutor(1) as pool:
        with transaction(counted.engine) as session:
            store.enter_live(session)
            counted.counter.count_in(session, [Arrival(late, body(late))])
            rebuilding = pool.submit(counted.rebuild, log)
            assert waits(rebuilding)
        rebuilding.result(20)

    assert (calls(counted), counted.positions) == (4, 4)


def test_a_batch_that_waited_for_the_change_over_counts_into_the_new_schema(counted: Counted) -> None:
    log = Log()
    counted.count(*busy(log, 3))
    counted.rebuild(log)
    [late] = busy(log, 1)
    with ThreadPoolExecutor(1) as pool:
        with transaction(counted.engine) as session:
            store.hold_swap(session)
            waiting = pool.submit(counted.count, late)
            assert waits(waiting)
            store.point_at(session, store.shadow(session))
        assert waiting.result(5) == 1

    assert counted.positions == 4


def test_a_rebuild_refuses_to_finish_while_anything_is_parked(counted: Counted) -> None:
    log = Log()
    events = busy(log, 3)
    log.events[1]["type"] = "Whispered"
    counted.count(*events)
    [row] = counted.parked
    schema = live(counted)

    with pytest.raises(RebuildRefused, match=str(row["id"])):
        counted.rebuild(log)
    assert (live(counted), calls(counted)) == (schema, 2)

    counted.rebuild(log, row["id"])
    assert (live(counted) != schema, calls(counted), len(counted.parked)) == (True, 2, 1)


def test_a_rebuild_settles_what_was_parked_and_can_be_counted_now(counted: Counted) -> None:
    log = Log()
    good = busy(log, 1)[0]
    counted.count({**good, "type": "Whispered"})

    counted.rebuild(log)

    assert (counted.parked, calls(counted)) == ([], 1)


def test_a_rebuild_refuses_a_log_that_lost_what_was_counted(counted: Counted) -> None:
    log = Log()
    counted.count(*busy(log, 5))
    del log.events[3:]

    with pytest.raises(RebuildRefused, match="2 facts that were counted are gone from the log of sample"):
        counted.rebuild(log)
    assert calls(counted) == 5


def test_two_rebuilds_at_once_are_refused(counted: Counted) -> None:
    with alone(counted.engine, "rebuild"), pytest.raises(RebuildRefused, match="another rebuild is running"):
        counted.rebuild(Log())


def test_a_rebuild_tells_how_far_it_is(counted: Counted) -> None:
    log, seen = Log(page=2), []
    busy(log, 5)

    counted.rebuild(log, progress=lambda *far: seen.append(far))

    assert seen == [("sample", 2, 5), ("sample", 4, 5), ("sample", 5, 5)]


def test_no_roll_is_done_twice_when_two_roll_at_once(counted: Counted) -> None:
    counted.count(*busy(Log(), 5))
    with ThreadPoolExecutor(1) as pool, transaction(counted.engine) as session:
        store.enter_live(session)
        session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('roll ' || current_schema(), 0))"))
        pool.submit(counted.roll).result(5)
        assert [row.n for row in session.execute(text("SELECT count(*) AS n FROM parcel"))] == [1]

    assert calls(counted) == 5


def test_what_one_roll_leaves_over_is_told_in_facts(counted: Counted) -> None:
    log = Log()
    counted.count(*busy(log, 5))
    counted.count(*busy(log, 4))

    with transaction(counted.engine) as session:
        store.enter_live(session)
        before, rolled, after = left_over(session), roll(session, most=1), left_over(session)
    assert (before, rolled, after) == (9, 1, 4)
