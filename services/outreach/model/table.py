"""What the tables of outreach have in common."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import MetaData, Text
from sqlalchemy.orm import DeclarativeBase


class Table(DeclarativeBase):
    """Outreach's own tables."""

    metadata = MetaData()
    type_annotation_map: ClassVar = {str: Text}
