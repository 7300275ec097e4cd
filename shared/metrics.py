"""What a process measures of itself, offered on a port of its own to whoever watches; labels hold only our codes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from prometheus_client import Counter, Gauge, Histogram, start_http_server

from shared.settings import metrics_address, metrics_target

SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)

RPC_SECONDS = Histogram("nuandong_rpc_seconds", "How long a door took", ("service", "method"), buckets=SECONDS)
RPC_CALLS = Counter("nuandong_rpc_calls", "Calls of a door, by how they ended", ("service", "method", "outcome"))
REFUSALS = Counter("nuandong_refusals", "What doors refused, by the rule that was broken", ("service", "rule"))
ASKED = Counter("nuandong_asked", "Questions to other services, by how they ended", ("service", "outcome"))
BEATS = Gauge("nuandong_loop_beat_timestamp_seconds", "When a loop of the process last went round", ("loop",))

LEADS = Gauge("nuandong_keeper_leads", "1 where this keeper leads, 0 where it stands by", ("service",))
RELAYED = Counter("nuandong_relayed_facts", "Facts the broker confirmed", ("service",))
NOT_CONFIRMED = Counter(
    "nuandong_relay_not_confirmed", "Steps of the relay that the broker did not confirm", ("service",)
)
UNRELAYED_SECONDS = Gauge(
    "nuandong_oldest_unrelayed_seconds", "How long the oldest fact waits that is not with the broker", ("service",)
)
LOG_HEAD = Gauge("nuandong_log_head", "The last position given to a fact", ("service",))
LOG_PUBLISHED = Gauge("nuandong_log_published", "The last position the broker confirmed", ("service",))
DUE = Gauge("nuandong_due", "Doors that time asks to be called", ("service",))
DUE_CALLS = Counter("nuandong_due_calls", "Doors called because time asked", ("service", "rule", "outcome"))
FRAME_REFRESHED = Gauge(
    "nuandong_frame_refreshed_timestamp_seconds", "When the copy of the frame was last compared", ("service",)
)
BACKUP_ACTIVE = Gauge("nuandong_backup_active", "1 while the cluster's log is received for the backup", ("service",))
BACKUP_BEHIND = Gauge("nuandong_backup_behind_bytes", "How much of the cluster's log the backup has not", ("service",))
QUEUE_MESSAGES = Gauge("nuandong_queue_messages", "Messages that wait in a queue", ("queue",))
QUEUE_CONSUMERS = Gauge("nuandong_queue_consumers", "Who takes from a queue", ("queue",))


def answered(service: str, method: str, answer: Mapping[str, Any], seconds: float) -> None:
    """Note how a call of a door ended, and after how long."""
    outcome = next(iter(answer))
    RPC_SECONDS.labels(service, method).observe(seconds)
    RPC_CALLS.labels(service, method, outcome).inc()
    for refusal in answer.get("refused", ()):
        REFUSALS.labels(service, refusal["rule"]).inc()


@contextmanager
def asking(service: str) -> Iterator[None]:
    """Note how a question to another service ended."""
    try:
        yield
    except Exception as error:
        ASKED.labels(service, type(error).__name__).inc()
        raise
    ASKED.labels(service, "answer").inc()


def noted_beat(loop: str) -> None:
    """Note that a loop goes round."""
    BEATS.labels(loop).set(time.time())


def offer(process: str) -> None:
    """Open the port, and say where it is to whoever looks for targets; nothing is opened unless the settings ask."""
    address = metrics_address()
    if address is None:
        return
    host, port = address
    server, _ = start_http_server(port, host)
    target = metrics_target()
    if target is not None:
        _announce(target, process, f"{host}:{server.server_port}")


def _announce(file: Path, process: str, address: str) -> None:
    # In one move, so that nobody reads half of it; and each start takes the place of the one before.
    fresh = file.with_suffix(".fresh")
    fresh.write_text(json.dumps([{"targets": [address], "labels": {"process": process}}]), encoding="ascii")
    fresh.rename(file)
