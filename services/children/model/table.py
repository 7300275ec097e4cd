"""What the tables of children have in common."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import MetaData, Text
from sqlalchemy.orm import DeclarativeBase

from shared.desk import Placed


class Table(DeclarativeBase):
    """Children's own tables."""

    metadata = MetaData()
    type_annotation_map: ClassVar = {str: Text}


class Here(Placed):
    """A row about a child, which others go with when it moves."""

    def where(self) -> dict[str, Any]:
        """Give the columns that say where the child is."""
        return {name: getattr(self, name) for name in ("place", "home", "organisation", "organiser")}
