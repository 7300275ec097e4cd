"""What stands behind a figure: the facts that it counts, and those that were taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, ScalarSelect, cast, literal, literal_column, not_, or_, select, tuple_
from sqlalchemy.dialects.postgresql import INT8MULTIRANGE
from sqlalchemy.orm import Session

from shared.eventlog.reading import EVENT, events
from shared.eventlog.tables import LEAF, event_log

NEAR = 500
"""A fact that replaces another was told right after its reversal: further on in the log it is not looked for."""


@dataclass(frozen=True, kw_only=True)
class Behind:
    """Which facts are asked for: those of some kinds, days, places and codes, after (place, occurred on, id)."""

    kinds: Sequence[str]
    place_stem: str
    since: date
    until: date
    where: Mapping[str, str] = field(default_factory=dict)
    joint: bool = False
    after: tuple[str, date, UUID] | None = None
    limit: int = 100

    def holds(self, log: FromClause, kind: str, sign: int) -> list[ColumnElement[bool]]:
        """Say in SQL which rows of the log it asks for; a reversal has its fact's own words."""
        return [
            log.c.type == kind,
            log.c.sign == literal_column(str(sign)),  # no parameter, so that the partial index may serve
            LEAF.between(literal(self.place_stem), literal(self.place_stem + "~")),
            log.c.occurred_on.between(self.since, self.until),
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
    key = (LEAF, log.c.occurred_on, log.c.fact_id)
    reversed_ = select(reversal.c.id).where(reversal.c.reverses == log.c.fact_id).exists()
    page = EVENT.where(~reversed_, *asked.later(*key)).order_by(*key).limit(asked.limit)
    # An index has each kind in the order of the key, so that every page costs the same; of several kinds it has none.
    found = [each for kind in asked.kinds for each in events(session, service, page.where(*asked.holds(log, kind, 1)))]
    return sorted(found, key=order_of)[: asked.limit]


def facts_beyond(
    session: Session, service: str, asked: Behind, counted: Sequence[Sequence[int]]
) -> list[dict[str, Any]]:
    """List one page of what was told beyond some positions, first and last of each run: facts and reversals alike."""
    log = event_log
    key = (LEAF, log.c.occurred_on, log.c.fact_id)
    spans = cast("{" + ",".join(f"[{first},{last}]" for first, last in counted) + "}", INT8MULTIRANGE)
    page = EVENT.where(not_(spans.contains(log.c.position)), *asked.later(*key)).order_by(*key).limit(asked.limit)
    found = [
        each
        for kind, sign in product(asked.kinds, (1, -1))
        for each in events(session, service, page.where(*asked.holds(log, kind, sign)))
    ]
    return sorted(found, key=order_of)[: asked.limit]


def corrections_behind(session: Session, service: str, asked: Behind) -> list[dict[str, Any]]:
    """List one page of the facts that once stood behind a figure: when each was reversed, and what replaced it."""
    log = event_log.alias()
    key = (LEAF, log.c.occurred_on, log.c.reverses)
    query = select(log.c.reverses, log.c.recorded_at, _successor(log).label("successor"))
    page = query.where(*asked.later(*key)).order_by(*key).limit(asked.limit)
    rows = [row for kind in asked.kinds for row in session.execute(page.where(*asked.holds(log, kind, -1)))]
    told = _by_id(session, service, [id for row in rows for id in (row.reverses, row.successor) if id])
    found = [
        {
            "fact": told[row.reverses],
            "reversed_at": row.recorded_at,
            "replaced_by": told.get(row.successor),
        }
        for row in rows
    ]
    return sorted(found, key=lambda each: order_of(each["fact"]))[: asked.limit]


def order_of(event: Mapping[str, Any]) -> tuple[str, str, str]:
    """Tell where a fact stands among others behind a figure: its place in the province, its day, its id."""
    leaf = event["place"] if event["place"].startswith("51") else event["home"]
    return leaf, event["occurredon"], event["id"]


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
