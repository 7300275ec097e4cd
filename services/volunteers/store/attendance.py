"""SELECTs over attendance, and writing it down within the rules that PostgreSQL keeps."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.volunteers.model import Attendance
from services.volunteers.model.attendance import (
    MOST_A_DAY,
    ONE_OF_THREE_A_DAY,
    ONE_PLACE_AT_A_TIME,
    CheckedInElsewhere,
    NotCheckedIn,
    TooManyCheckIns,
)
from services.volunteers.store.broken import broken_rule
from shared.refusals import NotFound


def shift_of_attendance(session: Session, id: UUID) -> UUID:
    """Tell the shift of an attendance; raises NotFound."""
    found = session.scalar(select(Attendance.shift).where(Attendance.id == id))
    if found is None:
        raise NotFound("attendance")
    return found


def attendance_of(session: Session, shift: UUID, volunteer: UUID) -> Attendance | None:
    """Find the standing attendance of a volunteer on a shift."""
    return session.scalar(
        select(Attendance).where(
            Attendance.shift == shift, Attendance.volunteer == volunteer, Attendance.voided_at.is_(None)
        )
    )


def presence_of(session: Session, shift: UUID, volunteer: UUID) -> Attendance:
    """Find the standing attendance of a volunteer who checked in; raises NotCheckedIn."""
    found = attendance_of(session, shift, volunteer)
    if found is None:
        raise NotCheckedIn("volunteer")
    return found


def roster(session: Session, shift: UUID) -> list[Attendance]:
    """List the standing attendances of a shift."""
    standing = select(Attendance).where(Attendance.shift == shift, Attendance.voided_at.is_(None))
    return list(session.scalars(standing.order_by(Attendance.checked_in_at, Attendance.id)))


def check_in(session: Session, attendance: Attendance) -> None:
    """Write a check-in down as the first, second or third of the day; raises CheckedInElsewhere, TooManyCheckIns."""
    for turn in range(1, MOST_A_DAY + 1):
        attendance.turn = turn
        if _written(session, attendance):
            return
    raise TooManyCheckIns("volunteer", most=MOST_A_DAY)


def check_out(session: Session, attendance: Attendance, at: datetime) -> None:
    """Write a check-out down; raises CheckedOutAlready, CheckOutOutsideWindow, CheckedInElsewhere."""
    attendance.check_out(at)
    _written(session, attendance)


def _written(session: Session, attendance: Attendance) -> bool:
    """Write an attendance, unless its turn of the volunteer's day is taken; raises CheckedInElsewhere."""
    try:
        with session.begin_nested():
            session.add(attendance)
    except IntegrityError as error:
        if broken_rule(error) == ONE_PLACE_AT_A_TIME:
            raise CheckedInElsewhere("volunteer") from error
        if broken_rule(error) == ONE_OF_THREE_A_DAY:
            return False
        raise
    return True


def attendance_shown(attendance: Attendance) -> dict[str, Any]:
    """Show an attendance as it stands."""
    left = attendance.checked_out_at
    return {
        "id": str(attendance.id),
        "volunteer": str(attendance.volunteer),
        "post": attendance.post,
        "origin": attendance.origin,
        "checked_in_at": attendance.checked_in_at.isoformat(),
        "checked_out_at": left.isoformat() if left else None,
        "minutes": attendance.minutes,
    }
