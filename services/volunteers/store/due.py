"""What time alone asks for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from shared.duty import Due


def due(_session: Session, _now: datetime) -> list[Due]:
    """List what time alone asks for: nothing in volunteers, whose shifts end when somebody says so."""
    return []
