"""What the tables of volunteers have in common."""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase


class Table(DeclarativeBase):
    """Volunteers' own tables."""

    metadata = MetaData()
