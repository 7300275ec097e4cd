from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.builders import ELSEWHERE, MARKER
from tests.volunteers.conftest import Office
from tests.volunteers.season import (
    ELSEWHERE_LEAGUE,
    STARTS_AT,
    a_plan,
    a_shift,
    a_station,
    a_volunteer,
    after_start,
    came,
    left,
    told_since,
    worked,
)


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"at": after_start(-31)}, "CheckInOutsideWindow"),
        ({"at": after_start(241)}, "CheckInOutsideWindow"),
        ({"at": after_start(24 * 60 + 1)}, "InstantInFuture"),
        ({"post": "hardship"}, "PostNotOffered"),
        ({"shift": str(uuid4())}, "NotFound"),
    ],
)
def test_a_check_in_that_breaks_a_rule_is_refused(office: Office, but: dict[str, Any], rule: str) -> None:
    shift = a_shift(office)
    office.now = STARTS_AT + timedelta(days=1)
    fields = {"shift": shift, "volunteer": a_volunteer(office), "post": "order", "at": after_start(0)}

    assert office.refusals("check_in", {**fields, **but}) == [rule]


def test_a_volunteer_checks_in_once_on_a_shift(office: Office) -> None:
    volunteer = a_volunteer(office)
    shift, _ = worked(office, volunteer)

    fields = {"shift": shift, "volunteer": volunteer, "post": "tickets", "at": after_start(20)}
    assert office.refusals("check_in", fields) == ["CheckedInAlready"]


def test_a_volunteer_is_in_one_place_at_a_time(office: Office) -> None:
    volunteer, one, other = a_volunteer(office), a_shift(office), a_shift(office)
    office.now = STARTS_AT + timedelta(days=1)
    came(office, one, volunteer)

    fields = {"shift": other, "volunteer": volunteer, "post": "order", "at": after_start(60)}
    assert office.refusals("check_in", fields) == ["CheckedInElsewhere"]
    left(office, one, volunteer, at=60)
    came(office, other, volunteer, at=60)


def test_a_late_check_out_does_not_reach_into_another_presence(office: Office) -> None:
    volunteer, one = a_volunteer(office), a_shift(office)
    other = a_shift(office, starts_at=after_start(240), ends_at=after_start(480))
    office.now = STARTS_AT + timedelta(days=1)
    came(office, one, volunteer)
    came(office, other, volunteer, at=245)

    fields = {"shift": one, "volunteer": volunteer, "at": after_start(250)}
    assert office.refusals("check_out", fields) == ["CheckedInElsewhere"]
    left(office, one, volunteer, at=245)


def test_a_presence_that_lies_outside_the_caller_s_scope_is_in_the_way_all_the_same(office: Office) -> None:
    volunteer, here = a_volunteer(office), a_shift(office)
    office.scope = "5109"
    there = office.say("open_shift", a_plan(a_station(office, place=ELSEWHERE, organisation=ELSEWHERE_LEAGUE)))["shift"]
    office.now = STARTS_AT + timedelta(days=1)
    came(office, there, volunteer)
    office.scope = "5101"

    fields = {"shift": here, "volunteer": volunteer, "post": "order", "at": after_start(60)}
    assert office.refusals("check_in", fields) == ["CheckedInElsewhere"]


def test_a_volunteer_checks_in_at_most_three_times_a_day(office: Office) -> None:
    volunteer = a_volunteer(office)
    plans = [(hour * 60, hour * 60 + 60) for hour in range(4)]
    shifts = [a_shift(office, starts_at=after_start(start), ends_at=after_start(end)) for start, end in plans]
    office.now = STARTS_AT + timedelta(days=1)
    for shift, (start, end) in list(zip(shifts, plans, strict=True))[:3]:
        came(office, shift, volunteer, at=start)
        left(office, shift, volunteer, at=end)

    fields = {"shift": shifts[3], "volunteer": volunteer, "post": "order", "at": after_start(plans[3][0])}
    assert office.refusals("check_in", fields) == ["TooManyCheckIns"]


@pytest.mark.parametrize(("at", "rule"), [(10, "CheckOutOutsideWindow"), (271, "CheckOutOutsideWindow")])
def test_a_check_out_outside_its_window_is_refused(office: Office, at: int, rule: str) -> None:
    volunteer, shift = a_volunteer(office), a_shift(office)
    office.now = STARTS_AT + timedelta(days=1)
    came(office, shift, volunteer, at=10)

    assert office.refusals("check_out", {"shift": shift, "volunteer": volunteer, "at": after_start(at)}) == [rule]


def test_who_never_came_does_not_check_out_and_who_left_does_not_leave_again(office: Office) -> None:
    volunteer = a_volunteer(office)
    shift, _ = worked(office, volunteer)

    for who, rule in ((a_volunteer(office), "NotCheckedIn"), (volunteer, "CheckedOutAlready")):
        assert office.refusals("check_out", {"shift": shift, "volunteer": who, "at": after_start(200)}) == [rule]


def test_a_check_out_in_the_future_is_refused(office: Office) -> None:
    volunteer, shift = a_volunteer(office), a_shift(office)
    office.now = STARTS_AT + timedelta(minutes=100)
    came(office, shift, volunteer)

    fields = {"shift": shift, "volunteer": volunteer, "at": after_start(101)}
    assert office.refusals("check_out", fields) == ["InstantInFuture"]


def test_voiding_a_certified_attendance_reverses_it_and_tells_the_shift_again(office: Office) -> None:
    shift, attendances = worked(office, a_volunteer(office), a_volunteer(office))
    office.say("complete_shift", {"shift": shift})
    before = len(office.told())

    office.say("void_attendance", {"attendance": attendances[0], "reason": MARKER})

    assert told_since(office, before) == [("AttendanceCertified", -1), ("ShiftCompleted", -1), ("ShiftCompleted", 1)]
    again = office.told()[-1].data
    assert (again["needed"], again["filled"], again["empty"]) == (3, 1, 2)
    assert office.refusals("void_attendance", {"attendance": attendances[0], "reason": MARKER}) == ["AttendanceVoided"]


def test_a_second_voiding_reverses_what_was_told_last(office: Office) -> None:
    shift, attendances = worked(office, a_volunteer(office), a_volunteer(office))
    office.say("complete_shift", {"shift": shift})
    for each in attendances:
        office.say("void_attendance", {"attendance": each, "reason": MARKER})

    standing = sum(row.sign for row in office.told() if row.data.get("shift") == shift and row.type == "ShiftCompleted")
    assert standing == 1
    assert office.told()[-1].data["filled"] == 0


def test_voiding_before_the_shift_is_completed_tells_nothing_and_frees_the_volunteer(office: Office) -> None:
    volunteer = a_volunteer(office)
    shift, (attendance,) = worked(office, volunteer)
    before = len(office.told())

    office.say("void_attendance", {"attendance": attendance, "reason": MARKER})

    assert told_since(office, before) == []
    came(office, shift, volunteer, post="tickets")
