"""What was told, as it travels: every reader gets the very event that goes over the bus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import uuid4

import orjson
from sqlalchemy import ColumnElement, Row, Select, Text, case, cast, or_, select
from sqlalchemy.orm import Session

from shared.eventlog.epochs import source
from shared.eventlog.tables import event_log, relay

_LOG = event_log.c

_EVENT = select(
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
_NAMES = tuple(str.__str__(column.key) for column in _EVENT.selected_columns)


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
    return _events(session, service, _after(position, limit))


def facts_at(session: Session, service: str, positions: Sequence[int]) -> list[dict[str, Any]]:
    """List the facts at some positions, in order."""
    return _events(session, service, _EVENT.where(_LOG.position.in_(positions)).order_by(_LOG.position))


def facts_behind(
    session: Session,
    service: str,
    *,
    kinds: Sequence[str],
    place_stem: str,
    since: date,
    until: date,
    where: Mapping[str, str],
    offset: int,
    limit: int,
    joint: bool = False,
) -> list[dict[str, Any]]:
    """List one page of the facts that stand behind a figure: told, numbered, and not reversed."""
    reversal = event_log.alias()
    query = _EVENT.where(
        _LOG.type.in_(kinds),
        _LOG.occurred_on.between(since, until),
        case((_LOG.place.startswith("51"), _LOG.place), else_=_LOG.home).startswith(place_stem, autoescape=True),
        *(_says(field, code) for field, code in where.items()),
        *([_LOG.data.has_key("joint_organisations")] if joint else []),
        _LOG.sign == 1,
        _LOG.position.is_not(None),
        ~select(reversal.c.id).where(reversal.c.reverses == _LOG.fact_id).exists(),
    )
    return _events(session, service, query.order_by(_LOG.occurred_on, _LOG.id).offset(offset).limit(limit))


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
    return _EVENT.where(_LOG.position > position).order_by(_LOG.position).limit(limit)


def _says(field: str, code: str) -> ColumnElement[bool]:
    if field in {"organiser", "line"}:
        return _LOG[field] == code
    return or_(_LOG.data.contains({field: code}), _LOG.data.contains({field: [code]}))


def _events(session: Session, service: str, query: Select[Any]) -> list[dict[str, Any]]:
    origin = source(session, service)
    return [orjson.loads(_body(origin, row)) for row in session.execute(query)]


def _envelope(origin: str) -> dict[str, Any]:
    return {"specversion": "1.0", "source": origin, "datacontenttype": "application/json"}


def _body(origin: str, row: Row[Any]) -> bytes:
    # The data goes from jsonb to the wire as text: parsing and writing it again would take half of the relay's time.
    event = {**_envelope(origin), **dict(zip(_NAMES, row, strict=True)), "data": orjson.Fragment(row.data)}
    return orjson.dumps(event, option=orjson.OPT_UTC_Z)
