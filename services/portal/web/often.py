"""How often somebody may ask: counted by this process in a sliding minute, for an address, an account or a token."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Flask, current_app, request
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from werkzeug.exceptions import TooManyRequests

LONGEST_NAME = 200
"""How much is kept of what somebody says they are called."""

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")
Page = Callable[Parameters, Answer]


def install(app: Flask) -> None:
    """Begin to count."""
    app.extensions["often"] = SlidingWindowCounterRateLimiter(MemoryStorage())


def must_not_hurry(limit: RateLimitItem, *who: str) -> None:
    """Count a request; raises TooManyRequests, which says how many seconds to wait."""
    counted: SlidingWindowCounterRateLimiter = current_app.extensions["often"]
    if not counted.hit(limit, *who):
        seconds = counted.get_window_stats(limit, *who).reset_time - time.time()
        raise TooManyRequests(retry_after=max(1, math.ceil(seconds)))


def address() -> str:
    """Name where a request comes from."""
    return str(request.remote_addr)


def typed(name: str) -> Callable[[], str]:
    """Tell requests apart by what stands in a field of their form."""
    return lambda: request.form.get(name, "")


def carried(name: str) -> Callable[[], str]:
    """Tell requests apart by a cookie that the browser brought along."""
    return lambda: request.cookies.get(name, "")


def at_most(
    times: int, of: Callable[[], str] = address
) -> Callable[[Page[Parameters, Answer]], Page[Parameters, Answer]]:
    """Let a page be asked for so many times a minute by whoever has the same address, name or cookie."""
    limit = RateLimitItemPerMinute(times)

    def limited(page: Page[Parameters, Answer]) -> Page[Parameters, Answer]:
        errand = f"{page.__module__}.{page.__name__}"

        @wraps(page)
        def counted(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Answer:
            must_not_hurry(limit, errand, of()[:LONGEST_NAME])
            return page(*args, **kwargs)

        return counted

    return limited
