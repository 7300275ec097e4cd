"""How reporting stands: how far behind its sources, what is parked, what was lost, how long facts waited."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.reporting.model import Head, Lost, Parked
from services.reporting.store.changeover import asked_epochs
from services.reporting.store.sources import epochs, parked_positions, service_of
from shared.ledger import missing_count, totals

_WAITING = text("SELECT count(*) AS parcels, coalesce(sum(facts), 0) AS facts FROM parcel")
_LAST_ROLL = text("SELECT max(rolled_at) FROM roll")
_LAG = text("""
    SELECT count(*) AS facts, percentile_disc(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY delay) AS delays
    FROM roll, unnest(delays) AS delay WHERE rolled_at >= CAST(:since AS timestamptz)
""")


class Lag(NamedTuple):
    """How many milliseconds after they were told facts became visible, and of how many facts that was measured."""

    facts: int
    p50: int | None
    p95: int | None
    p99: int | None


def status(session: Session, services: Iterable[str]) -> dict[str, Any]:
    """Tell how far the live schema has counted each service, and what waits, is parked or was asked for."""
    known = epochs(session)
    waiting = session.execute(_WAITING).one()
    return {
        "sources": [_source(session, service, known.get(service)) for service in services],
        "waiting": {"parcels": int(waiting.parcels), "facts": int(waiting.facts)},
        "parked": len(parked(session)),
        "epochs_asked": asked_epochs(session),
        "last_roll": session.scalar(_LAST_ROLL),
    }


def _source(session: Session, service: str, source: str | None) -> dict[str, Any]:
    """Tell about one source; `alarm` if its log ends before what was counted from it."""
    told = session.get(Head, source) if source else None
    counted, _ = totals(session).get(source or "", (0, 0))
    head = told.head if told else 0
    missing = missing_count(session, source, head, parked_positions(session, source)) if source else 0
    return {
        "service": service,
        "source": source,
        "head": head,
        "counted": counted,
        "missing": missing,
        "seconds_behind": _seconds_since(told.whole_at if told else None) if missing else 0.0,
        "seconds_silent": _seconds_since(told.heard_at if told else None),
        "alarm": bool(told and told.short),
    }


def _seconds_since(instant: datetime | None) -> float | None:
    return round((datetime.now(UTC) - instant).total_seconds(), 3) if instant else None


def parked(session: Session) -> list[dict[str, Any]]:
    """List what could not be counted, oldest first."""
    names = ("id", "source", "position", "fact_id", "reason", "error", "size", "sha256", "parked_at", "traceparent")
    return [{name: getattr(row, name) for name in names} for row in session.scalars(select(Parked).order_by(Parked.id))]


def lost(session: Session) -> list[dict[str, Any]]:
    """List what was counted of an epoch and is not in the one that followed it, as ranges of positions."""
    return [
        {
            "service": service_of(row.source),
            "source": row.source,
            "followed_by": row.followed_by,
            "positions": [[span.lower, span.upper - 1] for span in row.positions],
            "found_at": row.found_at,
        }
        for row in session.scalars(select(Lost).order_by(Lost.found_at))
    ]


def lag(session: Session, since: datetime) -> Lag:
    """Tell how long the facts waited that became visible since an instant."""
    row = session.execute(_LAG, {"since": since}).one()
    return Lag(int(row.facts), *(row.delays or (None, None, None)))
