"""The family of jobs' own tables, and what rows of many kinds share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import ARRAY, MetaData, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.desk import Placed


class Table(DeclarativeBase):
    """Jobs' own tables."""

    metadata = MetaData()


class JointlyPlaced(Placed):
    """Columns of a row that lies in a place and is led by an organisation together with others."""

    joint_organisations: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))

    @staticmethod
    def columns(where: Mapping[str, Any]) -> dict[str, Any]:
        """Pick these columns' values out of an envelope."""
        return {**Placed.columns(where), "joint_organisations": list(where["joint_organisations"])}

    def envelope(self, occurred_on: date) -> dict[str, Any]:
        """Gather what a fact about this row carries."""
        return {**super().envelope(occurred_on), "joint_organisations": tuple(self.joint_organisations)}


def telling(id: UUID, what: str, time: int) -> UUID:
    """Name a fact that may be taken back and told again; the first time it bears the plain name."""
    return uuid5(id, what if time == 1 else f"{what}:{time}")
