"""What a completed shift tells, and how it is told again when an attendance is voided or made up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID, uuid5

from services.volunteers import store
from services.volunteers.facts.shift import AttendanceCertified, Origin, PassengersServed, Post, ShiftCompleted
from services.volunteers.model import Attendance, Shift
from shared.desk import Desk
from shared.eventlog import reverse, tell, tell_many
from shared.facts import Fact


def tell_completed(desk: Desk, shift: Shift, roster: Sequence[Attendance]) -> ShiftCompleted:
    """Tell how the shift's posts were filled, who earned which minutes, and how many people were served."""
    completed = _completed(desk, shift, roster)
    certified = [(_certified(shift, each), _certificate(each)) for each in roster]
    tell_many(desk.session, [(completed, _completion(shift)), *certified, *_served(shift)], desk.now)
    return completed


def tell_with(desk: Desk, shift: Shift, attendance: Attendance) -> None:
    """Tell an attendance that was made up, and its completed shift again as it is with it."""
    tell(desk.session, _certified(shift, attendance), _certificate(attendance), desk.now)
    _tell_again(desk, shift)


def tell_without(desk: Desk, shift: Shift, attendance: Attendance) -> None:
    """Reverse an attendance that was certified, and tell its shift again as it is without it, if it still counts."""
    if attendance.minutes is None:
        return
    reverse(desk.session, _certificate(attendance), desk.now)
    if shift.completed:
        _tell_again(desk, shift)


def reverse_completed(desk: Desk, shift: Shift) -> None:
    """Take back that a shift was worked and served people; who stood there keeps every minute."""
    reverse(desk.session, _completion(shift), desk.now)
    for _, told in _served(shift):
        reverse(desk.session, told, desk.now)


def _tell_again(desk: Desk, shift: Shift) -> None:
    reverse(desk.session, _completion(shift), desk.now)
    shift.revision += 1
    completed = _completed(desk, shift, store.roster(desk.session, shift.id))
    tell(desk.session, completed, _completion(shift), desk.now)


def _completed(desk: Desk, shift: Shift, roster: Sequence[Attendance]) -> ShiftCompleted:
    filled = shift.filled_by(each.post for each in roster)
    return ShiftCompleted(
        **shift.envelope(shift.held_on),
        shift=shift.id,
        station=shift.station,
        needed=shift.needed,
        filled=filled,
        empty=shift.needed - filled,
        absent=store.absent_from(desk.session, shift.id),
    )


def _certified(shift: Shift, attendance: Attendance) -> AttendanceCertified:
    return AttendanceCertified(
        **shift.envelope(shift.held_on),
        shift=shift.id,
        volunteer=attendance.volunteer,
        post=Post(attendance.post),
        origin=Origin(attendance.origin),
        minutes=attendance.minutes or 0,
    )


def _served(shift: Shift) -> Iterator[tuple[Fact, UUID]]:
    for each in shift.posts:
        if each.served:
            served = PassengersServed(
                **shift.envelope(shift.held_on), shift=shift.id, post=Post(each.post), people=each.served
            )
            yield served, uuid5(shift.id, f"served:{each.post}")


def _completion(shift: Shift) -> UUID:
    return uuid5(shift.id, f"completed:{shift.revision}")


def _certificate(attendance: Attendance) -> UUID:
    return uuid5(attendance.id, "certified")
