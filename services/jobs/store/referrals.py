"""Every SELECT of referrals, what time asks for of them, and what their table says of each figure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.jobs.model import Referral, ReferralState
from services.jobs.model.referrals import PATIENCE
from services.jobs.store.said import said
from shared.clock import day_of
from shared.duty import DUE_AT_ONCE, Due
from shared.rows import iso, turned, within


def referral_of(session: Session, need: UUID) -> UUID | None:
    """Tell which referral a need became."""
    return session.scalar(select(Referral.id).where(Referral.need == need))


def referrals_in(
    session: Session,
    scope: Collection[str],
    state: str | None = None,
    place: str | None = None,
    after: Sequence[str] | None = None,
    limit: int = 100,
    *,
    newest: bool = False,
) -> Sequence[Referral]:
    """List the referrals in a state within a scope, or all still looked after, by the day on which they moved."""
    wanted = Referral.state == state if state else Referral.state != ReferralState.CLOSED.value
    query = within(select(Referral).where(wanted), Referral, scope, place)
    return session.scalars(turned(query, Referral.moved_on, Referral.id, after, limit, newest=newest)).all()


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
