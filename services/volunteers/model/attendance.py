"""上岗: one volunteer on one shift, from check-in to check-out, certified in whole minutes of the shift."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    SmallInteger,
    Text,
    Uuid,
    func,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.volunteers.model.shift import MARGIN, Shift
from services.volunteers.model.table import Table
from shared.clock import shown
from shared.desk import Placed
from shared.refusals import Refusal

MOST_A_DAY = 3
ONE_PLACE_AT_A_TIME = "one_place_at_a_time"
ONE_OF_THREE_A_DAY = "one_of_three_a_day"
STANDING = text("voided_at IS NULL")


class CheckedInAlready(Refusal):
    """该志愿者已在本班次签到"""


class CheckedInElsewhere(Refusal):
    """该志愿者在这段时间已在另一班次签到"""


class TooManyCheckIns(Refusal):
    """一名志愿者一天最多签到 {most} 次"""


class NotCheckedIn(Refusal):
    """该志愿者没有在本班次签到"""


class CheckedOutAlready(Refusal):
    """该志愿者已于 {at} 签退"""


class CheckOutOutsideWindow(Refusal):
    """签退时间须在签到之后、{until} 之前"""


class AttendanceVoided(Refusal):
    """该次上岗已经作废"""


class Attendance(Placed, Table):
    """上岗: kept for ever; a voided one stands no longer.

    That nobody is in two places at once is the database's own rule: a caller's row-level scope hides the other place.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        ExcludeConstraint(
            ("volunteer", "="),
            (func.tstzrange(literal_column("checked_in_at"), text("coalesce(checked_out_at, shift_ends_at)")), "&&"),
            name=ONE_PLACE_AT_A_TIME,
            where=STANDING,
        ),
        CheckConstraint(f"turn BETWEEN 1 AND {MOST_A_DAY}", name="three_check_ins_a_day"),
        CheckConstraint("checked_out_at > checked_in_at", name="left_after_coming"),
        Index(ONE_OF_THREE_A_DAY, "volunteer", "checked_in_on", "turn", unique=True, postgresql_where=STANDING),
        Index("once_on_a_shift", "shift", "volunteer", unique=True, postgresql_where=STANDING),
        Index("attendance_by_place", "place", "held_on"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    shift: Mapped[UUID] = mapped_column(Uuid, ForeignKey("shift.id"))
    shift_ends_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    held_on: Mapped[date]
    volunteer: Mapped[UUID] = mapped_column(Uuid, ForeignKey("volunteer.id"))
    post: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(Text)
    checked_in_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    checked_in_on: Mapped[date]
    turn: Mapped[int] = mapped_column(SmallInteger)
    checked_out_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    minutes: Mapped[int | None]
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    recorded_by: Mapped[UUID | None] = mapped_column(Uuid)
    voided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    voided_reason: Mapped[str | None] = mapped_column(Text)

    def check_out(self, at: datetime) -> None:
        """Note that the volunteer left; raises CheckedOutAlready, CheckOutOutsideWindow."""
        if self.checked_out_at is not None:
            raise CheckedOutAlready("volunteer", at=shown(self.checked_out_at))
        if not self.checked_in_at < at <= self.shift_ends_at + MARGIN:
            raise CheckOutOutsideWindow("at", until=shown(self.shift_ends_at + MARGIN))
        self.checked_out_at = at

    def certify(self, shift: Shift) -> int:
        """Work out the minutes: none for who did not check out."""
        left = self.checked_out_at
        self.minutes = minutes_within(shift.starts_at, shift.ends_at, self.checked_in_at, left) if left else 0
        return self.minutes

    def void(self, at: datetime, reason: str) -> None:
        """Let the attendance stand no longer; raises AttendanceVoided."""
        if self.voided_at is not None:
            raise AttendanceVoided("attendance")
        self.voided_at, self.voided_reason = at, reason


def minutes_within(starts_at: datetime, ends_at: datetime, came_at: datetime, left_at: datetime) -> int:
    """Count the whole minutes of a presence that lie within a shift."""
    within = min(left_at, ends_at) - max(came_at, starts_at)
    return max(0, within // timedelta(minutes=1))
