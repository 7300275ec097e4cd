"""What is frozen is exactly what was counted; and what stands in the way of opening and freezing is said."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from threading import Event

import pytest

from services.reporting.returns import freezing
from services.reporting.returns.opening import open_period
from shared.frame import Frame
from shared.refusals import Refusal, Refused
from shared.worker import open_desk
from tests.builders import CLERK, COUNTY, a_token
from tests.reporting.asked import visit
from tests.reporting.log import body
from tests.reporting.returning import Returning


def count(returning: Returning, done: Event) -> None:
    while not done.is_set():
        fact = visit(place=COUNTY, occurred_on=date(returning.year, 11, 3))
        returning.asked.count([body(returning.asked.log.tell(fact))])


def roll(returning: Returning, done: Event) -> None:
    while not done.wait(0.01):
        returning.asked.counted.roll()


@contextmanager
def busy(returning: Returning) -> Iterator[None]:
    """Count visits and roll them, one after another, for the length of the block."""
    done = Event()
    with ThreadPoolExecutor(2) as pool:
        works = [pool.submit(work, returning, done) for work in (count, roll)]
        try:
            yield
        finally:
            done.set()
        for each in works:
            each.result(10)


def test_figures_and_positions_are_of_one_instant_while_counting_and_rolling_go_on(returning: Returning) -> None:
    returning.keep()
    month = returning.months[0]
    returning.told(date(returning.year, 11, 2))

    with busy(returning):
        for _ in range(3):
            returning.submit(month)
            frozen = returning.shown(month)
            positions = sum(last - first + 1 for first, last in frozen["frozen"]["positions"]["outreach/1"])
            assert frozen["figures"]["visits"]["value"] == positions > 0
            returning.step("send_back", month, reason="请核对")


def test_when_too_much_waits_to_be_rolled_nothing_is_frozen_and_nobody_is_held_back(
    returning: Returning, monkeypatch: pytest.MonkeyPatch
) -> None:
    returning.keep()
    month, asked = returning.months[0], returning.asked
    returning.told(date(returning.year, 11, 2))
    asked.count([body(asked.log.tell(visit(place=COUNTY, occurred_on=date(returning.year, 11, 3))))])
    monkeypatch.setattr(freezing, "MOST_WAITING", 0)

    with pytest.raises(Refused, match="FiguresBehind"):
        returning.submit(month)
    assert returning.shown(month)["state"] == "draft"
    asked.counted.roll()
    assert returning.submit(month)["number"] == 1


def test_nothing_is_opened_too_early_for_a_month_of_no_season_or_without_cities(returning: Returning) -> None:
    with open_desk(returning.asked.known, a_token(returning.asked.site, "reporting", CLERK)) as desk:
        nowhere = replace(desk, frame=Frame(1, (), (), desk.frame.campaigns, ()))
        for at, month, rule in (
            (desk, returning.months[1], "TooEarlyToOpen"),
            (desk, f"{returning.year}-10", "NothingOwed"),
            (nowhere, returning.months[0], "NoCityKnown"),
        ):
            with pytest.raises(Refusal) as caught:
                open_period(at, month, 30)
            assert caught.value.rule == rule
