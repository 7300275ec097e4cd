from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.builders import MARKER
from tests.volunteers.conftest import DISSOLVED, Office
from tests.volunteers.season import (
    DAY,
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


def test_opening_a_shift_tells_nothing_yet(office: Office) -> None:
    station = a_station(office)
    before = len(office.told())

    office.say("open_shift", a_plan(station))

    assert told_since(office, before) == []


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"ends_at": after_start(0)}, "EndsBeforeStart"),
        ({"ends_at": after_start(721)}, "ShiftTooLong"),
        ({"starts_at": "2022-04-05T08:00:00+08:00", "ends_at": "2022-04-05T12:00:00+08:00"}, "DateOutsideCampaign"),
        ({"starts_at": "2021-11-17T08:00:00+08:00", "ends_at": "2021-11-17T12:00:00+08:00"}, "StationNotOpen"),
        ({"starts_at": "2021-11-18T08:00:00+08:00", "ends_at": "2021-11-18T12:00:00+08:00"}, "ShiftHasBegun"),
    ],
)
def test_a_shift_that_breaks_a_rule_is_refused(office: Office, but: dict[str, Any], rule: str) -> None:
    assert office.refusals("open_shift", a_plan(a_station(office), **but)) == [rule]


def test_a_shift_in_a_place_that_will_be_dissolved_by_then_is_refused(office: Office) -> None:
    assert office.refusals("open_shift", a_plan(a_station(office, place=DISSOLVED))) == ["PlaceNotValid"]


def test_no_minutes_without_a_shift_opened_before_it_began(office: Office) -> None:
    station = a_station(office)
    office.now = STARTS_AT + timedelta(minutes=1)

    assert office.refusals("open_shift", a_plan(station)) == ["ShiftHasBegun"]


def test_a_shift_at_an_unknown_station_is_refused(office: Office) -> None:
    assert office.refusals("open_shift", a_plan(str(uuid4()))) == ["NotFound"]


def test_a_completed_shift_tells_what_was_done_once(office: Office) -> None:
    on_time, early, lost = (a_volunteer(office) for _ in range(3))
    shift = a_shift(office)
    office.now = STARTS_AT + timedelta(days=2)
    came(office, shift, on_time, at=-20)
    came(office, shift, early, at=30, post="tickets")
    came(office, shift, lost, at=10)
    left(office, shift, on_time, at=250)
    left(office, shift, early, at=90)
    before = len(office.told())

    served = [{"post": "order", "people": 40}, {"post": "tickets", "people": 12}]
    answer = office.say("complete_shift", {"shift": shift, "served": served})

    assert answer == {
        "shift": shift,
        "state": "completed",
        "filled": 3,
        "empty": 0,
        "minutes": 300,
        "absent": 0,
        "not_checked_out": [lost],
    }
    facts = office.told()[before:]
    assert [(row.type, row.sign) for row in facts] == [
        ("ShiftCompleted", 1),
        *[("AttendanceCertified", 1)] * 3,
        *[("PassengersServed", 1)] * 2,
    ]
    assert {row.data["volunteer"]: row.data["minutes"] for row in facts if row.type == "AttendanceCertified"} == {
        on_time: 240,
        early: 60,
        lost: 0,
    }
    assert {str(row.occurred_on) for row in facts} == {DAY}


def test_posts_left_empty_are_counted(office: Office) -> None:
    shift, _ = worked(office, a_volunteer(office))

    answer = office.say("complete_shift", {"shift": shift})

    assert (answer["filled"], answer["empty"]) == (1, 2)


def test_a_shift_is_not_completed_before_it_ended(office: Office) -> None:
    shift = a_shift(office)
    office.now = STARTS_AT + timedelta(minutes=239)

    assert office.refusals("complete_shift", {"shift": shift}) == ["ShiftNotEnded"]


def test_a_completed_shift_is_over(office: Office) -> None:
    volunteer = a_volunteer(office)
    shift, _ = worked(office, volunteer)
    office.say("complete_shift", {"shift": shift})
    who = {"shift": shift, "volunteer": a_volunteer(office), "at": after_start(60)}

    assert office.refusals("complete_shift", {"shift": shift}) == ["ShiftNotOpen"]
    assert office.refusals("check_in", {**who, "post": "order"}) == ["ShiftNotOpen"]
    assert office.refusals("check_out", {**who, "volunteer": volunteer}) == ["ShiftNotOpen"]
    assert office.refusals("cancel_shift", {"shift": shift, "reason": MARKER}) == ["ShiftNotOpen"]


def test_nobody_is_served_at_a_post_that_the_shift_has_not(office: Office) -> None:
    shift, _ = worked(office, a_volunteer(office))

    assert office.refusals("complete_shift", {"shift": shift, "served": [{"post": "hardship", "people": 1}]}) == [
        "PostNotOffered"
    ]


def test_a_shift_where_somebody_was_is_never_cancelled(office: Office) -> None:
    shift, _ = worked(office, a_volunteer(office))

    assert office.refusals("cancel_shift", {"shift": shift, "reason": MARKER}) == ["SomebodyCheckedIn"]


def test_a_shift_shows_its_posts_and_who_stood_there(office: Office) -> None:
    volunteer = a_volunteer(office)
    shift, (attendance,) = worked(office, volunteer)
    office.say("complete_shift", {"shift": shift, "served": [{"post": "order", "people": 9}]})

    shown = office.ask("shift", id=shift)

    assert shown["posts"] == [
        {"post": "order", "needed": 2, "served": 9},
        {"post": "tickets", "needed": 1, "served": 0},
    ]
    assert [(each["id"], each["volunteer"], each["minutes"]) for each in shown["attendances"]] == [
        (attendance, volunteer, 240)
    ]


def test_the_minutes_listed_add_up_to_the_minutes_answered(office: Office) -> None:
    shift, _ = worked(office, *(a_volunteer(office) for _ in range(5)))
    answer = office.say("complete_shift", {"shift": shift})

    listed = office.ask("shift", id=shift)["attendances"]

    assert sum(each["minutes"] for each in listed) == answer["minutes"] == 1200
