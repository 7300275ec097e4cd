"""Setting aside what cannot be counted: which message and why, never what it said."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.reporting.fold.parcel import ID_PATTERN
from services.reporting.measures import PARKED
from services.reporting.model import Parked
from shared.telemetry import Word, alarm
from shared.trace import following, traceparent


class Fault(NamedTuple):
    """A message at fault, as far as it may be told."""

    source: str | None
    position: int | None
    fact_id: UUID | None
    reason: str
    error: str
    size: int
    sha256: str
    traceparent: str | None


def fault_of(event: Any, body: bytes | None, reason: str, error: str) -> Fault:
    """Describe a message at fault; only ids and numbers are taken from it."""
    said = event if isinstance(event, dict) else {}
    source, position, id = said.get("source"), said.get("position"), said.get("id")
    whole = orjson.dumps(event) if body is None else body
    placed = isinstance(source, str) and Word(source) == source and type(position) is int and 0 < position < 2**63
    return Fault(
        source if placed else None,
        position if placed else None,
        UUID(id) if isinstance(id, str) and ID_PATTERN.fullmatch(id) else None,
        reason,
        error,
        len(whole),
        sha256(whole).hexdigest(),
        traceparent(said.get("traceparent")),
    )


def park(session: Session, faults: Sequence[Fault]) -> None:
    """Keep a row for each message at fault, once however often it comes, and raise the alarm."""
    for fault in faults:
        session.execute(insert(Parked).values(**fault._asdict()).on_conflict_do_nothing())
        PARKED.labels(fault.reason).inc()
        with following(fault.traceparent):
            alarm("parked", reason=Word(fault.reason), error=Word(fault.error), position=fault.position or 0)
