"""SELECTs over the register of volunteers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.volunteers.model import Attendance, Volunteer
from services.volunteers.store.attendance import attendance_shown


def attendances_of(session: Session, volunteer: UUID) -> Sequence[Attendance]:
    """List the standing attendances of a volunteer, oldest first."""
    standing = select(Attendance).where(Attendance.volunteer == volunteer, Attendance.voided_at.is_(None))
    return session.scalars(standing.order_by(Attendance.checked_in_at)).all()


def volunteer_shown(volunteer: Volunteer, attendances: Sequence[Attendance]) -> dict[str, Any]:
    """Show an entry of the register with attendances and the minutes these add up to."""
    return {
        "id": str(volunteer.id),
        "place": volunteer.place,
        "source": volunteer.source,
        **{name: _iso(getattr(volunteer, name)) for name in ("recruited_on", "trained_on", "insured_until", "left_on")},
        "revision": volunteer.revision,
        "minutes": sum(each.minutes or 0 for each in attendances),
        "attendances": [{**attendance_shown(each), "shift": str(each.shift)} for each in attendances],
    }


def _iso(day: date | None) -> str | None:
    return str(day) if day else None
