"""What the tables of volunteers have in common."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from shared.clock import SHANGHAI


class Table(DeclarativeBase):
    """Volunteers' own tables."""

    metadata = MetaData()


def shown(instant: datetime) -> str:
    """Show an instant as people in Sichuan read it."""
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
