"""Every SELECT of job fairs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from services.jobs.model import Booth, Fair, FairCount, Offer
from shared.facts import stem
from shared.rows import iso


def booths_of(session: Session, fair: UUID) -> Sequence[Booth]:
    """List a fair's booths."""
    return session.scalars(select(Booth).where(Booth.fair == fair).order_by(Booth.employer)).all()


class Counted(NamedTuple):
    """What all counters at a fair have told together."""

    visitors: int
    intents: int


def counted_at(session: Session, fair: UUID) -> Counted:
    """Add up what the counters at a fair have told."""
    told = func.coalesce(func.sum(FairCount.visitors), 0), func.coalesce(func.sum(FairCount.intents), 0)
    return Counted(*session.execute(select(*told).where(FairCount.fair == fair)).one())


def fairs_in(
    session: Session, scope: Collection[str], state: str | None, place: str | None, after: UUID | None, limit: int
) -> Sequence[Fair]:
    """List the fairs within a scope, by id, from after one."""
    query = select(Fair).where(or_(*(column.startswith(each) for each in scope for column in (Fair.place, Fair.home))))
    if state:
        query = query.where(Fair.state == state)
    if place:
        query = query.where(Fair.place.startswith(stem(place), autoescape=True))
    if after:
        query = query.where(Fair.id > after)
    return session.scalars(query.order_by(Fair.id).limit(min(limit, 1_000))).all()


def forget_offers(session: Session, fair: UUID) -> list[UUID]:
    """Take back what was shown at a fair, and list the postings."""
    return list(session.scalars(delete(Offer).where(Offer.fair == fair).returning(Offer.posting)))


def fair_shown(fair: Fair, booths: Sequence[Booth], counted: Counted) -> dict[str, Any]:
    """Show a fair as it stands, with its booths and what its counters have told."""
    brought = [
        {"employer": str(each.employer), "postings": [str(id) for id in each.postings], "came": each.came}
        for each in booths
    ]
    return {**fair_told(fair), "booths": brought, "counted": counted._asdict()}


def fair_told(fair: Fair) -> dict[str, Any]:
    """Show a fair as it stands."""
    whole = ("state", "place", "mode", "venue", "organiser_kind", "visitors", "intents", "hires")
    return {
        "id": str(fair.id),
        "organisation": str(fair.organisation),
        **{name: getattr(fair, name) for name in whole},
        **{name: iso(getattr(fair, name)) for name in ("planned_on", "held_on", "confirmed_on")},
    }
