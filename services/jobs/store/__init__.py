"""Every SELECT of jobs, and what its state tables say of each figure."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from services.jobs.store.fairs import booths_of, fair_shown
from services.jobs.store.figures import FIGURES
from services.jobs.store.postings import (
    listing,
    posting_known,
    posting_shown,
    postings_among,
    postings_due,
)
from services.jobs.store.referrals import referrals_due
from services.jobs.store.rows import held, kept
from services.jobs.store.ventures import ventures_due
from shared.duty import Due


def due(session: Session, now: datetime) -> list[Due]:
    """List what time alone asks for."""
    return [*postings_due(session, now), *referrals_due(session, now), *ventures_due(session, now)]


__all__ = [
    "FIGURES",
    "booths_of",
    "due",
    "fair_shown",
    "held",
    "kept",
    "listing",
    "posting_known",
    "posting_shown",
    "postings_among",
    "postings_due",
]
