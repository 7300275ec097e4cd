"""Every SELECT of jobs, and what its state tables say of each figure."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from services.jobs.store.fairs import booths_of, counted_at, fair_shown, fair_told, fairs_in, forget_offers
from services.jobs.store.figures import FIGURES
from services.jobs.store.finding import FINDABLE
from services.jobs.store.postings import (
    posting_shown,
    postings_among,
    postings_due,
    postings_in,
    publish,
)
from services.jobs.store.referrals import referrals_due
from services.jobs.store.training import classes_due
from services.jobs.store.ventures import ventures_due
from shared.duty import Due, shredding
from shared.rows import held, kept


def due(session: Session, now: datetime) -> list[Due]:
    """List what time alone asks for."""
    return [
        *postings_due(session, now),
        *referrals_due(session, now),
        *classes_due(session, now),
        *ventures_due(session, now),
        *shredding(session, now),
    ]


__all__ = [
    "FIGURES",
    "FINDABLE",
    "booths_of",
    "counted_at",
    "due",
    "fair_shown",
    "fair_told",
    "fairs_in",
    "forget_offers",
    "held",
    "kept",
    "posting_shown",
    "postings_among",
    "postings_due",
    "postings_in",
    "publish",
]
