"""What a season said when it closed: which indicators there were, and every figure of every place."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CHAR, BigInteger, DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.model.counts import C_TEXT, Row


class KeptPeriod(Row):
    """A month or a season that has closed, with the indicators as they were shown."""

    __tablename__ = "kept_period"

    period: Mapped[str] = mapped_column(C_TEXT, primary_key=True)
    season: Mapped[str]
    kept_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    indicators: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)


class KeptCell(Row):
    """A figure of a place in a closed period; a stock's is where it stood at the end."""

    __tablename__ = "kept_cell"

    unit: Mapped[str] = mapped_column(CHAR(12, collation="C"), primary_key=True)
    period: Mapped[str] = mapped_column(C_TEXT, primary_key=True)
    indicator: Mapped[str] = mapped_column(C_TEXT, primary_key=True)
    breakdown: Mapped[str] = mapped_column(C_TEXT, primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)
