"""Fifty who want one wish at one moment: how soon all are answered, beside fifty who want a wish each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from statistics import median
from typing import Any

import pytest

from shared import clock
from shared.database import engine, transaction
from shared.frame import apply
from tests.builders import ready
from tests.children.builders import COMPANION, MORE_FRAME, NEXT_COMPANION, NEXT_TOWNSHIP, Register
from tests.children.test_wishes_races import CLAIMANTS, at_once, claiming
from tests.children.wishing import published
from tests.conftest import Site

ROUNDS = 7
Call = Callable[[], dict[str, Any]]


def main(site: Site) -> dict[str, float]:
    """Race in turns; answer the median milliseconds of both, and how many rounds had exactly one winner."""
    with _register(site) as register:
        contended, alone, won = [], [], 0
        for _ in range(ROUNDS):
            wish = published(register)
            seconds, winners = _raced([claiming(register, wish) for _ in range(CLAIMANTS)])
            contended.append(seconds)
            won += winners == 1
            alone.append(_raced([claiming(register, published(register)) for _ in range(CLAIMANTS)])[0])
    return {"one_wish": median(contended) * 1000, "a_wish_each": median(alone) * 1000, "won": won, "rounds": ROUNDS}


def _raced(calls: list[Call]) -> tuple[float, int]:
    begun = time.monotonic()
    answers = at_once(calls)
    return time.monotonic() - begun, sum("answer" in each for each in answers)


@contextmanager
def _register(site: Site) -> Iterator[Register]:
    opened = engine(ready(site, "children").database_url, pool_size=2)
    with transaction(opened) as session:
        apply(session, {"version": 2, "rows": MORE_FRAME})
    register = Register(site, opened)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "_clock", lambda: register.clock)
        register.on(date(2022, 1, 10))
        register.a_companion(COMPANION)
        register.a_companion(NEXT_COMPANION, place=NEXT_TOWNSHIP)
        yield register
    opened.dispose()
