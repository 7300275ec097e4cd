"""What time alone asks of reporting."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from services.reporting.store.returns import due_openings
from shared.duty import Due


def due(session: Session, now: datetime) -> list[Due]:
    """List what time alone asks for: returns to open."""
    rules = (due_openings,)
    return [each for rule in rules for each in rule(session, now)]
