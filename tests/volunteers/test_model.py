from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.volunteers.facts import HubKind, Post
from services.volunteers.facts.station import Weekday
from services.volunteers.model.attendance import (
    AttendanceVoided,
    CheckedOutAlready,
    CheckOutOutsideWindow,
    minutes_within,
)
from services.volunteers.model.shift import (
    CheckInOutsideWindow,
    EndsBeforeStart,
    PostNotOffered,
    ShiftHasBegun,
    ShiftNotEnded,
    ShiftNotOpen,
    ShiftState,
    ShiftTooLong,
    SomebodyCheckedIn,
)
from services.volunteers.model.station import ClosedBeforeOpened, StationHasClosed, StationNotOpen
from shared.acts.book import StaleRevision
from tests.volunteers.builders import ENDS_AT, STARTS_AT, a_shift, a_station, after_start, an_attendance, an_open_shift


def terms(**but: Any) -> dict[str, Any]:
    usual = {"hub_kind": HubKind.ROAD, "hub": uuid4(), "partner": None, "weekdays": list(Weekday)}
    return {**usual, "opens_at": time(8), "closes_at": time(20), **but}


def test_a_station_stands_from_its_first_day_to_its_last() -> None:
    station = a_station(opened_on=date(2021, 12, 1), closed_on=date(2022, 2, 25))

    station.must_be_open(date(2021, 12, 1))
    station.must_be_open(date(2022, 2, 25))


@pytest.mark.parametrize("day", [date(2021, 11, 30), date(2022, 2, 26)])
def test_a_station_does_not_stand_before_or_after(day: date) -> None:
    station = a_station(opened_on=date(2021, 12, 1), closed_on=date(2022, 2, 25))

    with pytest.raises(StationNotOpen):
        station.must_be_open(day)


def test_a_change_of_a_station_makes_a_new_revision() -> None:
    station, hub = a_station(), uuid4()

    station.change(1, terms(hub_kind=HubKind.AIRPORT, hub=hub))

    assert (station.revision, station.hub_kind, station.hub) == (2, "airport", hub)


def test_a_change_from_a_stale_revision_is_refused_and_both_revisions_are_shown() -> None:
    station = a_station(revision=3)

    with pytest.raises(StaleRevision) as refused:
        station.change(2, terms())

    assert refused.value.details == {"given": 2, "current": 3}


def test_a_closed_station_is_neither_changed_nor_closed_again() -> None:
    station = a_station(closed_on=date(2022, 2, 25))

    with pytest.raises(StationHasClosed):
        station.change(1, terms())
    with pytest.raises(StationHasClosed):
        station.close(date(2022, 2, 26))


def test_a_station_is_not_closed_before_it_opened() -> None:
    with pytest.raises(ClosedBeforeOpened):
        a_station(opened_on=date(2021, 12, 1)).close(date(2021, 11, 30))


def test_a_shift_ends_after_it_starts() -> None:
    with pytest.raises(EndsBeforeStart):
        a_shift(ends_at=STARTS_AT).open()


def test_a_shift_lasts_at_most_twelve_hours() -> None:
    a_shift(ends_at=STARTS_AT + timedelta(hours=12)).open()

    with pytest.raises(ShiftTooLong):
        a_shift(ends_at=STARTS_AT + timedelta(hours=12, seconds=1)).open()


def test_a_shift_is_opened_before_it_begins() -> None:
    a_shift(opened_at=STARTS_AT - timedelta(seconds=1)).open()

    with pytest.raises(ShiftHasBegun) as refused:
        a_shift(opened_at=STARTS_AT).open()

    assert "开始时间是 2022-01-17 08:00" in refused.value.message


@pytest.mark.parametrize("minutes", [-30, 0, 240])
def test_a_shift_admits_from_half_an_hour_before_it_until_its_end(minutes: int) -> None:
    an_open_shift().must_admit(Post.ORDER, after_start(minutes))


@pytest.mark.parametrize("minutes", [-31, 241])
def test_a_shift_admits_nobody_too_early_or_too_late(minutes: int) -> None:
    with pytest.raises(CheckInOutsideWindow):
        an_open_shift().must_admit(Post.ORDER, after_start(minutes))


def test_a_shift_admits_nobody_at_a_post_it_has_not() -> None:
    with pytest.raises(PostNotOffered):
        an_open_shift().must_admit(Post.HARDSHIP, STARTS_AT)


def test_a_shift_where_somebody_was_is_not_cancelled() -> None:
    with pytest.raises(SomebodyCheckedIn):
        an_open_shift().cancel("大雾", somebody_was_there=True)


def test_a_cancelled_shift_is_over() -> None:
    shift = an_open_shift()

    shift.cancel("大雾", somebody_was_there=False)

    with pytest.raises(ShiftNotOpen):
        shift.must_admit(Post.ORDER, STARTS_AT)
    with pytest.raises(ShiftNotOpen):
        shift.complete(ENDS_AT, {})


def test_a_shift_is_completed_once_and_only_when_it_has_ended() -> None:
    shift = an_open_shift()

    with pytest.raises(ShiftNotEnded):
        shift.complete(ENDS_AT - timedelta(seconds=1), {})
    shift.complete(ENDS_AT, {Post.ORDER: 40})

    assert (shift.state, shift.post(Post.ORDER).served) == (ShiftState.COMPLETED, 40)
    with pytest.raises(ShiftNotOpen):
        shift.complete(ENDS_AT, {})


def test_nobody_is_served_at_a_post_that_the_shift_has_not() -> None:
    with pytest.raises(PostNotOffered):
        an_open_shift().complete(ENDS_AT, {Post.HARDSHIP: 3})


def test_one_too_many_at_a_post_fills_no_other() -> None:
    shift = an_open_shift()

    assert shift.needed == 3
    assert shift.filled_by(["order", "order", "order"]) == 2
    assert shift.filled_by(["order", "tickets"]) == 2


def test_a_volunteer_checks_out_once_after_checking_in() -> None:
    attendance = an_attendance(checked_in_at=after_start(10))

    with pytest.raises(CheckOutOutsideWindow):
        attendance.check_out(after_start(10))
    attendance.check_out(after_start(60))

    with pytest.raises(CheckedOutAlready):
        attendance.check_out(after_start(70))


def test_a_volunteer_checks_out_at_most_half_an_hour_after_the_end() -> None:
    an_attendance().check_out(after_start(270))

    with pytest.raises(CheckOutOutsideWindow):
        an_attendance().check_out(after_start(271))


def test_minutes_are_those_of_the_presence_that_lie_within_the_shift() -> None:
    attendance = an_attendance(checked_in_at=after_start(-20))
    attendance.check_out(after_start(255))

    assert attendance.certify(an_open_shift()) == 240


def test_who_did_not_check_out_earns_no_minutes() -> None:
    assert an_attendance().certify(an_open_shift()) == 0


def test_an_attendance_is_voided_once() -> None:
    attendance = an_attendance()

    attendance.void(ENDS_AT, "签错了人")

    with pytest.raises(AttendanceVoided):
        attendance.void(ENDS_AT, "签错了人")


def instants() -> st.SearchStrategy[datetime]:
    return st.integers(-3_600, 20_000).map(lambda seconds: STARTS_AT + timedelta(seconds=seconds))


@given(instants(), instants())
def test_minutes_are_never_negative_nor_more_than_the_shift_or_the_presence(came: datetime, left: datetime) -> None:
    minutes = minutes_within(STARTS_AT, ENDS_AT, came, left)

    assert 0 <= minutes <= 240
    assert minutes == 0 or timedelta(minutes=minutes) <= left - came
