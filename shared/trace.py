"""W3C trace context: the one call that facts, log lines and further calls follow from, named the same everywhere."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_WRITTEN = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_TRACE = slice(3, 35)

_current: ContextVar[str | None] = ContextVar("traceparent", default=None)


def current() -> str | None:
    """Give the traceparent of what is being done, None where nobody traces it."""
    return _current.get()


def trace_id() -> str | None:
    """Name the trace of what is being done."""
    written = _current.get()
    return written and written[_TRACE]


def traceparent(said: Any) -> str | None:
    """Give what somebody said if it is a traceparent: whatever else it may be goes no further."""
    return said if isinstance(said, str) and _WRITTEN.fullmatch(said) else None


def begun() -> str:
    """Begin a trace."""
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


@contextmanager
def following(said: Any = None) -> Iterator[str]:
    """Work on a step of the trace that was brought along, or of a new one where none was."""
    parent = traceparent(said) or begun()
    step = f"{parent[:36]}{secrets.token_hex(8)}{parent[52:]}"
    before = _current.set(step)
    try:
        yield step
    finally:
        _current.reset(before)
