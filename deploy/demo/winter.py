"""Tells a demo winter to the services, as clients would, each story in order and each day not before it comes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as time_of_day
from heapq import heapify, heappop, heappush
from itertools import chain
from random import Random

from deploy.demo import children, identities, jobs, outreach, ventures, volunteers, wishes
from deploy.demo.world import Step, Story, World
from shared import clock
from shared.clock import Held
from shared.rpc import NO_ANSWER, RpcClient

SHARES = (
    (outreach.stories, 0.42),
    (jobs.stories, 0.12),
    (ventures.stories, 0.06),
    (volunteers.stories, 0.14),
    (children.stories, 0.16),
    (wishes.stories, 0.08),
    (identities.stories, 0.02),
)
CLERKS = 12
LAST_MINUTE = time_of_day(23, 59)

AGAIN_S, PATIENCE_S = 1.0, 120.0
"""How soon a step that nobody answered is said again, and for how long."""


@dataclass(frozen=True)
class Winter:
    """The clients of one winter: for each place those of its people."""

    clients: dict[tuple[str, str], RpcClient]

    def say(self, step: Step) -> None:
        """Say a step as the person it names, again while nobody answers: under the same id it happens once."""
        latest = time.monotonic() + PATIENCE_S
        while True:
            try:
                return self._say(step)
            except NO_ANSWER:
                if time.monotonic() > latest:
                    raise
            time.sleep(AGAIN_S)

    def _say(self, step: Step) -> None:
        step.say(self.clients[step.city, step.by])


def stories(seed: int, world: World, acts: int) -> list[Story]:
    """Draw a winter of about `acts` steps; the same for the same seed."""
    drawn: Iterable[Iterator[Story]] = (
        tell(Random(f"{seed}:{tell.__module__}"), world, round(acts * share)) for tell, share in SHARES
    )
    return sorted(chain.from_iterable(drawn), key=lambda story: story[0].on)


class Agenda:
    """The steps still to be said, earliest day first; a story's next step joins when the one before it is said."""

    def __init__(self, told: list[Story], held: Held, rate: float) -> None:
        """Put the first step of every story on the agenda; the clock runs up to the first day that asks for any."""
        self._told, self._left, self._turn = told, len(told), threading.Condition()
        self._held, self._rate, self._day = held, rate, date.min
        self._busy: list[date] = []
        self._steps = [(story[0].on, number, 0) for number, story in enumerate(told)]
        heapify(self._steps)
        self._let_time_pass()

    def take(self) -> tuple[Step, int, int] | None:
        """Wait for the earliest step's day; None when nothing is left to say."""
        with self._turn:
            while self._left > 0 and not self._day_has_come():
                self._turn.wait(0.02)
            if self._left <= 0:
                return None
            on, number, place = heappop(self._steps)
            self._busy.append(on)
            return self._told[number][place], number, place

    def _day_has_come(self) -> bool:
        return bool(self._steps) and self._steps[0][0] <= clock.day_of(self._held.at(time.time()))

    def _let_time_pass(self) -> None:
        """Let the clock run to the end of the first day that has something to be said: a slow machine is never late."""
        waiting = [*self._busy, *(each[0] for each in self._steps[:1])]
        day = min(waiting, default=date.max)
        if day != self._day:
            self._day = day
            limit = None if day == date.max else datetime.combine(day, LAST_MINUTE, clock.SHANGHAI)
            clock.release(self._held.file, self._rate, limit)

    def said(self, number: int, place: int) -> None:
        """Go on with a story whose step was said."""
        with self._turn:
            self._busy.remove(self._told[number][place].on)
            if place + 1 < len(self._told[number]):
                heappush(self._steps, (self._told[number][place + 1].on, number, place + 1))
            else:
                self._left -= 1
            self._let_time_pass()
            self._turn.notify_all()

    def close(self) -> None:
        """Say nothing more."""
        with self._turn:
            self._left = 0
            self._turn.notify_all()


def tell(winter: Winter, agenda: Agenda, advance: Callable[[], None]) -> int:
    """Say every step of every story on its day; answers how many were said, raises the first that was refused."""
    with ThreadPoolExecutor(CLERKS) as clerks:
        try:
            return sum(clerks.map(lambda _: _clerk(winter, agenda, advance), range(CLERKS)))
        finally:
            agenda.close()  # interrupted, it would otherwise wait here for the rest of the winter


def _clerk(winter: Winter, agenda: Agenda, advance: Callable[[], None]) -> int:
    said = 0
    try:
        while taken := agenda.take():
            step, number, place = taken
            winter.say(step)
            agenda.said(number, place)
            advance()
            said += 1
    except BaseException:
        agenda.close()
        raise
    return said
