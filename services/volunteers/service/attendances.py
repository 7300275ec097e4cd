"""The doors of attendance: check in, check out, void."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from services.volunteers import store
from services.volunteers.facts.shift import Origin, Post
from services.volunteers.model import Attendance, Shift, Volunteer
from services.volunteers.model.attendance import CheckedInAlready
from services.volunteers.model.sign_up import SignUpState
from services.volunteers.schemas import CheckIn, CheckOut, VoidAttendance
from services.volunteers.service.completion import tell_without
from services.volunteers.service.rows import row_of
from shared.clock import day_of, shown
from shared.desk import Desk, must_be_date
from shared.identity import Role
from shared.refusals import Refusal
from shared.worker import write


class InstantInFuture(Refusal):
    """时间 {at} 晚于现在({now})"""


class AttendanceDoors:
    """上岗: who came to a shift, and when they left."""

    @write(CheckIn, Role.RECORDER)
    def check_in(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Record that a volunteer came: who signed up, or who stepped in."""
        shift, at = row_of(desk, Shift, fields["shift"]), fields["at"]
        _must_be_past(desk, at)
        shift.must_admit(fields["post"], at)
        if store.attendance_of(desk.session, shift.id, fields["volunteer"]):
            raise CheckedInAlready("volunteer")
        store.kept(desk.session, Volunteer, fields["volunteer"]).must_serve_on(shift.held_on)
        attendance = attendance_at(desk, shift, id, fields["volunteer"], fields["post"], at)
        store.check_in(desk.session, attendance)
        mark_came(desk, attendance)
        return {"attendance": str(id), "turn": attendance.turn}

    @write(CheckOut, Role.RECORDER)
    def check_out(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Record that a volunteer left."""
        shift, at = row_of(desk, Shift, fields["shift"]), fields["at"]
        _must_be_past(desk, at)
        shift.must_be_open("签退")
        attendance = store.presence_of(desk.session, shift.id, fields["volunteer"])
        store.check_out(desk.session, attendance, at)
        return {"attendance": str(attendance.id)}

    @write(VoidAttendance, Role.RECORDER)
    def void_attendance(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Void an attendance that was wrong: its minutes are reversed, and its shift is told again."""
        shift = row_of(desk, Shift, store.shift_of_attendance(desk.session, fields["attendance"]))
        must_be_date(desk, shift.held_on, "attendance")
        attendance = row_of(desk, Attendance, fields["attendance"])
        attendance.void(desk.now, fields["reason"])
        _mark(desk, attendance, SignUpState.ABSENT, SignUpState.CAME)
        tell_without(desk, shift, attendance)
        return {"attendance": str(attendance.id), "voided": True}


def attendance_at(desk: Desk, shift: Shift, id: UUID, volunteer: UUID, post: Post, at: datetime) -> Attendance:
    """Make out that a volunteer came to a post of a shift."""
    return Attendance(
        id=id,
        shift=shift.id,
        shift_ends_at=shift.ends_at,
        held_on=shift.held_on,
        volunteer=volunteer,
        post=post.value,
        origin=Origin.CHECKED_IN.value,
        checked_in_at=at,
        checked_in_on=day_of(at),
        recorded_at=desk.now,
        recorded_by=desk.identity.person,
        **Attendance.columns(shift.envelope(shift.held_on)),
    )


def mark_came(desk: Desk, attendance: Attendance) -> None:
    """Note on the volunteer's sign-up, if there is one, that the volunteer came."""
    _mark(desk, attendance, SignUpState.CAME, SignUpState.SIGNED, SignUpState.ABSENT)


def _mark(desk: Desk, attendance: Attendance, after: SignUpState, *before: SignUpState) -> None:
    sign_up = store.sign_up_of(desk.session, attendance.shift, attendance.volunteer, *before)
    if sign_up:
        sign_up.state = after.value
        desk.session.flush()


def _must_be_past(desk: Desk, at: datetime) -> None:
    if at > desk.now:
        raise InstantInFuture("at", at=shown(at), now=shown(desk.now))
    must_be_date(desk, day_of(at), "at")
