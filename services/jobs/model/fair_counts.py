"""现场计数: what the counters at the doors of a fair have told so far, before its result is entered."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.jobs.model.fairs import Fair, FairState
from services.jobs.model.table import Table
from shared.refusals import Refusal


class FairNotToday(Refusal):
    """招聘会计划于 {planned_on} 举办,当天起才能现场计数"""


class CountBelowZero(Refusal):
    """现场计数不能减到零以下"""


class FairCount(Table):
    """What one counter told at once; a miscount is told back."""

    __tablename__ = "fair_count"
    __table_args__ = (Index("fair_count_by_fair", "fair"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    fair: Mapped[UUID] = mapped_column(ForeignKey("fair.id"))
    visitors: Mapped[int]
    intents: Mapped[int]
    counted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    counted_by: Mapped[UUID | None] = mapped_column(Uuid)


def must_be_counted(fair: Fair, today: date) -> None:
    """Refuse to count at a fair before its day, or when its result is entered; raises NotNext, FairNotToday."""
    fair.must_be(FairState.OPENED, "现场计数")
    if today < fair.planned_on:
        raise FairNotToday("fair", planned_on=fair.planned_on)
