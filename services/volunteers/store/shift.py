"""SELECTs over shifts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.volunteers.model import Attendance, Shift, SignUp
from services.volunteers.model.shift import ShiftState
from services.volunteers.store.attendance import attendance_shown
from services.volunteers.store.sign_up import sign_up_shown


def shifts_after(session: Session, station: UUID, day: date) -> int:
    """Count the shifts of a station on later days that were neither called off nor withdrawn."""
    later = select(func.count()).where(
        Shift.station == station,
        Shift.held_on > day,
        Shift.state.not_in((ShiftState.CANCELLED.value, ShiftState.WITHDRAWN.value)),
    )
    return session.scalar(later) or 0


def shift_shown(shift: Shift, attendances: Sequence[Attendance], sign_ups: Sequence[SignUp]) -> dict[str, Any]:
    """Show a shift with its posts and who signed up and stood there."""
    return {
        "id": str(shift.id),
        "station": str(shift.station),
        "place": shift.place,
        "organisation": str(shift.organisation),
        "starts_at": shift.starts_at.isoformat(),
        "ends_at": shift.ends_at.isoformat(),
        "state": shift.state,
        "posts": [{"post": each.post, "needed": each.needed, "served": each.served} for each in shift.posts],
        "sign_ups": [sign_up_shown(each) for each in sign_ups],
        "attendances": [attendance_shown(each) for each in attendances],
    }
