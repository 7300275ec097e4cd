"""What the counting process measures: batches by time and age, what stands parked, what is missing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from services.reporting.measures import measured as measure
from services.reporting.measures import measured_roll
from services.reporting.watching import CountWatch
from tests.conftest import Site
from tests.measured import measured
from tests.reporting.counted import Counted
from tests.reporting.log import Log, body, called
from tests.reporting.sample import SERVICE


def value(name: str, **labels: str) -> float:
    return measured(name, **labels) or 0.0


def test_a_batch_is_timed_and_aged_by_the_time_its_first_message_was_told() -> None:
    told = datetime.now(UTC) - timedelta(seconds=90)
    first = body({"loggedat": told.isoformat()})
    before = [value(f"nuandong_{name}") for name in ("batch_seconds_count", "counted_facts_total", "messages_total")]

    assert measure(lambda bodies: len(bodies) - 1, [first, b"{}", b"{}"]) == 2

    after = [value(f"nuandong_{name}") for name in ("batch_seconds_count", "counted_facts_total", "messages_total")]
    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 2, 3]
    assert 90 <= value("nuandong_behind_seconds") < 100


@pytest.mark.parametrize("strange", [b"\xff", b"[]", b"7", b'{"time": 7}', b'{"loggedat": "soon"}'])
def test_a_message_that_does_not_say_when_it_was_told_leaves_the_age_as_it_was(strange: bytes) -> None:
    measure(len, [body({"time": datetime.now(UTC).isoformat()})])
    before = value("nuandong_behind_seconds")

    measure(len, [strange])

    assert value("nuandong_behind_seconds") == before


def test_only_a_roll_that_had_something_to_roll_is_timed() -> None:
    before = value("nuandong_roll_seconds_count")
    for parcels in (0, 3):
        with measured_roll() as rolled:
            rolled(parcels)
    assert value("nuandong_roll_seconds_count") == before + 1


@pytest.fixture
def watch(counted: Counted, site: Site) -> Iterator[CountWatch]:
    with closing(CountWatch(counted.engine, site.broker_uri("reporting"), [SERVICE, "unheard"])) as made:
        yield made


def test_what_waits_is_parked_or_missing_is_seen_beside_the_counting(counted: Counted, watch: CountWatch) -> None:
    log = Log()
    told = [log.tell(called(household=uuid4())) for _ in range(3)]
    parked_before = value("nuandong_parked_messages_total", reason="unknown_type")
    counted.count(told[0], {**told[1], "type": "Unheard"})
    counted.counter.count([log.head_told()])

    watch.look()

    assert value("nuandong_waiting_facts") == 1
    assert value("nuandong_parked") == 1
    assert value("nuandong_parked_messages_total", reason="unknown_type") == parked_before + 1
    assert value("nuandong_missing_facts", service=SERVICE) == 1
    assert value("nuandong_log_short", service=SERVICE) == 0
    assert value("nuandong_source_silent_seconds", service=SERVICE) < 60

    assert value("nuandong_source_silent_seconds", service="unheard") == float("inf")

    counted.count(told[2])
    counted.roll()
    time.sleep(0.01)
    watch.look()

    assert value("nuandong_missing_facts", service=SERVICE) == 0
    assert value("nuandong_waiting_facts") == 0
    assert value("nuandong_visible_seconds", quantile="0.99") > 0
