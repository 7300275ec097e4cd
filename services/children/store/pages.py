"""Rows that wait for a step, page by page, within the caller's scope."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from shared.facts import stem

MOST_ROWS = 1_000


def page(
    session: Session,
    kind: Any,
    scope: Collection[str],
    rule: ColumnElement[bool],
    place: str | None,
    after: UUID | None,
    limit: int,
) -> list[Any]:
    """List the rows of a kind that keep a rule and lie in a scope or are at home there, by id, from after one."""
    query = select(kind).where(
        rule, or_(*(each.startswith(stem_) for stem_ in scope for each in (kind.place, kind.home)))
    )
    if place:
        query = query.where(kind.place.startswith(stem(place), autoescape=True))
    if after:
        query = query.where(kind.id > after)
    return list(session.scalars(query.order_by(kind.id).limit(min(limit, MOST_ROWS))))
