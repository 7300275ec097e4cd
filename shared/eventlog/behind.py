"""What stands behind a figure: the facts that it counts, and those that were taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, ScalarSelect, case, or_, select, tuple_
from sqlalchemy.orm import Session

from shared.eventlog.reading import EVENT, events
from shared.eventlog.tables import event_log

NEAR = 500
"""A fact that replaces another was told right after its reversal: further on in the log it is not looked for."""


@dataclass(frozen=True, kw_only=True)
class Behind:
    """Which facts are asked for: those of some kinds, days, places and codes, from after (occurred on, id) on."""

    kinds: Sequence[str]
    place_stem: str
    since: date
    until: date
    where: Mapping[str, str] = field(default_factory=dict)
    joint: bool = False
    after: tuple[date, UUID] | None = None
    offset: int = 0
    limit: int = 100

    def holds(self, log: FromClause) -> list[ColumnElement[bool]]:
        """Say in SQL which rows of the log it asks for; a reversal has its fact's own words."""
        place = case((log.c.place.startswith("51"), log.c.place), else_=log.c.home)
        return [
            log.c.type.in_(self.kinds),
            log.c.occurred_on.between(self.since, self.until),
            place.startswith(self.place_stem, autoescape=True),
            *(_says(log, name, code) for name, code in self.where.items()),
            *([log.c.data.has_key("joint_organisations")] if self.joint else []),
            log.c.position.is_not(None),
        ]

    def later(self, *key: ColumnElement[Any]) -> list[ColumnElement[bool]]:
        """Say in SQL which rows come after those of the page before."""
        return [tuple_(*key) > tuple_(*self.after)] if self.after else []


def facts_behind(session: Session, service: str, asked: Behind) -> list[dict[str, Any]]:
    """List one page of the facts that stand behind a figure: told, numbered, and not reversed."""
    log, reversal = event_log, event_log.alias()
    key = (log.c.occurred_on, log.c.fact_id)
    reversed_ = select(reversal.c.id).where(reversal.c.reverses == log.c.fact_id).exists()
    query = EVENT.where(*asked.holds(log), log.c.sign == 1, ~reversed_, *asked.later(*key))
    return events(session, service, query.order_by(*key).offset(asked.offset).limit(asked.limit))


def corrections_behind(session: Session, service: str, asked: Behind) -> list[dict[str, Any]]:
    """List one page of the facts that once stood behind a figure: when each was reversed, and what replaced it."""
    log = event_log.alias()
    key = (log.c.occurred_on, log.c.reverses)
    query = select(log.c.reverses, log.c.recorded_at, _successor(log).label("successor"))
    page = query.where(*asked.holds(log), log.c.sign == -1, *asked.later(*key)).order_by(*key)
    rows = session.execute(page.offset(asked.offset).limit(asked.limit)).all()
    told = _by_id(session, service, [id for row in rows for id in (row.reverses, row.successor) if id])
    return [
        {
            "fact": told[row.reverses],
            "reversed_at": row.recorded_at,
            "replaced_by": told.get(row.successor),
        }
        for row in rows
    ]


def _successor(reversal: FromClause) -> ScalarSelect[UUID]:
    """Find what was told in a reversed fact's stead: the next of its kind, at the same instant of the same call."""
    log = event_log.alias()
    return (
        select(log.c.fact_id)
        .where(
            log.c.id > reversal.c.id,
            log.c.id <= reversal.c.id + NEAR,
            log.c.type == reversal.c.type,
            log.c.sign == 1,
            log.c.recorded_at == reversal.c.recorded_at,
            log.c.traceparent.is_not_distinct_from(reversal.c.traceparent),
        )
        .order_by(log.c.id)
        .limit(1)
        .scalar_subquery()
    )


def _by_id(session: Session, service: str, ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    found = events(session, service, EVENT.where(event_log.c.fact_id.in_(ids)))
    return {UUID(each["id"]): each for each in found}


def _says(log: FromClause, name: str, code: str) -> ColumnElement[bool]:
    if name in {"organiser", "line"}:
        return log.c[name] == code
    return or_(log.c.data.contains({name: code}), log.c.data.contains({name: [code]}))
