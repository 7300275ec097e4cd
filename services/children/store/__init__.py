"""What children lists and counts: what time asks for, and what the state tables say of each figure."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from services.children.facts import INDICATORS
from services.children.store import cases, packs, pairings, registers, returns, stays, wishes
from shared.duty import Due, shredding
from shared.tally import act_figures


def due(session: Session, now: datetime) -> list[Due]:
    """List what time alone asks for."""
    return [*shredding(session, now), *stays.due(session, now), *wishes.due(session, now), *pairings.due(session, now)]


FIGURES: dict[str, tuple[str, ...]] = {
    **act_figures(INDICATORS),
    **cases.FIGURES,
    **registers.FIGURES,
    **returns.FIGURES,
    **wishes.FIGURES,
    **packs.FIGURES,
    **pairings.FIGURES,
}
