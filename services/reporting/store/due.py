"""What time alone asks of reporting."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from services.reporting.store.kept import due_to_keep
from services.reporting.store.notices import due_reminders
from services.reporting.store.returns import due_openings
from shared.duty import Due


def due(session: Session, now: datetime) -> list[Due]:
    """List what time alone asks for: returns, reminders, and closed seasons."""
    rules = (due_openings, due_reminders, due_to_keep)
    return [each for rule in rules for each in rule(session, now)]
