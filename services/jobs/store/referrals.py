"""Every SELECT of referrals, what time asks for of them, and what their table says of each figure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, tuple_
from sqlalchemy.orm import Session

from services.jobs.model import Referral, ReferralState
from services.jobs.model.referrals import PATIENCE
from services.jobs.store.said import said
from shared.clock import day_of
from shared.duty import DUE_AT_ONCE, Due
from shared.facts import stem
from shared.rows import iso


def referral_of(session: Session, need: UUID) -> UUID | None:
    """Tell which referral a need became."""
    return session.scalar(select(Referral.id).where(Referral.need == need))


def referrals_open(
    session: Session,
    scope: Collection[str],
    today: date,
    place: str | None,
    after: tuple[date, UUID] | None,
    limit: int,
) -> list[dict[str, Any]]:
    """List the referrals still looked after within a scope, longest unmoved first, from after (moved_on, id)."""
    query = select(Referral).where(
        Referral.state != ReferralState.CLOSED.value,
        or_(*(column.startswith(each) for each in scope for column in (Referral.place, Referral.home))),
    )
    if place:
        query = query.where(Referral.place.startswith(stem(place), autoescape=True))
    if after:
        query = query.where(tuple_(Referral.moved_on, Referral.id) > after)
    rows = session.scalars(query.order_by(Referral.moved_on, Referral.id).limit(min(limit, 1_000)))
    return [referral_shown(each, today) for each in rows]


def referral_shown(referral: Referral, today: date) -> dict[str, Any]:
    """Show a referral as it stands."""
    keys = ("id", "need", "seeker")
    days = ("taken_on", "moved_on", "matched_on", "closed_on", "reminded_on")
    return {
        **{name: str(getattr(referral, name)) for name in keys},
        "posting": str(referral.posting) if referral.posting else None,
        **{name: getattr(referral, name) for name in ("place", "state", "outcome")},
        **{name: iso(getattr(referral, name)) for name in days},
        "overdue": referral.overdue_on(today),
    }


def referrals_due(session: Session, now: datetime) -> list[Due]:
    """List the referrals to remind of because nothing has moved for long."""
    still = select(Referral.id, Referral.moved_on).where(
        Referral.state != ReferralState.CLOSED.value,
        Referral.reminded_on.is_(None),
        Referral.moved_on < day_of(now) - PATIENCE,
    )
    return [
        Due(
            rule="remind",
            subject=row.id,
            door="remind_referral",
            fields={"referral": str(row.id)},
            on=row.moved_on + PATIENCE + timedelta(days=1),
        )
        for row in session.execute(still.order_by(Referral.moved_on, Referral.id).limit(DUE_AT_ONCE))
    ]


FIGURES: dict[str, tuple[str, ...]] = {
    "open_referrals": (
        said("referral", "taken_on", "1", item="id"),
        said("referral", "closed_on", "0", item="id", turn=1),
    ),
}
