"""Every SELECT of postings, and what time asks for of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, tuple_
from sqlalchemy.orm import Session

from services.jobs.facts.hiring import CloseReason
from services.jobs.model import Posting
from services.jobs.store.rows import DUE_AT_ONCE, iso
from shared.clock import day_of
from shared.duty import Due
from shared.facts import stem


def posting_known(session: Session, employer: UUID, external_id: str) -> UUID | None:
    """Tell which posting of an employer carries an id of another system."""
    return session.scalar(select(Posting.id).where(Posting.employer == employer, Posting.external_id == external_id))


def postings_among(session: Session, ids: Collection[UUID]) -> dict[UUID, Posting]:
    """Find the postings that exist among some ids."""
    return {each.id: each for each in session.scalars(select(Posting).where(Posting.id.in_(ids)))}


def posting_shown(posting: Posting, today: date) -> dict[str, Any]:
    """Show a posting as it stands; `stale` says that nobody has verified it for long."""
    whole = ("place", "title", "external_id", "trade", "workplace", "headcount", "filled", "close_reason", "channels")
    wages = ("wage_low_fen", "wage_high_fen")
    days = ("opens_on", "closes_on", "verified_on", "closed_on")
    return {
        "id": str(posting.id),
        "employer": str(posting.employer),
        **{name: getattr(posting, name) for name in (*whole, *wages)},
        **{name: iso(getattr(posting, name)) for name in days},
        "open": posting.stands_on(today),
        "stale": posting.stale_on(today),
    }


def listing(
    session: Session,
    scope: Collection[str],
    today: date,
    place: str | None = None,
    after: tuple[date, UUID] | None = None,
    limit: int = 100,
) -> list[dict[str, Any]]:
    """List the postings that are open today within a scope, oldest first, from after (opens_on, id)."""
    query = select(Posting).where(
        Posting.closed_on.is_(None),
        Posting.closes_on >= today,
        or_(*(column.startswith(each) for each in scope for column in (Posting.place, Posting.home))),
    )
    if place:
        query = query.where(Posting.place.startswith(stem(place), autoescape=True))
    if after:
        query = query.where(tuple_(Posting.opens_on, Posting.id) > after)
    rows = session.scalars(query.order_by(Posting.opens_on, Posting.id).limit(min(limit, 1_000)))
    return [posting_shown(each, today) for each in rows]


def postings_due(session: Session, now: datetime) -> list[Due]:
    """List the postings to close because their last day has passed."""
    past = select(Posting.id, Posting.closes_on).where(Posting.closed_on.is_(None), Posting.closes_on < day_of(now))
    return [
        Due(
            rule="expire",
            subject=row.id,
            door="close_posting",
            fields={"posting": str(row.id), "reason": CloseReason.EXPIRED.value},
            on=row.closes_on + timedelta(days=1),
        )
        for row in session.execute(past.order_by(Posting.closes_on, Posting.id).limit(DUE_AT_ONCE))
    ]
