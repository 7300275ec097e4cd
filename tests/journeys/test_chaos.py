"""Everything goes wrong at once for twenty seconds, in an order that follows from a seed."""

from __future__ import annotations

import time
from collections.abc import Callable
from random import Random

import pytest

from tests.journeys.figures import counted_exactly
from tests.journeys.live import Live
from tests.journeys.running import SPARE

SECONDS = 20.0
MORTAL = ("keep-outreach", "keep-volunteers", "keep-children", "count-1", SPARE, "serve-outreach", "serve-children")
OFTEN = (3, 1, 1, 2, 2, 1, 1)


class Chaos:
    """Breaks one thing after another."""

    def __init__(self, live: Live, chance: Random) -> None:
        self._live, self._chance = live, chance
        self._begun = len(live.overheard())

    def kill(self) -> None:
        """Kill a keeper, a counter or a service outright."""
        self._live.running.kill(*self._chance.choices(MORTAL, OFTEN))

    def repeat(self) -> None:
        """Say again what was said before, some of it twice."""
        heard = [body for kind, body in self._live.overheard()[self._begun :] if kind != "HeadTold"]
        for service in ("outreach", "volunteers", "children"):
            own = [body for body in heard if f'"{service}/'.encode() in body]
            if own:
                self._live.publish(service, *self._chance.choices(own, k=40))

    def lose(self) -> None:
        """Throw away what waits for the counters."""
        self._live.purge()

    def cut_broker(self) -> None:
        """Close everybody's connection to the broker."""
        self._live.end_broker_connections()

    def cut_databases(self) -> None:
        """Terminate everybody's connection to the databases."""
        self._live.end_database_connections()

    def reign(self, seconds: float) -> None:
        """Break things until the time is over."""
        deeds: tuple[Callable[[], None], ...] = (
            self.kill, self.repeat, self.lose, self.cut_broker, self.cut_databases,
        )  # fmt: skip
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            self._chance.choices(deeds, (6, 3, 2, 1, 1))[0]()
            time.sleep(self._chance.uniform(0.2, 1.2))


@pytest.mark.timeout(240)
def test_chaos_loses_nothing_and_counts_nothing_twice(live: Live, chaos_seed: int) -> None:
    with live.running.also(SPARE), counted_exactly(live, clerks=5, seed=chaos_seed):
        Chaos(live, Random(chaos_seed)).reign(SECONDS)
