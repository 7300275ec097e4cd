"""What time alone asks of reporting."""

from __future__ import annotations

from datetime import datetime

from services.reporting.store.published import due_to_publish
from services.reporting.store.returns import due_openings
from shared.duty import Due
from sqlalchemy.orm import Session


def due(session: Session, now: datetime) -> list[Due]:
    """List what time alone asks for: returns to open."""
    rules = (due_openings, due_to_publish)
    return [each for rule in rules for each in rule(session, now)]
