"""The doors of shifts: planned, called off, completed."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from services.volunteers import store
from services.volunteers.model import Project, Shift, ShiftPost, Station
from services.volunteers.model.sign_up import SignUpState
from services.volunteers.schemas import CancelShift, CompleteShift, OpenShift, WithdrawShift
from services.volunteers.service.completion import reverse_completed, tell_completed
from services.volunteers.service.rows import row_of
from shared.clock import day_of
from shared.desk import DateOutsideCampaign, Desk, must_be_date, organisation_rules, place_rules
from shared.identity import Role
from shared.refusals import Refused
from shared.worker import read, write


class ShiftDoors:
    """班次: open, cancel, complete, withdraw."""

    @write(OpenShift, Role.RECORDER)
    def open_shift(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Open a shift before it begins: nobody earns a minute otherwise."""
        station, held_on = row_of(desk, Station, fields["station"]), day_of(fields["starts_at"])
        _must_be_possible(desk, station, held_on)
        if fields["project"]:
            store.kept(desk.session, Project, fields["project"]).must_run_on(held_on)
        shift = Shift(
            id=id,
            station=station.id,
            project=fields["project"],
            starts_at=fields["starts_at"],
            ends_at=fields["ends_at"],
            sign_up_from=fields["sign_up_from"] or desk.now,
            sign_up_until=fields["sign_up_until"] or fields["starts_at"],
            held_on=held_on,
            opened_at=desk.now,
            opened_by=desk.identity.person,
            posts=[ShiftPost(post=each["post"].value, needed=each["needed"]) for each in fields["posts"]],
            **Shift.columns(station.envelope(held_on)),
        )
        shift.open()
        desk.session.add(shift)
        return {"shift": str(id), "state": shift.state}

    @write(CancelShift, Role.RECORDER)
    def cancel_shift(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Call a shift off, as long as nobody has checked in."""
        shift = row_of(desk, Shift, fields["shift"])
        shift.cancel(fields["reason"], somebody_was_there=bool(store.roster(desk.session, shift.id)))
        for each in store.sign_ups_of(desk.session, shift.id):
            if each.signed:
                store.unbook(desk.session, each)
        for standing in (SignUpState.SIGNED, SignUpState.WAITING):
            store.settle(desk.session, shift.id, standing, SignUpState.RELEASED)
        return {"shift": str(shift.id), "state": shift.state}

    @write(CompleteShift, Role.RECORDER)
    def complete_shift(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Certify the minutes of a shift that ended, and tell what was done; who did not check out earns none."""
        shift = row_of(desk, Shift, fields["shift"])
        must_be_date(desk, shift.held_on, "shift")
        shift.complete(desk.now, {each["post"]: each["people"] for each in fields["served"]})
        store.settle(desk.session, shift.id, SignUpState.SIGNED, SignUpState.ABSENT)
        store.settle(desk.session, shift.id, SignUpState.WAITING, SignUpState.LAPSED)
        roster = store.roster(desk.session, shift.id)
        minutes = sum(each.certify(shift) for each in roster)
        completed = tell_completed(desk, shift, roster)
        return {
            "shift": str(shift.id),
            "state": shift.state,
            "filled": completed.filled,
            "empty": completed.empty,
            "absent": completed.absent,
            "minutes": minutes,
            "not_checked_out": [str(each.volunteer) for each in roster if each.checked_out_at is None],
        }

    @write(WithdrawShift, Role.RECORDER)
    def withdraw_shift(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Take a completed shift back: it counts no longer, but nobody loses a minute earned there."""
        shift = row_of(desk, Shift, fields["shift"])
        must_be_date(desk, shift.held_on, "shift")
        shift.withdraw(fields["reason"])
        reverse_completed(desk, shift)
        return {"shift": str(shift.id), "state": shift.state}

    @read(Role.RECORDER, Role.APPROVER)
    def shift(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show a shift with its posts and who stood there."""
        shift = row_of(desk, Shift, id)
        return store.shift_shown(shift, store.roster(desk.session, shift.id), store.sign_ups_of(desk.session, shift.id))


def _must_be_possible(desk: Desk, station: Station, held_on: date) -> None:
    station.must_be_open(held_on)
    broken = [
        *place_rules(desk, station.place, held_on),
        *organisation_rules(desk, station.organisation, (), held_on),
    ]
    if desk.frame.campaign_on(held_on) is None:
        broken.append(DateOutsideCampaign("starts_at", day=held_on))
    if broken:
        raise Refused(broken)
