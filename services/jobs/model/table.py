"""The family of jobs' own tables."""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase


class Table(DeclarativeBase):
    """Jobs' own tables."""

    metadata = MetaData()
