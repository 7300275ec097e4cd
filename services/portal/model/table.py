"""What all tables of portal's own have in common."""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase


class Table(DeclarativeBase):
    """Portal's own tables."""

    metadata = MetaData()
