from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.volunteers.model import Attendance
from shared.database import transaction
from shared.identity import Role
from shared.refusals import Refused
from tests.builders import COUNTY, ELSEWHERE, LEAGUE, MARKER, TOWNSHIP
from tests.volunteers.conftest import DISSOLVED, Office
from tests.volunteers.season import (
    DAY,
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


def test_a_station_is_told_when_it_opens_and_when_it_closes(office: Office) -> None:
    before, id = len(office.told()), str(uuid4())

    fields = {"place": TOWNSHIP, "organisation": LEAGUE, "hub_kind": "airport"}
    office.say("open_station", {**fields, "hub": str(uuid4()), "opened_on": "2021-11-18"}, id)
    office.now = STARTS_AT
    office.say("close_station", {"station": id, "closed_on": "2022-01-20"})

    opened, closed = office.told()[before:]
    assert (opened.type, opened.data["hub_kind"], opened.occurred_on) == (
        "StationOpened",
        "airport",
        date(2021, 11, 18),
    )
    assert (closed.type, closed.data["station"], closed.occurred_on) == ("StationClosed", id, date(2022, 1, 20))
    assert (opened.place, opened.home, opened.organiser, opened.line) == (TOWNSHIP, COUNTY, "county", "travel")


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"place": "510199999999"}, "PlaceUnknown"),
        ({"place": DISSOLVED, "opened_on": "2022-01-20"}, "PlaceNotValid"),
        ({"organisation": str(uuid4())}, "OrganisationUnknown"),
        ({"opened_on": "2022-01-30"}, "DateInFuture"),
        ({"opened_on": "2021-10-31"}, "DateOutsideCampaign"),
        ({"place": ELSEWHERE}, "OutOfScope"),
        ({"organisation": ELSEWHERE_LEAGUE}, "OutOfScope"),
        ({"hub_kind": "spaceport"}, "FieldInvalid"),
    ],
)
def test_a_station_that_breaks_a_rule_is_refused(office: Office, but: dict[str, Any], rule: str) -> None:
    office.now = STARTS_AT
    fields = {"place": TOWNSHIP, "organisation": LEAGUE, "hub_kind": "railway"}

    assert office.refusals("open_station", {**fields, "hub": str(uuid4()), "opened_on": "2022-01-20", **but}) == [rule]


def test_after_the_campaign_closed_nothing_is_recorded(office: Office) -> None:
    shift, attendances = worked(office, a_volunteer(office))
    station = a_station(office)
    office.now = datetime(2022, 5, 1, 4, 0, tzinfo=UTC)

    assert office.refusals("complete_shift", {"shift": shift}) == ["CampaignClosed"]
    assert office.refusals("void_attendance", {"attendance": attendances[0], "reason": MARKER}) == ["CampaignClosed"]
    assert office.refusals("close_station", {"station": station, "closed_on": "2022-03-01"}) == ["CampaignClosed"]
    checking_out = {"shift": shift, "volunteer": str(uuid4()), "at": after_start(60)}
    assert office.refusals("check_in", {**checking_out, "post": "order"}) == ["CampaignClosed"]
    assert office.refusals("check_out", checking_out) == ["CampaignClosed"]


def test_a_repeated_call_is_answered_as_the_first_time_and_told_once(office: Office) -> None:
    shift, _ = worked(office, a_volunteer(office))
    id = str(uuid4())
    first = office.say("complete_shift", {"shift": shift, "served": [{"post": "order", "people": 7}]}, id)
    before = len(office.told())

    again = office.say("complete_shift", {"shift": shift, "served": [{"post": "order", "people": 7}]}, id)

    assert again == first
    assert told_since(office, before) == []


def test_a_repeated_id_with_other_content_is_refused(office: Office) -> None:
    id, station = str(uuid4()), a_station(office)
    office.say("open_shift", a_plan(station), id)

    assert office.refusals("open_shift", a_plan(station, ends_at=after_start(120)), id) == ["IdAlreadyUsed"]


def test_putting_a_hub_right_reverses_the_opening_and_tells_it_again(office: Office) -> None:
    station, hub = a_station(office), str(uuid4())
    before = len(office.told())

    changed = office.say("change_station", {"station": station, "revision": 1, "hub_kind": "road", "hub": hub})

    assert changed == {"station": station, "revision": 2}
    reversal, again = office.told()[before:]
    assert (reversal.type, reversal.sign, reversal.data["hub_kind"]) == ("StationOpened", -1, "railway")
    assert (again.type, again.sign, again.data["hub_kind"], again.data["hub"]) == ("StationOpened", 1, "road", hub)
    assert office.ask("station", id=station)["hub"] == hub


def test_a_stale_revision_of_a_station_is_refused_and_both_revisions_are_shown(office: Office) -> None:
    change = {"station": a_station(office), "revision": 1, "hub_kind": "road", "hub": str(uuid4())}
    office.say("change_station", change)

    with pytest.raises(Refused) as refused:
        office.say("change_station", change)

    assert refused.value.as_data()[0]["details"] == {"given": 1, "current": 2}


def test_a_closed_station_is_closed_for_good(office: Office) -> None:
    station = a_station(office)
    office.say("close_station", {"station": station, "closed_on": "2021-11-18"})
    change = {"station": station, "revision": 1, "hub_kind": "road", "hub": str(uuid4())}

    assert office.refusals("close_station", {"station": station, "closed_on": "2021-11-18"}) == ["StationHasClosed"]
    assert office.refusals("change_station", change) == ["StationHasClosed"]
    assert office.refusals("open_shift", a_plan(station)) == ["StationNotOpen"]


def test_a_station_does_not_close_before_it_opened(office: Office) -> None:
    office.now = STARTS_AT
    station = a_station(office, opened_on="2022-01-10")

    assert office.refusals("close_station", {"station": station, "closed_on": "2022-01-09"}) == ["ClosedBeforeOpened"]


def test_a_station_with_shifts_ahead_does_not_close_until_they_are_cancelled(office: Office) -> None:
    station = a_station(office)
    shift = office.say("open_shift", a_plan(station))["shift"]
    office.now = STARTS_AT - timedelta(days=4)
    closing = {"station": station, "closed_on": "2022-01-20"}

    assert office.refusals("close_station", closing) == ["ShiftsRemain"]
    office.say("cancel_shift", {"shift": shift, "reason": MARKER})
    office.say("close_station", closing)


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


def test_of_two_check_ins_at_once_at_two_stations_one_is_refused(office: Office) -> None:
    volunteer, shifts = a_volunteer(office), [a_shift(office) for _ in range(6)]
    office.now = STARTS_AT + timedelta(days=1)

    def tried(shift: str) -> str:
        try:
            return came(office, shift, volunteer)
        except Refused as refused:
            return refused.refusals[0].rule

    with ThreadPoolExecutor(6) as callers:
        answers = list(callers.map(tried, shifts))

    assert answers.count("CheckedInElsewhere") == 5


def test_of_two_completions_at_once_one_is_refused_and_one_is_told(office: Office) -> None:
    shift, _ = worked(office, a_volunteer(office))
    before = len(office.told())

    def tried(_: int) -> str:
        try:
            return str(office.say("complete_shift", {"shift": shift})["state"])
        except Refused as refused:
            return refused.refusals[0].rule

    with ThreadPoolExecutor(4) as callers:
        answers = sorted(callers.map(tried, range(4)))

    assert answers == ["ShiftNotOpen"] * 3 + ["completed"]
    assert told_since(office, before) == [("ShiftCompleted", 1), ("AttendanceCertified", 1)]


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


def test_an_attendance_outside_the_scope_cannot_even_be_seen(office: Office) -> None:
    _, (attendance,) = worked(office, a_volunteer(office))
    office.scope = "5109"

    assert office.refusals("void_attendance", {"attendance": attendance, "reason": MARKER}) == ["NotFound"]


def test_row_level_security_hides_attendances_from_a_transaction_without_their_scope(office: Office) -> None:
    worked(office, a_volunteer(office))

    with transaction(office.database) as session:
        assert session.query(Attendance).count() == 0
        session.execute(text("SELECT set_config('nuandong.scope', '{5101}', true)"))
        assert session.query(Attendance).count() > 0


@pytest.mark.parametrize("table", ["station", "shift", "shift_post", "attendance"])
def test_the_application_deletes_nothing(office: Office, table: str) -> None:
    with (
        pytest.raises(Exception, match="permission denied"),
        transaction(office.database) as session,
    ):
        session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - our own table


def test_every_door_refuses_what_lies_outside_the_scope(office: Office) -> None:
    volunteer = a_volunteer(office)
    shift, _ = worked(office, volunteer)
    station, who = a_station(office), {"shift": shift, "volunteer": volunteer, "at": after_start(60)}
    office.scope = "5109"

    outside: list[tuple[str, dict[str, Any]]] = [
        ("change_station", {"station": station, "revision": 1, "hub_kind": "road", "hub": str(uuid4())}),
        ("close_station", {"station": station, "closed_on": "2022-01-20"}),
        ("open_shift", a_plan(station)),
        ("cancel_shift", {"shift": shift, "reason": MARKER}),
        ("check_in", {**who, "post": "order"}),
        ("check_out", who),
        ("complete_shift", {"shift": shift}),
    ]
    assert [office.refusals(door, fields) for door, fields in outside] == [["OutOfScope"]] * len(outside)
    for door, id in (("station", station), ("shift", shift)):
        with pytest.raises(Refused, match="OutOfScope"):
            office.ask(door, id=id)


def test_who_may_only_look_records_nothing(office: Office) -> None:
    station = a_station(office)
    office.role = Role.VIEWER

    assert office.refusals("open_shift", a_plan(station)) == ["RoleMissing"]
    assert office.ask("station", id=station)["revision"] == 1


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
