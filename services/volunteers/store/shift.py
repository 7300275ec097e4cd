"""SELECTs over shifts."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.volunteers.model import Attendance, Shift
from services.volunteers.model.shift import ShiftState
from services.volunteers.store.attendance import attendance_shown


def shifts_after(session: Session, station: UUID, day: date) -> int:
    """Count the shifts of a station on later days that were not called off."""
    later = select(func.count()).where(
        Shift.station == station, Shift.held_on > day, Shift.state != ShiftState.CANCELLED.value
    )
    return session.scalar(later) or 0


def shift_shown(shift: Shift, attendances: list[Attendance]) -> dict[str, Any]:
    """Show a shift with its posts and who stood there."""
    return {
        "id": str(shift.id),
        "station": str(shift.station),
        "starts_at": shift.starts_at.isoformat(),
        "ends_at": shift.ends_at.isoformat(),
        "state": shift.state,
        "posts": [{"post": each.post, "needed": each.needed, "served": each.served} for each in shift.posts],
        "attendances": [attendance_shown(each) for each in attendances],
    }
