"""Every SELECT of postings, and what time asks for of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from services.jobs.facts.hiring import CloseReason
from services.jobs.model import Posting
from services.jobs.model.postings import ONE_POSTING_PER_EXTERNAL_ID, STALE_AFTER, PostingKnown
from shared.clock import day_of
from shared.duty import DUE_AT_ONCE, Due
from shared.refusals import UnknownKind
from shared.rows import iso, turned, within


def publish(session: Session, posting: Posting) -> None:
    """Write a new posting down; raises PostingKnown if the employer's other system has told of it before."""
    try:
        with session.begin_nested():
            session.add(posting)
    except IntegrityError as error:
        driver: Any = error.orig
        if driver.diag.constraint_name != ONE_POSTING_PER_EXTERNAL_ID:
            raise
        known = select(Posting.id).where(
            Posting.employer == posting.employer, Posting.external_id == posting.external_id
        )
        raise PostingKnown("external_id", external_id=posting.external_id, posting=session.scalar(known)) from error


def postings_among(session: Session, ids: Collection[UUID]) -> dict[UUID, Posting]:
    """Find the postings that exist among some ids."""
    return {each.id: each for each in session.scalars(select(Posting).where(Posting.id.in_(ids)))}


def posting_shown(posting: Posting, today: date) -> dict[str, Any]:
    """Show a posting as it stands; `stale` says that nobody has verified it for long."""
    whole = ("revision", "place", "title", "external_id", "trade", "workplace", "headcount", "filled", "close_reason")
    wages = ("wage_low_fen", "wage_high_fen")
    days = ("opens_on", "closes_on", "verified_on", "reminded_on", "closed_on")
    return {
        "id": str(posting.id),
        "employer": str(posting.employer),
        **{name: getattr(posting, name) for name in (*whole, *wages)},
        **{name: iso(getattr(posting, name)) for name in days},
        "channels": sorted({each.channel for each in posting.announcements}),
        "open": posting.stands_on(today),
        "stale": posting.stale_on(today),
    }


def postings_in(
    session: Session,
    scope: Collection[str],
    today: date,
    state: str,
    place: str | None = None,
    after: Sequence[str] | None = None,
    limit: int = 100,
    *,
    newest: bool = False,
) -> list[dict[str, Any]]:
    """List the postings in a state within a scope, by the day they opened; raises UnknownKind."""
    if state not in _IN_STATE:
        raise UnknownKind("state", kind=state)
    query = within(select(Posting).where(*_IN_STATE[state](today)), Posting, scope, place)
    query = query.options(selectinload(Posting.announcements))
    rows = session.scalars(turned(query, Posting.opens_on, Posting.id, after, limit, newest=newest))
    return [posting_shown(each, today) for each in rows]


def _open_on(today: date) -> tuple[ColumnElement[bool], ...]:
    return Posting.closed_on.is_(None), Posting.closes_on >= today


_IN_STATE: Mapping[str, Callable[[date], tuple[ColumnElement[bool], ...]]] = {
    "open": _open_on,
    "stale": lambda today: (*_open_on(today), Posting.verified_on < today - STALE_AFTER),
    "closed": lambda today: (or_(Posting.closed_on.is_not(None), Posting.closes_on < today),),
}


def postings_due(session: Session, now: datetime) -> list[Due]:
    """List the postings to close because their last day has passed, and those to verify again."""
    return [*_expiries(session, day_of(now)), *_reminders(session, day_of(now))]


def _expiries(session: Session, today: date) -> list[Due]:
    past = select(Posting.id, Posting.closes_on).where(Posting.closed_on.is_(None), Posting.closes_on < today)
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


def _reminders(session: Session, today: date) -> list[Due]:
    unverified = select(Posting.id, Posting.verified_on).where(
        Posting.closed_on.is_(None),
        Posting.closes_on >= today,
        Posting.reminded_on.is_(None),
        Posting.verified_on < today - STALE_AFTER,
    )
    return [
        Due(
            rule="verify",
            subject=row.id,
            door="remind_posting",
            fields={"posting": str(row.id)},
            on=row.verified_on + STALE_AFTER + timedelta(days=1),
        )
        for row in session.execute(unverified.order_by(Posting.verified_on, Posting.id).limit(DUE_AT_ONCE))
    ]
