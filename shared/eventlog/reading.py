"""What was told, as it travels: every reader gets the very event that goes over the bus."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import uuid4

import orjson
from sqlalchemy import Row, Select, Text, cast, select
from sqlalchemy.orm import Session

from shared.eventlog.epochs import source
from shared.eventlog.tables import event_log, relay

_LOG = event_log.c

EVENT = select(
    _LOG.fact_id.label("id"),
    _LOG.type,
    _LOG.recorded_at.label("time"),
    _LOG.position,
    _LOG.sign,
    _LOG.reverses,
    _LOG.place,
    _LOG.home,
    _LOG.organisation,
    _LOG.organiser,
    _LOG.line,
    _LOG.occurred_on.label("occurredon"),
    _LOG.logged_at.label("loggedat"),
    _LOG.traceparent,
    cast(_LOG.data, Text).label("data"),
)
_NAMES = tuple(str.__str__(column.key) for column in EVENT.selected_columns)


class Told(NamedTuple):
    """One numbered fact, ready for the bus."""

    position: int
    type: str
    body: bytes


def told_after(session: Session, origin: str, position: int, limit: int) -> list[Told]:
    """List the facts after a position, in order, as bodies for the bus."""
    return [Told(row.position, row.type, _body(origin, row)) for row in session.execute(_after(position, limit))]


def facts_after(session: Session, service: str, position: int, limit: int) -> list[dict[str, Any]]:
    """List the facts after a position, in order."""
    return events(session, service, _after(position, limit))


def facts_at(session: Session, service: str, positions: Sequence[int]) -> list[dict[str, Any]]:
    """List the facts at some positions, in order."""
    return events(session, service, EVENT.where(_LOG.position.in_(positions)).order_by(_LOG.position))


def head(session: Session) -> int:
    """Tell the last position given to a fact."""
    return int(session.scalars(select(relay.c.head)).one())


def head_body(origin: str, position: int) -> bytes:
    """Make the event that tells how far the log is published."""
    event = _envelope(origin) | {
        "id": uuid4(),
        "type": "HeadTold",
        "time": datetime.now(UTC),
        "data": {"head": position},
    }
    return orjson.dumps(event, option=orjson.OPT_UTC_Z)


def _after(position: int, limit: int) -> Select[Any]:
    return EVENT.where(_LOG.position > position).order_by(_LOG.position).limit(limit)


def events(session: Session, service: str, query: Select[Any]) -> list[dict[str, Any]]:
    """Give what a query over EVENT finds, as it travels."""
    origin = source(session, service)
    return [orjson.loads(_body(origin, row)) for row in session.execute(query)]


def _envelope(origin: str) -> dict[str, Any]:
    return {"specversion": "1.0", "source": origin, "datacontenttype": "application/json"}


def _body(origin: str, row: Row[Any]) -> bytes:
    # The data goes from jsonb to the wire as text: parsing and writing it again would take half of the relay's time.
    event = {**_envelope(origin), **dict(zip(_NAMES, row, strict=True)), "data": orjson.Fragment(row.data)}
    return orjson.dumps(event, option=orjson.OPT_UTC_Z)
