"""Thirty who want the last place of a shift at one moment: how soon all are answered, beside thirty places."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

import pytest

from shared.database import engine
from tests.builders import ready
from tests.conftest import Site
from tests.volunteers.conftest import Office
from tests.volunteers.season import a_plan, a_station, a_volunteer
from tests.volunteers.test_races import at_once, signing

ROUNDS = 7
WILLING = 30


def main(site: Site) -> dict[str, float]:
    """Race in turns; answer the median milliseconds of both, and how many rounds had exactly one winner."""
    with _office(site) as office:
        people = [a_volunteer(office) for _ in range(WILLING)]
        contended, roomy, won = [], [], 0
        for number in range(ROUNDS):
            seconds, winners = _raced(office, people, number * 2 + 1, needed=1)
            contended.append(seconds)
            won += winners == 1
            roomy.append(_raced(office, people, number * 2 + 2, needed=WILLING)[0])
    return {"one_place": median(contended) * 1000, "room_for_all": median(roomy) * 1000, "won": won, "rounds": ROUNDS}


def _raced(office: Office, people: list[str], day: int, needed: int) -> tuple[float, int]:
    """Let everybody sign up at once for a shift of a day of its own, so that only the places decide."""
    hours = {"starts_at": f"2022-01-{day:02}T08:00:00+08:00", "ends_at": f"2022-01-{day:02}T12:00:00+08:00"}
    posts = [{"post": "tickets", "needed": needed}]
    shift = office.say("open_shift", a_plan(a_station(office), **hours, posts=posts))["shift"]
    begun = time.monotonic()
    ended = at_once([signing(office, shift, each) for each in people])
    return time.monotonic() - begun, ended["signed"]


@contextmanager
def _office(site: Site) -> Iterator[Office]:
    known = ready(site, "volunteers")
    opened = engine(known.database_url, pool_size=2)
    office = Office(site, known, opened)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("shared.clock.now", lambda: office.now)
        yield office
    opened.dispose()
