"""A service, the broker or the answer is away: a program is told so in time, asks again, and has one act."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest

from deploy.demo.world import organisation_id
from tests import builders
from tests.eventually import eventually
from tests.journeys.live import Live
from tests.web.programs import Program, Reply, issued

CITY = "510900000000"
PROMISED_S = 5.0 + 5.0
"""The deadline of a call, and what a loaded machine needs to say so."""
TAKEN, AWAY = 200, {503, 504}
BACK_S = 60.0


@pytest.fixture(scope="module")
def program(live: Live) -> Program:
    """Give a program of 遂宁市 that has asked already."""
    program = issued(live, place=CITY)[0]
    assert program.ask("GET", "/freshness").status == 200
    return program


def a_visit() -> dict[str, Any]:
    return builders.a_visit(place=builders.ELSEWHERE, organisation=organisation_id("league", CITY))


@contextmanager
def service_away(live: Live) -> Iterator[None]:
    with live.running.stopped("serve-outreach"):
        yield


@contextmanager
def broker_away(live: Live) -> Iterator[None]:
    if live.broker is None:
        pytest.skip("the broker is not ours to stop: NOBODY HAS SEEN THE API WITHOUT ONE")
    live.broker.cut_power()
    try:
        yield
    finally:
        live.broker.start()


@pytest.mark.parametrize("away", [service_away, broker_away])
def test_whoever_cannot_be_answered_is_told_in_time_and_has_one_act_after_asking_again(
    live: Live, program: Program, away: Any
) -> None:
    id, said = uuid4(), a_visit()
    address = f"/acts/VisitRecorded/{id}"

    with away(live):
        replies = [_timed(program, address, said) for _ in range(2)]
    eventually("the act is taken", lambda: program.ask("PUT", address, said).status == TAKEN, BACK_S)
    first, again = (program.ask("PUT", address, said) for _ in range(2))

    for reply, seconds in replies:
        assert (reply.status in AWAY, reply.headers["Content-Type"]) == (True, "application/problem+json"), reply.body
        assert seconds < PROMISED_S
    assert first.json["fact_id"] == again.json["fact_id"]
    assert live.ask("outreach", "SELECT count(*) FROM event_log WHERE fact_id = %s", first.json["fact_id"]) == [(1,)]


def _timed(program: Program, address: str, said: dict[str, Any]) -> tuple[Reply, float]:
    began = time.monotonic()
    return program.ask("PUT", address, said), time.monotonic() - began
