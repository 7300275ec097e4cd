"""Waits for PostgreSQL on eventlet's own hub, so that the other calls of a process go on meanwhile."""

from __future__ import annotations

from eventlet.green import select
from eventlet.hubs import trampoline
from psycopg.abc import RV, PQGen
from psycopg.waiting import Ready, Wait, wait_selector


def wait(gen: PQGen[RV], fileno: int, interval: float = 0.0, timeout: float | None = None) -> RV:
    """Drive one exchange with the server to its end; psycopg's own `wait_selector` makes a selector for each.

    The hub looks at signals by itself, so that there is no interval at which to look round.
    """
    if timeout is not None:  # only listening to notifications has one
        return wait_selector(gen, fileno, interval, timeout)
    try:
        asked = next(gen)
        while True:
            asked = gen.send(_ready(fileno, asked))
    except StopIteration as done:
        answer: RV = done.value
        return answer


def _ready(fileno: int, asked: Wait) -> Ready:
    if asked != Wait.RW:
        trampoline(fileno, read=asked == Wait.R, write=asked == Wait.W)
        return Ready(asked)
    readable, writable, _ = select.select([fileno], [fileno], [])
    return Ready((Ready.R if readable else 0) | (Ready.W if writable else 0))
