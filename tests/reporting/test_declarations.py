"""A new indicator has no history in the live figures, and so it waits there for a rebuild."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from services.reporting import store
from services.reporting.fold import Counter, IndicatorsUnknown, declarations, plans, waiting
from services.reporting.indicators import CATALOGUE, Catalogue, Declared
from services.reporting.rebuild import RebuildRefused, reconcile
from shared.database import transaction
from shared.facts import Distinct, Sum
from tests.reporting import sample
from tests.reporting.asked import Asked, visit
from tests.reporting.counted import Counted
from tests.reporting.log import PROVINCE, Log, body
from tests.reporting.returning import OTHER_CITY, Returning
from tests.reporting.test_rebuilding import Watched, busy

ALL = sample.CATALOGUE
YESTERDAY = plans(ALL.only(set(ALL.indicators) - {"persons", "townships"}))
TODAY = plans(ALL)
NEW = ("persons", "townships")


@pytest.fixture
def yesterday(counted: Counted) -> Counted:
    """Count as before the new indicators were declared."""
    return replace(counted, plans=YESTERDAY)


def figures(counted: Counted) -> dict[str, int]:
    season = [(key[3], value) for key, value in counted.cells.items() if key[:3] == ("p", PROVINCE, "2021-22")]
    return dict(season)


def test_a_new_indicator_is_not_counted_into_the_figures_that_are_live(yesterday: Counted, counted: Counted) -> None:
    log = Log()
    yesterday.count(*busy(log, 3))
    counted.count(*busy(log, 2))

    assert figures(counted)["calls"] == 5
    assert not figures(counted).keys() & set(NEW)


def test_a_rebuild_brings_a_new_indicator_with_its_whole_history(yesterday: Counted, counted: Counted) -> None:
    log = Log()
    yesterday.count(*busy(log, 3))

    counted.rebuild(log)

    assert (figures(counted)["calls"], figures(counted)["persons"], figures(counted)["townships"]) == (3, 3, 1)


def test_readers_see_the_old_figures_until_the_swap_while_counting_goes_on(
    yesterday: Counted, counted: Counted
) -> None:
    log, seen = Watched(page=10), []
    yesterday.count(*busy(log, 25))

    def somebody_acts_and_somebody_reads() -> None:
        counted.count(*busy(log, 3))
        yesterday.count(*busy(log, 1))
        seen.append(figures(counted))

    log.meanwhile = somebody_acts_and_somebody_reads  # type: ignore[method-assign]
    counted.rebuild(log)

    assert all(not each.keys() & set(NEW) for each in seen)
    assert seen[-1]["calls"] > 25
    assert figures(counted)["calls"] == figures(counted)["persons"] == counted.positions == len(log.events)


def test_a_counter_that_does_not_know_a_live_indicator_stops_and_counts_nothing(
    yesterday: Counted, counted: Counted
) -> None:
    log = Log()
    counted.count(*busy(log, 2))
    late = busy(log, 1)

    with pytest.raises(IndicatorsUnknown, match="persons, townships"):
        yesterday.count(*late)

    assert (counted.positions, counted.count(*late), figures(counted)["persons"]) == (2, 1, 3)


def test_a_counter_of_yesterday_stops_at_the_first_batch_after_the_swap(yesterday: Counted, counted: Counted) -> None:
    log, counter = Log(), yesterday.counter
    assert counter.count([body(each) for each in busy(log, 2)]) == 2
    counted.rebuild(log)

    with pytest.raises(IndicatorsUnknown):
        counter.count([body(each) for each in busy(log, 1)])


def test_an_indicator_is_taken_away_by_a_rebuild_first_and_by_new_counters_then(
    yesterday: Counted, counted: Counted
) -> None:
    log = Log()
    counted.count(*busy(log, 2))

    yesterday.rebuild(log, takes_away=True)
    counted.count(*busy(log, 1))
    yesterday.count(*busy(log, 1))

    assert (figures(counted)["calls"], figures(counted).keys() & set(NEW)) == (4, set())


def test_a_rebuild_takes_nothing_away_unless_that_is_meant(yesterday: Counted, counted: Counted) -> None:
    log = Log()
    counted.count(*busy(log, 2))

    with pytest.raises(RebuildRefused, match="take away, or count otherwise, what is live: persons, townships"):
        yesterday.rebuild(log)
    assert figures(counted)["persons"] == 2


def test_an_indicator_that_is_counted_otherwise_than_before_is_not_taken_for_the_same(counted: Counted) -> None:
    log = Log()
    counted.count(*busy(log, 1))
    other = with_indicators(Sum("calls", "次数", sample.Called, "persons", "次", "三(二)", by=("kind", "topics")))

    with pytest.raises(IndicatorsUnknown, match="calls"):
        Counter(counted.engine, plans(other)).count([body(each) for each in busy(log, 1)])


def with_indicators(*instead: Sum | Distinct) -> Catalogue:
    told = {each.code: each for each in (*ALL.indicators.values(), *instead)}
    return Catalogue({sample.SERVICE: Declared(ALL.services[sample.SERVICE].facts, tuple(told.values()))})


def test_another_label_unit_or_clause_needs_no_rebuild() -> None:
    said = with_indicators(Sum("calls", "通话", sample.Called, 1, "通", "三(三)", by=("kind", "topics")))

    assert declarations(plans(said)) == declarations(TODAY)


def test_a_new_kind_of_fact_waits_without_hiding_what_an_indicator_counted_before() -> None:
    both = (sample.Called, sample.Opened)
    wider = plans(with_indicators(Distinct("townships", "乡镇数", both, "township", "个", "三(二)")))

    assert declarations(TODAY) < declarations(wider)
    assert waiting(wider, declarations(TODAY)) == ["townships"]


def test_following_an_epoch_takes_nothing_in_that_waits_for_a_rebuild(yesterday: Counted, counted: Counted) -> None:
    log = Log()
    yesterday.count(*busy(log, 3))
    log.begin_epoch(2, 2)

    counted.rebuild(log, as_declared=False)

    assert (figures(counted)["calls"], figures(counted).keys() & set(NEW)) == (2, set())


def test_following_an_epoch_takes_nothing_away_either(yesterday: Counted, counted: Counted) -> None:
    log = Log()
    counted.count(*busy(log, 3))
    log.begin_epoch(2, 2)

    with pytest.raises(IndicatorsUnknown):
        yesterday.rebuild(log, as_declared=False)
    assert figures(counted)["persons"] == 3


def test_of_two_versions_that_begin_at_one_moment_one_says_what_is_counted(
    yesterday: Counted, counted: Counted
) -> None:
    log = Log()
    batches = [[body(each) for each in busy(log, 1)] for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        futures = [
            pool.submit(attempt, each.counter, batch) for each, batch in zip((yesterday, counted), batches, strict=True)
        ]
        said = {str(future.result(10)) for future in futures}

    with transaction(counted.engine) as session:
        store.look_at_live(session)
        live = store.declared(session)
    if live == declarations(YESTERDAY):
        assert said == {"1"}
    else:
        assert (live, said) == (declarations(TODAY), {"1", "unknown"})


def attempt(counter: Counter, batch: list[bytes]) -> int | str:
    try:
        return counter.count(batch)
    except IndicatorsUnknown:
        return "unknown"


def test_the_declarations_are_read_once_and_not_with_every_batch(counted: Counted) -> None:
    log, counter, asked = Log(), counted.counter, list[str]()

    def noted(*said: Any) -> None:
        asked.append(said[2])

    for _ in range(2):
        counter.count([body(each) for each in busy(log, 1)])
    event.listen(counted.engine, "before_cursor_execute", noted)
    try:
        counter.count([body(each) for each in busy(log, 1)])
    finally:
        event.remove(counted.engine, "before_cursor_execute", noted)

    assert not [each for each in asked if "declared" in each]


@pytest.fixture
def asked_before(asked: Asked) -> Asked:
    """Count the real figures as before an indicator was declared."""
    older = plans(CATALOGUE.only(set(CATALOGUE.indicators) - {"households_visited"}))
    Counter(asked.counted.engine, older).count([body(asked.log.tell(visit(persons=3)))])
    asked.counted.roll()
    return asked


def test_doors_show_what_is_counted_and_name_what_waits(asked_before: Asked) -> None:
    asked_before.told(visit(persons=4))

    shown = asked_before.figures()
    series = asked_before.ask(
        "series", place=PROVINCE, indicator="households_visited", since="2021-12-01", until="2021-12-02"
    )
    behind = asked_before.ask("facts_behind", place=PROVINCE, indicator="households_visited", period="2021-12")

    assert (shown["visits"]["value"], "households_visited" in shown) == (2, False)
    assert (series, behind) == ("IndicatorWaits", "IndicatorWaits")
    assert asked_before.ask("freshness")["waiting_for_rebuild"] == ["households_visited"]


def test_doors_show_a_new_indicator_from_the_swap_on(asked_before: Asked) -> None:
    before = asked_before.figures()

    replace(asked_before.counted, plans=plans(CATALOGUE)).rebuild(asked_before.log)

    after = asked_before.figures()
    assert ("households_visited" in before, after["households_visited"]["value"]) == (False, 1)
    assert asked_before.ask("freshness")["waiting_for_rebuild"] == []


def test_a_frozen_return_shows_no_indicator_that_came_after_it(returning: Returning) -> None:
    asked, first = returning.asked, returning.months[0]
    fewer = set(CATALOGUE.indicators) - {"households_visited"}
    Counter(asked.counted.engine, plans(CATALOGUE.only(fewer))).count([asked.log.head_told()])
    returning.on(12, 5).keep()
    returning.submit(first)

    replace(asked.counted, plans=plans(CATALOGUE)).rebuild(asked.log)

    shown = returning.shown(first)
    assert {each["code"] for each in shown["indicators"]} == shown["figures"].keys()
    assert "households_visited" not in shown["figures"]
    assert "households_visited" in returning.shown(first, OTHER_CITY)["figures"]


def test_reconciling_leaves_out_what_waits(yesterday: Counted, counted: Counted) -> None:
    compared: list[str] = []
    yesterday.count(*busy(Log(), 1))

    reconcile(counted.engine, ALL, Noting(compared.append))

    assert set(ALL.indicators) - set(compared) == {*NEW, "calls_each"}


class Noting(Log):
    """Tables that say nothing, and note what they are asked for."""

    def __init__(self, note: Callable[[str], object]) -> None:
        super().__init__()
        self._note = note

    def counts(self, _service: str, figure: str) -> Any:
        self._note(figure)
        return iter(())


def test_what_a_counter_declares_is_forgotten_with_its_batch(counted: Counted) -> None:
    log, counter = Log(), counted.counter
    [first, second] = busy(log, 2)
    counted.ask("INSERT INTO counted VALUES ('sample/1', '{[1,2)}')")

    assert counter.count([body(first)]) == 0
    assert counted.ask("SELECT FROM declared") == []

    assert (counter.count([body(second)]), figures(counted)["persons"]) == (1, 1)
