"""Waiting for what must come true, and saying what never did."""

import time
from collections.abc import Callable, Collection
from typing import Any, TypeVar

Seen = TypeVar("Seen")


def eventually(what: str, look: Callable[[], Seen], within: float = 10.0, every: float = 0.05) -> Seen:
    """Look until what is seen is true, and give it; else fail, naming what was awaited and what was seen last."""
    deadline = time.monotonic() + within
    while not (seen := look()):
        if time.monotonic() > deadline:
            raise AssertionError(f"never within {within} s: {what}; last seen: {seen!r}")
        time.sleep(every)
    return seen


def eventually_nothing(what: str, look: Callable[[], Collection[Any]], within: float, every: float = 0.05) -> None:
    """Look until nothing is seen; else fail, naming what is left."""
    deadline = time.monotonic() + within
    while seen := look():
        if time.monotonic() > deadline:
            raise AssertionError(f"after {within} s still {what}: {seen!r}")
        time.sleep(every)
