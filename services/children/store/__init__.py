"""What children lists and counts: what time asks for, and what the state tables say of each figure."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from services.children.store import cases, stays, wishes
from shared.duty import Due
from shared.tally import acts_distinct, acts_summed


def due(session: Session, now: datetime) -> list[Due]:
    """List what time alone asks for."""
    return [*stays.due(session, now), *wishes.due(session, now)]


FIGURES: dict[str, tuple[str, ...]] = {
    **cases.FIGURES,
    **wishes.FIGURES,
    "child_visits": (
        acts_summed("ChildVisited"),
        acts_summed("ChildVisited", by="medium"),
        acts_summed("ChildVisited", by="reached"),
    ),
    "children_visited": (acts_distinct("ChildVisited", "CASE WHEN data->>'reached' = 'yes' THEN data->>'child' END"),),
}
