"""Who looked at the facts behind a figure."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CHAR, BigInteger, DateTime, Identity, Index, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.model.counts import Row


class Look(Row):
    """A page of the facts behind a figure, or of its corrections, shown to a person or a service."""

    __tablename__ = "look"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    person: Mapped[UUID | None] = mapped_column(Uuid)
    service: Mapped[str | None]
    place: Mapped[str] = mapped_column(CHAR(12))
    indicator: Mapped[str]
    period: Mapped[str]
    corrections: Mapped[bool]

    __table_args__ = (Index("look_at_cell", "place", "indicator", "period", "id"),)
