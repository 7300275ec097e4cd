"""Every SELECT of job fairs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.jobs.model import Booth, Fair, Offer
from shared.rows import iso


def booths_of(session: Session, fair: UUID) -> Sequence[Booth]:
    """List a fair's booths."""
    return session.scalars(select(Booth).where(Booth.fair == fair).order_by(Booth.employer)).all()


def forget_offers(session: Session, fair: UUID) -> list[UUID]:
    """Take back what was shown at a fair, and list the postings."""
    return list(session.scalars(delete(Offer).where(Offer.fair == fair).returning(Offer.posting)))


def fair_shown(fair: Fair, booths: Sequence[Booth]) -> dict[str, Any]:
    """Show a fair as it stands, with its booths."""
    whole = ("state", "place", "mode", "venue", "organiser_kind", "visitors", "intents", "hires")
    brought = [
        {"employer": str(each.employer), "postings": [str(id) for id in each.postings], "came": each.came}
        for each in booths
    ]
    return {
        "id": str(fair.id),
        **{name: getattr(fair, name) for name in whole},
        **{name: iso(getattr(fair, name)) for name in ("planned_on", "held_on", "confirmed_on")},
        "booths": brought,
    }
