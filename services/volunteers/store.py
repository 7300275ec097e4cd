"""Every SELECT of volunteers, and what its state tables say of each figure."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.volunteers.model import Attendance, Shift, Station
from services.volunteers.model.attendance import (
    MOST_A_DAY,
    ONE_OF_THREE_A_DAY,
    ONE_PLACE_AT_A_TIME,
    CheckedInElsewhere,
    NotCheckedIn,
    TooManyCheckIns,
)
from services.volunteers.model.shift import ShiftState
from shared.duty import Due
from shared.refusals import NotFound
from shared.tally import LEAF


def station_held(session: Session, id: UUID) -> Station:
    """Find a station and hold it until the transaction ends; raises NotFound."""
    found = session.scalar(select(Station).where(Station.id == id).with_for_update())
    if found is None:
        raise NotFound("station")
    return found


def shift_held(session: Session, id: UUID) -> Shift:
    """Find a shift and hold it until the transaction ends; raises NotFound."""
    found = session.scalar(select(Shift).where(Shift.id == id).with_for_update())
    if found is None:
        raise NotFound("shift")
    return found


def attendance_held(session: Session, id: UUID) -> Attendance:
    """Find an attendance and hold it until the transaction ends; raises NotFound."""
    found = session.scalar(select(Attendance).where(Attendance.id == id).with_for_update())
    if found is None:
        raise NotFound("attendance")
    return found


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


def shifts_after(session: Session, station: UUID, day: date) -> int:
    """Count the shifts of a station on later days that were not called off."""
    later = select(func.count()).where(
        Shift.station == station, Shift.held_on > day, Shift.state != ShiftState.CANCELLED.value
    )
    return session.scalar(later) or 0


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
        driver: Any = error.orig
        if driver.diag.constraint_name == ONE_PLACE_AT_A_TIME:
            raise CheckedInElsewhere("volunteer") from error
        if driver.diag.constraint_name == ONE_OF_THREE_A_DAY:
            return False
        raise
    return True


def station_shown(station: Station) -> dict[str, Any]:
    """Show a station as it stands."""
    return {
        "id": str(station.id),
        "place": station.place,
        "hub_kind": station.hub_kind,
        "hub": str(station.hub),
        "opened_on": str(station.opened_on),
        "closed_on": str(station.closed_on) if station.closed_on else None,
        "revision": station.revision,
    }


def shift_shown(shift: Shift, attendances: list[Attendance]) -> dict[str, Any]:
    """Show a shift with its posts and who stood there."""
    return {
        "id": str(shift.id),
        "station": str(shift.station),
        "starts_at": shift.starts_at.isoformat(),
        "ends_at": shift.ends_at.isoformat(),
        "state": shift.state,
        "posts": [{"post": each.post, "needed": each.needed, "served": each.served} for each in shift.posts],
        "attendances": [_attendance_shown(each) for each in attendances],
    }


def _attendance_shown(attendance: Attendance) -> dict[str, Any]:
    left = attendance.checked_out_at
    return {
        "id": str(attendance.id),
        "volunteer": str(attendance.volunteer),
        "post": attendance.post,
        "checked_in_at": attendance.checked_in_at.isoformat(),
        "checked_out_at": left.isoformat() if left else None,
        "minutes": attendance.minutes,
    }


def due(_session: Session, _now: datetime) -> list[Due]:
    """List what time alone asks for: nothing in volunteers, whose shifts end when somebody says so."""
    return []


STATION = "SELECT place, home, organisation, id, hub, hub_kind AS code, opened_on, closed_on FROM station"
WORKED = """SELECT place, home, organisation, held_on, sum(needed) AS needed, sum(least(needed, came)) AS filled
    FROM shift JOIN shift_post ON shift_post.shift = shift.id,
    LATERAL (SELECT count(*) AS came FROM attendance AS each
             WHERE each.shift = shift.id AND each.post = shift_post.post AND voided_at IS NULL) AS those
    WHERE state = 'completed' GROUP BY shift.id"""
STOOD = """SELECT place, home, organisation, held_on, post AS code, volunteer, minutes
    FROM attendance WHERE minutes IS NOT NULL AND voided_at IS NULL"""
SERVED = """SELECT place, home, organisation, held_on, post AS code, served
    FROM shift JOIN shift_post ON shift_post.shift = shift.id WHERE state = 'completed' AND served > 0"""


def _said(source: str, day: str, value: str, item: str = "NULL", by: str = "", where: str = "true") -> str:
    breakdown = f"'{by}=' || code" if by else "''"
    return f"""SELECT {LEAF} AS place, {day} AS day, ARRAY[organisation] AS organisations, {breakdown} AS breakdown,
        ({item})::text AS item, sum({value})::bigint AS value, {int(day == "closed_on")} AS turn
        FROM ({source}) AS each WHERE {where} GROUP BY 1, 2, 3, 4, 5"""  # noqa: S608 - names of our own columns


FIGURES: dict[str, tuple[str, ...]] = {
    "stations": tuple(
        _said(STATION, day, value, item="id", by=by, where=f"{day} IS NOT NULL")
        for day, value in (("opened_on", "1"), ("closed_on", "0"))
        for by in ("", "hub_kind")
    ),
    "hubs": (_said(STATION, "opened_on", "1", item="hub"),),
    "shifts": (_said(WORKED, "held_on", "1"),),
    "posts_needed": (_said(WORKED, "held_on", "needed"),),
    "posts_filled": (_said(WORKED, "held_on", "filled"),),
    "posts_empty": (_said(WORKED, "held_on", "needed - filled"),),
    "attendances": (_said(STOOD, "held_on", "1"), _said(STOOD, "held_on", "1", by="post")),
    "service_minutes": (_said(STOOD, "held_on", "minutes"), _said(STOOD, "held_on", "minutes", by="post")),
    "volunteers_on_duty": (_said(STOOD, "held_on", "1", item="volunteer"),),
    "passengers_served": (_said(SERVED, "held_on", "served"), _said(SERVED, "held_on", "served", by="post")),
}
