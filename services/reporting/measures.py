"""What reporting's processes measure of themselves: batches, rolls, gaps, notices, how far the roll-up is behind."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import orjson
from prometheus_client import Counter, Gauge, Histogram

from shared.metrics import SECONDS

BATCH_SECONDS = Histogram("nuandong_batch_seconds", "How long a batch took to be counted", buckets=SECONDS)
COUNTED = Counter("nuandong_counted_facts", "Facts counted for the first time")
MESSAGES = Counter("nuandong_messages", "Messages taken from the queue: facts, repeats, heads and faults")
BEHIND_SECONDS = Gauge("nuandong_behind_seconds", "How old the first of a batch was, by its own time")
PARKED = Counter("nuandong_parked_messages", "Messages set aside, by reason", ("reason",))
GAPS_MENDED = Counter("nuandong_gaps_mended_facts", "Facts fetched from the log of their source", ("service",))
ROLL_SECONDS = Histogram("nuandong_roll_seconds", "How long a roll took that had something to roll", buckets=SECONDS)

NOTICES = Counter("nuandong_notices", "Digests tried, by channel and how that ended", ("kind", "outcome"))

VISIBLE_SECONDS = Gauge("nuandong_visible_seconds", "From told to seen, of the last minute's facts", ("quantile",))
WAITING_FACTS = Gauge("nuandong_waiting_facts", "Facts counted and not yet rolled into cells")
PARKED_NOW = Gauge("nuandong_parked", "Facts that stand parked")
EPOCHS_ASKED = Gauge("nuandong_epochs_asked", "Sources for which a rebuild is wanted")
MISSING = Gauge("nuandong_missing_facts", "Facts told and neither counted nor parked", ("service",))
MISSING_SECONDS = Gauge("nuandong_missing_seconds", "For how long something of a source has been missing", ("service",))
SILENT_SECONDS = Gauge("nuandong_source_silent_seconds", "Since a source last told its head", ("service",))
LOG_SHORT = Gauge("nuandong_log_short", "1 where a log ends before what was counted from it", ("service",))


def expect_notices(kinds: Iterable[str]) -> None:
    """Begin to count at nought: a first failure would otherwise look as if it had always been there."""
    for kind in kinds:
        for outcome in ("sent", "not_sent", "given_up"):
            NOTICES.labels(kind, outcome)


def measured(count: Callable[[Sequence[bytes]], int], bodies: Sequence[bytes]) -> int:
    """Count a batch, and note how long that took and how old its first message was."""
    begun = time.monotonic()
    fresh = count(bodies)
    BATCH_SECONDS.observe(time.monotonic() - begun)
    COUNTED.inc(fresh)
    MESSAGES.inc(len(bodies))
    if bodies and (told_at := _told_at(bodies[0])) is not None:
        BEHIND_SECONDS.set(max(time.time() - told_at, 0.0))
    return fresh


def _told_at(body: bytes) -> float | None:
    """Tell when a message was told, None where it does not say."""
    try:
        event = orjson.loads(body)
        return datetime.fromisoformat(event.get("loggedat") or event["time"]).timestamp()
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


@contextmanager
def measured_roll() -> Iterator[Callable[[int], None]]:
    """Time a roll; it counts as one when it is told of at least one parcel."""
    begun = time.monotonic()
    parcels: list[int] = []
    yield parcels.append
    if sum(parcels):
        ROLL_SECONDS.observe(time.monotonic() - begun)
