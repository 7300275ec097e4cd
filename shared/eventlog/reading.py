"""What was told, as it travels: every reader gets the very event that goes over the bus."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import uuid4

import orjson
from sqlalchemy import Select, Text, bindparam, cast, func, literal, select
from sqlalchemy.orm import Session

from shared.eventlog.epochs import source
from shared.eventlog.tables import event_log, relay

_LOG = event_log.c
_VERSION, _FORMAT = "1.0", "application/json"

# PostgreSQL writes the whole event: making objects of a row and text of the objects took eight times as long here.
_ENVELOPE = (
    select(
        literal(_VERSION, Text).label("specversion"),
        bindparam("origin", type_=Text).label("source"),
        literal(_FORMAT, Text).label("datacontenttype"),
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
        _LOG.data,
    )
    .correlate(event_log)
    .lateral("event")
)
_BODY = select(cast(func.row_to_json(_ENVELOPE.table_valued()), Text)).select_from(_ENVELOPE).scalar_subquery()
EVENT = select(_LOG.position, _LOG.type, _BODY.label("body"))


class Told(NamedTuple):
    """One numbered fact, ready for the bus."""

    position: int
    type: str
    body: str


def told_after(session: Session, origin: str, position: int, limit: int) -> list[Told]:
    """List the facts after a position, in order, as bodies for the bus."""
    return _told(session, origin, EVENT.where(_LOG.position > position).order_by(_LOG.position).limit(limit))


def told_at(session: Session, origin: str, positions: Sequence[int]) -> list[Told]:
    """List the facts at some positions, in order, as bodies for the bus."""
    return _told(session, origin, EVENT.where(_LOG.position.in_(positions)).order_by(_LOG.position))


def facts_after(session: Session, service: str, position: int, limit: int) -> list[dict[str, Any]]:
    """List the facts after a position, in order."""
    return [orjson.loads(each.body) for each in told_after(session, source(session, service), position, limit)]


def head(session: Session) -> int:
    """Tell the last position given to a fact."""
    return int(session.scalars(select(relay.c.head)).one())


def head_body(origin: str, position: int) -> bytes:
    """Make the event that tells how far the log is published."""
    event = {
        "specversion": _VERSION,
        "source": origin,
        "datacontenttype": _FORMAT,
        "id": uuid4(),
        "type": "HeadTold",
        "time": datetime.now(UTC),
        "data": {"head": position},
    }
    return orjson.dumps(event, option=orjson.OPT_UTC_Z)


def events(session: Session, service: str, query: Select[Any]) -> list[dict[str, Any]]:
    """Give what a query over EVENT finds, as it travels."""
    return [orjson.loads(each.body) for each in _told(session, source(session, service), query)]


def _told(session: Session, origin: str, query: Select[Any]) -> list[Told]:
    return [Told(*row) for row in session.execute(query, {"origin": origin})]
