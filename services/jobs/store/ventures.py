"""四 创业帮扶支持: what the state tables say of each figure of ventures, and what time asks for, gathered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from services.jobs.store import associations, loans, mentoring, policies
from shared.duty import Due

FIGURES: dict[str, tuple[str, ...]] = {**policies.FIGURES, **associations.FIGURES, **mentoring.FIGURES, **loans.FIGURES}


def ventures_due(session: Session, now: datetime) -> list[Due]:
    """List what time alone asks for of ventures."""
    return policies.policies_due(session, now)
