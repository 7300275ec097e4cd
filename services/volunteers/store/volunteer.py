"""SELECTs over the register of volunteers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.volunteers.model import Attendance, Volunteer
from services.volunteers.store.attendance import attendance_shown


def attendances_of(session: Session, volunteer: UUID) -> Sequence[Attendance]:
    """List the standing attendances of a volunteer, oldest first."""
    standing = select(Attendance).where(Attendance.volunteer == volunteer, Attendance.voided_at.is_(None))
    return session.scalars(standing.order_by(Attendance.checked_in_at)).all()


def service_attested(session: Session, volunteer: UUID, since: date | None) -> dict[str, Any]:
    """Add up the certified attendances of a volunteer, since a day if one is named."""
    certified = select(
        func.count().label("times"),
        func.coalesce(func.sum(Attendance.minutes), 0).label("minutes"),
        func.min(Attendance.held_on).label("first_on"),
        func.max(Attendance.held_on).label("last_on"),
    ).where(Attendance.volunteer == volunteer, Attendance.voided_at.is_(None), Attendance.minutes.is_not(None))
    row = session.execute(certified.where(Attendance.held_on >= since) if since else certified).one()
    return {
        "times": row.times,
        "minutes": row.minutes,
        "first_on": _iso(row.first_on),
        "last_on": _iso(row.last_on),
    }


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
