"""The doors of 补录: asked for by one person, decided by another, or left until it lapses."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.volunteers import store
from services.volunteers.facts.shift import Origin
from services.volunteers.model import Attendance, MakeUp, Shift, Volunteer
from services.volunteers.model.attendance import CheckedInAlready
from services.volunteers.model.make_up import MakeUpAsked, MakeUpState
from services.volunteers.schemas import ApproveMakeUp, AskMakeUp, LapseMakeUp, RefuseMakeUp
from services.volunteers.service.attendances import attendance_at, mark_came
from services.volunteers.service.completion import tell_with
from services.volunteers.service.rows import row_of
from shared.desk import Desk, must_be_date
from shared.identity import Role
from shared.worker import read, write


class MakeUpDoors:
    """补录: ask, approve, refuse, lapse, list what waits."""

    @write(AskMakeUp, Role.RECORDER)
    def ask_make_up(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Ask for an attendance that nobody checked in, of a shift that was opened before it began."""
        shift, volunteer = row_of(desk, Shift, fields["shift"]), fields["volunteer"]
        must_be_date(desk, shift.held_on, "shift")
        shift.must_have_been_worked(fields["post"], fields["came_at"], fields["left_at"], desk.now)
        store.kept(desk.session, Volunteer, volunteer).must_serve_on(shift.held_on)
        if store.attendance_of(desk.session, shift.id, volunteer):
            raise CheckedInAlready("volunteer")
        if store.make_up_asked(desk.session, shift.id, volunteer):
            raise MakeUpAsked("volunteer")
        asked = {name: fields[name] for name in ("volunteer", "came_at", "left_at", "reason")}
        desk.session.add(
            MakeUp(
                id=id,
                shift=shift.id,
                held_on=shift.held_on,
                post=fields["post"].value,
                state=MakeUpState.ASKED.value,
                asked_by=desk.identity.somebody,
                asked_at=desk.now,
                **asked,
                **MakeUp.columns(shift.envelope(shift.held_on)),
            )
        )
        return {"make_up": str(id), "state": MakeUpState.ASKED.value}

    @write(ApproveMakeUp, Role.APPROVER)
    def approve_make_up(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Approve a make-up: it becomes an attendance, certified and told when its shift is completed."""
        shift, make_up = _held(desk, fields["make_up"])
        must_be_date(desk, shift.held_on, "make_up")
        make_up.approve(desk.identity.somebody, desk.now)
        shift.must_have_been_worked(make_up.asked_post, make_up.came_at, make_up.left_at, desk.now)
        attendance = _attendance(desk, shift, make_up)
        mark_came(desk, attendance)
        if shift.completed:
            attendance.certify(shift)
            tell_with(desk, shift, attendance)
        return {"make_up": str(make_up.id), "state": make_up.state, "minutes": attendance.minutes}

    @write(RefuseMakeUp, Role.APPROVER)
    def refuse_make_up(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Refuse a make-up, with a reason."""
        _, make_up = _held(desk, fields["make_up"])
        make_up.refuse(desk.identity.somebody, desk.now, fields["reason"])
        return {"make_up": str(make_up.id), "state": make_up.state}

    @write(LapseMakeUp, Role.RECORDER)
    def lapse_make_up(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Let a make-up lapse that nobody decided in time."""
        _, make_up = _held(desk, fields["make_up"])
        make_up.lapse(desk.now)
        return {"make_up": str(make_up.id), "state": make_up.state}

    @read(Role.RECORDER, Role.APPROVER)
    def make_ups(self, desk: Desk) -> list[dict[str, Any]]:
        """List the make-ups that wait to be decided, oldest first."""
        return [store.make_up_shown(each) for each in store.make_ups_asked(desk.session)]


def _held(desk: Desk, id: UUID) -> tuple[Shift, MakeUp]:
    """Hold a make-up and its shift, the shift first, as whoever completes it does."""
    shift = row_of(desk, Shift, store.shift_of_make_up(desk.session, id))
    return shift, row_of(desk, MakeUp, id)


def _attendance(desk: Desk, shift: Shift, make_up: MakeUp) -> Attendance:
    if store.attendance_of(desk.session, shift.id, make_up.volunteer):
        raise CheckedInAlready("volunteer")
    attendance = attendance_at(desk, shift, make_up.id, make_up.volunteer, make_up.asked_post, make_up.came_at)
    attendance.origin, attendance.checked_out_at = Origin.MADE_UP.value, make_up.left_at
    store.check_in(desk.session, attendance)
    return attendance
