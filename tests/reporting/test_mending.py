"""What is lost on the way is fetched from its log; what cannot be counted is set aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import orjson
import pytest
from sqlalchemy import text

from services.reporting import store
from services.reporting.fold import forget
from services.reporting.rebuild import retry
from shared.database import transaction
from tests.reporting.counted import Counted
from tests.reporting.log import AWAY, DAY, PROVINCE, Log, body, called
from tests.reporting.sample import Topic


def calls(counted: Counted) -> int:
    return counted.cell(PROVINCE, "2021-22", "calls")


def test_a_message_lost_in_the_middle_is_mended(counted: Counted) -> None:
    log = Log()
    events = [log.tell(called()) for _ in range(5)]
    counted.count(*events[:2], *events[3:])
    counted.counter.count([log.head_told()])

    assert (counted.mend(log), calls(counted)) == (1, 5)


def test_a_lost_tail_is_mended_because_the_head_is_told(counted: Counted) -> None:
    log = Log()
    events = [log.tell(called()) for _ in range(5)]
    counted.count(*events[:2])
    counted.counter.count([log.head_told()])

    assert (counted.mend(log), calls(counted)) == (3, 5)


def test_what_may_still_be_on_its_way_is_left_alone_for_half_a_minute(counted: Counted) -> None:
    log = Log()
    counted.count(log.tell(called()))
    log.tell(called())
    counted.counter.count([log.head_told()])
    assert counted.mend(log, idle=False) == 0

    for _ in range(2):
        counted.ask("UPDATE head SET turned_at = turned_at - interval '31 s'")
        counted.counter.count([log.head_told()])
    assert counted.mend(log, idle=False) == 1


def test_a_mended_fact_that_arrives_after_all_is_not_counted_again(counted: Counted) -> None:
    log = Log()
    late = log.tell(called())
    counted.counter.count([log.head_told()])
    counted.mend(log)

    assert (counted.count(late), calls(counted)) == (0, 1)


def test_a_late_head_does_not_hide_what_was_told_since(counted: Counted) -> None:
    log = Log()
    old = log.head_told(0)
    log.tell(called())
    counted.counter.count([log.head_told(), old])

    assert counted.mend(log) == 1


def test_a_head_beyond_reason_is_parked_and_a_long_log_is_mended_a_thousand_facts_a_round(counted: Counted) -> None:
    log = Log()
    [log.tell(called()) for _ in range(1_500)]
    counted.counter.count([log.head_told(2**60), log.head_told(-1), log.head_told()])

    assert (len(counted.parked), counted.mend(log)) == (2, 1_000)
    assert counted.mend(log) == 500


def test_a_log_that_ends_before_what_was_counted_raises_the_alarm(counted: Counted) -> None:
    log = Log()
    counted.count(*(log.tell(called()) for _ in range(3)))
    del log.events[1:]
    counted.counter.count([log.head_told()])
    counted.mend(log)

    assert counted.standing()["sources"][0]["alarm"] is True


def test_a_head_that_was_only_late_raises_no_alarm(counted: Counted) -> None:
    log = Log()
    counted.counter.count([log.head_told()])
    counted.count(*(log.tell(called()) for _ in range(3)))
    counted.mend(log)

    assert counted.standing()["sources"][0]["alarm"] is False


FAULTS: dict[str, tuple[bytes, str]] = {
    "no json": (b"{half", "undecodable"),
    "no object": (b"[1]", "wrong_value"),
    "no source": (b'{"type": "Called"}', "missing_field"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_body_that_cannot_be_read_is_parked_without_its_words(counted: Counted, fault: str) -> None:
    sent, reason = FAULTS[fault]
    good = Log().tell(called())
    counted.counter.count([sent, body(good), sent])

    [row] = counted.parked
    assert (row["reason"], row["size"], row["position"], calls(counted)) == (reason, len(sent), None, 1)


def broken(event: dict[str, Any], **but: Any) -> dict[str, Any]:
    return {**event, **but}


def without(event: dict[str, Any], field: str) -> dict[str, Any]:
    return {**event, "data": {name: value for name, value in event["data"].items() if name != field}}


def saying(event: dict[str, Any], **but: Any) -> dict[str, Any]:
    return {**event, "data": {**event["data"], **but}}


SPOILT: dict[str, tuple[Callable[[dict[str, Any]], dict[str, Any]], str]] = {
    "an unknown type": (lambda event: broken(event, type="Whispered"), "unknown_type"),
    "a missing field": (lambda event: without(event, "persons"), "missing_field"),
    "words for a number": (lambda event: saying(event, persons="many"), "wrong_value"),
    "a truth for a number": (lambda event: saying(event, persons=True), "wrong_value"),
    "an absurd number": (lambda event: saying(event, persons=10**13), "wrong_value"),
    "a name for a key": (lambda event: saying(event, household="somebody"), "wrong_value"),
    "a sentence for a code": (lambda event: saying(event, topics=["Care!"]), "wrong_value"),
    "half a place": (lambda event: broken(event, place="51010401700"), "wrong_value"),
    "no place of the province": (lambda event: broken(event, place=AWAY, home=AWAY), "wrong_value"),
    "no day of any calendar": (lambda event: broken(event, occurredon="2021-13-01"), "wrong_value"),
    "a day of another century": (lambda event: broken(event, occurredon="1921-12-01"), "wrong_value"),
    "no organisation": (lambda event: broken(event, organisation="{a,b}"), "wrong_value"),
    "no instant": (lambda event: broken(event, loggedat="infinity"), "wrong_value"),
    "an instant that only Python reads": (lambda event: broken(event, loggedat="2021-W48-1"), "refused"),
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_a_fact_at_fault_is_parked_and_the_rest_of_its_batch_is_counted(counted: Counted, spoilt: str) -> None:
    log, (spoil, reason) = Log(), SPOILT[spoilt]
    events = [log.tell(called(topics=(Topic.CARE,), household=uuid4())) for _ in range(7)]
    events[3] = spoil(events[3])
    counted.count(*events)

    [row] = counted.parked
    assert (row["reason"], row["source"], row["position"]) == (reason, "sample/1", 4)
    assert (calls(counted), counted.cell(PROVINCE, "2021-12", "households")) == (6, 6)


def test_a_fact_that_its_source_never_tells_is_parked(counted: Counted) -> None:
    counted.count(broken(Log().tell(called()), source="others/1"))
    counted.counter.count([Log(service="others").head_told()])

    assert {row["reason"] for row in counted.parked} == {"unknown_source"}
    assert (counted.cells, counted.ask("SELECT * FROM epoch")) == ({}, [])


def test_a_parked_position_is_no_hole(counted: Counted) -> None:
    log = Log()
    counted.count(broken(log.tell(called()), type="Whispered"))
    counted.counter.count([log.head_told()])

    assert (counted.mend(log), len(counted.parked)) == (0, 1)


def test_a_parked_message_that_comes_again_is_parked_once(counted: Counted) -> None:
    event = broken(Log().tell(called()), type="Whispered")
    counted.count(event)
    counted.count(event)

    assert len(counted.parked) == 1


def test_another_fact_at_a_position_that_is_taken_is_parked(counted: Counted) -> None:
    first = Log().tell(called())
    counted.count(first, broken(first, id=str(uuid4())))

    assert [row["reason"] for row in counted.parked] == ["position_taken"]
    assert calls(counted) == 1


def test_what_was_parked_is_counted_when_its_log_tells_it_better(counted: Counted) -> None:
    log = Log()
    counted.count(broken(log.tell(called()), type="Whispered"))
    [row] = counted.parked

    assert retry(counted.engine, log, counted.counter, row["id"]) is True
    assert (counted.parked, calls(counted)) == ([], 1)


def test_what_is_still_at_fault_stays_parked(counted: Counted) -> None:
    log = Log()
    log.tell(called())
    log.events[0]["type"] = "Whispered"
    counted.count(log.events[0])
    [row] = counted.parked

    assert retry(counted.engine, log, counted.counter, row["id"]) is False
    assert [each["id"] for each in counted.parked] == [row["id"]]


def test_what_no_log_ever_told_is_dropped_when_it_is_retried(counted: Counted) -> None:
    log = Log()
    event = log.tell(called())
    counted.count(broken(event, position=9_000, type="Whispered"))
    [row] = counted.parked

    assert retry(counted.engine, log, counted.counter, row["id"]) is True
    assert (counted.parked, calls(counted)) == ([], 0)


def test_a_message_without_position_is_settled_when_nothing_is_missing(counted: Counted) -> None:
    log = Log()
    log.tell(called())
    counted.counter.count([b"{half", log.head_told()])
    [row] = counted.parked
    assert retry(counted.engine, log, counted.counter, row["id"]) is False

    counted.mend(log)
    assert retry(counted.engine, log, counted.counter, row["id"]) is True
    assert counted.parked == []


def test_retrying_what_is_not_parked_says_so(counted: Counted) -> None:
    with pytest.raises(LookupError, match="nothing is parked under 404"):
        retry(counted.engine, Log(), counted.counter, 404)


def test_no_parked_row_holds_a_word_of_its_message(counted: Counted) -> None:
    event = Log().tell(called())
    words = {"note": "王小明不该离开本服务", "persons": None}
    counted.counter.count([body(broken(event, data=words)), "王小明不该离开本服务".encode()])
    counted.counter.count(
        [orjson.dumps({"source": "王小明不该离开本服务/1", "position": 2, "type": "王小明不该离开本服务"})]
    )

    assert len(counted.parked) == 3
    assert "王小明" not in str(counted.parked)


def test_how_long_facts_waited_is_remembered_for_a_day(counted: Counted) -> None:
    log = Log()
    counted.count(*(log.tell(called(occurred_on=DAY)) for _ in range(20)))
    counted.roll()
    with transaction(counted.engine) as session:
        since = session.scalars(text("SELECT now() - interval '1 hour'")).one()
        lag = store.lag(session, since)

    assert lag.facts == 20
    assert 0 < (lag.p50 or 0) <= (lag.p95 or 0) <= (lag.p99 or 0) < 10_000

    counted.ask("UPDATE roll SET rolled_at = rolled_at - interval '25 hours'")
    with transaction(counted.engine) as session:
        forget(session)
    assert counted.ask("SELECT * FROM roll") == []
