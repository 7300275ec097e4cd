"""The trace of a call, from whoever asked to the fact it told, the message that carried it and the lines it logged."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest

from shared.database import transaction
from shared.eventlog import facts_after, reverse, tell
from shared.rpc import RemoteFailure
from shared.trace import begun, current, following, trace_id, traceparent
from tests.builders import ready
from tests.conftest import Site
from tests.shared.conftest import NOW, Heard, Log, Relays
from tests.shared.lamps import lamp
from tests.shared.serving import asking, served, until_answering

GIVEN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
TRACE = GIVEN[3:35]


def test_a_step_keeps_the_trace_and_has_a_number_of_its_own() -> None:
    with following(GIVEN) as step:
        assert (current(), trace_id()) == (step, TRACE)
        assert step != GIVEN
        assert traceparent(step) == step
    assert current() is None


def test_a_step_within_a_step_leaves_the_outer_one_as_it_was() -> None:
    with following(GIVEN) as outer:
        with following(outer) as inner:
            assert trace_id() == TRACE
            assert inner != outer
        assert current() == outer


@pytest.mark.parametrize(
    "said",
    [
        None,
        7,
        "",
        "张三",
        GIVEN.upper(),
        GIVEN + "0",
        "ff" + GIVEN[2:],
        GIVEN.replace(TRACE, "0" * 32),
        GIVEN.replace("00f067aa0ba902b7", "0" * 16),
    ],
)
def test_what_is_no_traceparent_goes_no_further_and_a_new_trace_begins(said: Any) -> None:
    with following(said) as step:
        assert traceparent(step) == step
        assert trace_id() != TRACE
    assert traceparent(said) is None


def test_two_traces_are_never_the_same() -> None:
    assert len({begun() for _ in range(1_000)}) == 1_000


def test_a_fact_its_reversal_and_its_message_carry_the_trace_of_their_call(
    log: Log, heard: Heard, relays: Relays
) -> None:
    fact_id = uuid4()
    with following(GIVEN) as told, transaction(log.app) as session:
        tell(session, lamp(), fact_id, NOW)
    with following() as taken_back, transaction(log.app) as session:
        reverse(session, fact_id, NOW)
    log.tell(1)
    relays().step()

    assert [event["traceparent"] for event in heard.listen(3)] == [told, taken_back, None]
    with transaction(log.app) as session:
        assert [each["traceparent"] for each in facts_after(session, "outreach", 0, 9)] == [told, taken_back, None]


def test_a_call_takes_the_trace_of_whoever_asks_through_the_door_into_the_log_and_its_lines(
    site: Site, log: Log, tmp_path: Path
) -> None:
    ready(site, "outreach")
    with served(site.secrets, tmp_path) as echo, asking(site) as client:
        until_answering(client)
        with following(GIVEN):
            client.call("outreach", "say", id=str(uuid4()), fields={"words": "hush"})
            with pytest.raises(RemoteFailure):
                client.call("outreach", "stumble", words="oops")
        client.call("outreach", "say", id=str(uuid4()), fields={"words": "hush"})

        followed, begun_anew = (row.traceparent for row in log.ask("SELECT traceparent FROM event_log ORDER BY id"))
        failed = next(line for line in map(orjson.loads, echo.said.splitlines()) if line["event"] == "door_failed")
    assert followed[:36] == GIVEN[:36] != begun_anew[:36]
    assert followed != GIVEN
    assert traceparent(begun_anew) == begun_anew
    assert failed["trace"] == TRACE
