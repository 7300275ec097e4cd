"""Who looked behind a figure."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.reporting.model import Look


def looks(session: Session, place: str, indicator: str, period: str, offset: int, limit: int) -> list[dict[str, Any]]:
    """List the looks at one cell, newest first."""
    at_cell = select(Look).where(Look.place == place, Look.indicator == indicator, Look.period == period)
    page = at_cell.order_by(Look.id.desc()).offset(offset).limit(limit)
    names = ("at", "person", "service", "corrections")
    return [{name: getattr(each, name) for name in names} for each in session.scalars(page)]
