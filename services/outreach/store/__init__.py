"""Every SELECT of outreach, and what its state tables say of each figure."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from services.outreach.store.aid import aid_shown, aids, propose
from services.outreach.store.figures import FIGURES
from services.outreach.store.finding import FINDABLE
from services.outreach.store.needs import need_shown, needs_due, needs_in
from services.outreach.store.rows import put, standing
from shared.clock import day_of
from shared.duty import Due, shredding, sweeping
from shared.rows import held, kept


def due(session: Session, now: datetime) -> list[Due]:
    """List what time alone asks for."""
    return [*needs_due(session, day_of(now)), *shredding(session, now), *sweeping(session)]


__all__ = [
    "FIGURES",
    "FINDABLE",
    "aid_shown",
    "aids",
    "due",
    "held",
    "kept",
    "need_shown",
    "needs_due",
    "needs_in",
    "propose",
    "put",
    "standing",
]
