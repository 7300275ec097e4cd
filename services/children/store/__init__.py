"""What children lists and counts: what time asks for, and what the state tables say of each figure."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from services.children.facts import INDICATORS
from services.children.store import cases, needs, packs, pairings, registers, returns, silences, stays, wishes
from shared.duty import Due, shredding
from shared.tally import act_figures


def due(session: Session, now: datetime) -> list[Due]:
    """List what time alone asks for."""
    parts = (shredding, stays.due, silences.due, needs.due, wishes.due, pairings.due)
    return [each for listed in parts for each in listed(session, now)]


FIGURES: dict[str, tuple[str, ...]] = {
    **act_figures(INDICATORS),
    **cases.FIGURES,
    **registers.FIGURES,
    **returns.FIGURES,
    **silences.FIGURES,
    **wishes.FIGURES,
    **packs.FIGURES,
    **pairings.FIGURES,
}
