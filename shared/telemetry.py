"""Structured logging: events with numbers, ids, days and names of our own; free text and bodies do not fit in."""

from __future__ import annotations

import logging
import re
import sys
import threading
import traceback
from datetime import UTC, date, datetime
from enum import Enum
from types import TracebackType
from typing import Any, Self, TextIO
from uuid import UUID

import orjson

from shared.trace import trace_id

WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.:/-]{0,79}")

_LOGGER = logging.getLogger("nuandong")


class Word(str):
    """A name made of Latin letters, digits and dots: a rule, a service, a queue; anything else shows as `unnamed`."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Keep a plain name, drop what could be a sentence or somebody's name in Chinese."""
        return super().__new__(cls, text if WORD.fullmatch(text) else "unnamed")


Value = int | float | UUID | date | Enum | Word | type


def log(event: str, **values: Value) -> None:
    """Record an event with numbers, ids, days, codes and names; raises TypeError at anything that could be text."""
    _say(logging.INFO, event, values)


def alarm(event: str, **values: Value) -> None:
    """Record an event that somebody has to look at."""
    _say(logging.ERROR, event, values)


def _say(level: int, event: str, values: dict[str, Value]) -> None:
    if not WORD.fullmatch(event):
        raise TypeError("an event's name is one word")
    for name, value in values.items():
        if not isinstance(value, Value):
            raise TypeError(f"{name} is {type(value).__name__}, which does not go into a log")
    _LOGGER.log(level, event, extra={"values": values})


def configure(process: str, stream: TextIO | None = None) -> None:
    """Send the process's events to stderr, readable on a terminal and JSON elsewhere, uncaught errors among them."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_Line(process, readable=handler.stream.isatty()))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    _LOGGER.setLevel(logging.INFO)
    sys.excepthook = _crashed
    threading.excepthook = lambda args: _crashed(args.exc_type, args.exc_value, args.exc_traceback)


def _crashed(kind: type[BaseException], _error: BaseException | None, trace: TracebackType | None) -> None:
    # The message stays out: a database's error quotes the row, which may name a person.
    frames = traceback.extract_tb(trace)
    if not issubclass(kind, KeyboardInterrupt):
        alarm("crashed", error=kind, **{f"at{n}": _place(frame) for n, frame in enumerate(frames[-5:])})


def _place(frame: traceback.FrameSummary) -> Word:
    return Word("/".join(frame.filename.split("/")[-2:]) + f":{frame.lineno}")


class _Line(logging.Formatter):
    """One line for each event; of a library's own records only where they arose, for their text may hold anything."""

    def __init__(self, process: str, *, readable: bool) -> None:
        """Remember whose lines these are."""
        super().__init__()
        self._process = process
        self._readable = readable

    def format(self, record: logging.LogRecord) -> str:
        """Write the line."""
        at = datetime.fromtimestamp(record.created, UTC)
        event, values = (record.msg, record.__dict__["values"]) if record.name == _LOGGER.name else _foreign(record)
        shown = {name: _shown(value) for name, value in values.items()} | _traced()
        if self._readable:
            told = " ".join(f"{name}={value}" for name, value in shown.items())
            return f"{at:%H:%M:%S} {self._process:<16} {event}  {told}".rstrip()
        head = {"at": at, "process": self._process, "level": record.levelname.lower(), "event": event}
        return orjson.dumps(head | shown, option=orjson.OPT_UTC_Z).decode()


def _foreign(record: logging.LogRecord) -> tuple[str, dict[str, Any]]:
    error = record.exc_info[0] if record.exc_info else None
    origin: dict[str, Any] = {"logger": record.name, "line": record.lineno}
    return "library", origin | ({"error": error} if error else {})


def _traced() -> dict[str, str]:
    trace = trace_id()
    return {"trace": trace} if trace else {}


def _shown(value: Any) -> Any:
    if isinstance(value, type):
        return value.__name__
    if isinstance(value, Enum):
        return value.value
    return value if isinstance(value, int | float) else str(value)
