"""What everybody may see, as it was last stated."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CHAR, BigInteger, Date, text
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.model.counts import Row


class Edition(Row):
    """A sheet of figures that tell of one another in a period: when it was last looked at, and when it last changed."""

    __tablename__ = "edition"

    period: Mapped[str] = mapped_column(primary_key=True)
    sheet: Mapped[str] = mapped_column(primary_key=True)
    over: Mapped[bool]
    held: Mapped[bool] = mapped_column(server_default=text("false"))
    day: Mapped[date] = mapped_column(Date)
    stated_on: Mapped[date] = mapped_column(Date)


class Published(Row):
    """A figure of a place, NULL where it is hidden; a period that is over shows what is not here as nothing."""

    __tablename__ = "published"

    period: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(CHAR(12), primary_key=True)
    indicator: Mapped[str] = mapped_column(primary_key=True)
    breakdown: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int | None] = mapped_column(BigInteger)
