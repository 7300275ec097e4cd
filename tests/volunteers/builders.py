"""Stations, shifts and attendances to test with."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from services.volunteers.facts import Post
from services.volunteers.facts.station import Weekday
from services.volunteers.model import Attendance, Shift, ShiftPost, Station

STARTS_AT = datetime(2022, 1, 17, 0, 0, tzinfo=UTC)
ENDS_AT = STARTS_AT + timedelta(hours=4)
SOMEWHERE = {"place": "510104017000", "home": "510104000000", "organisation": uuid4(), "organiser": "county"}


def after_start(minutes: int) -> datetime:
    return STARTS_AT + timedelta(minutes=minutes)


def a_station(**but: Any) -> Station:
    usual = {
        "id": uuid4(),
        "revision": 1,
        "hub_kind": "railway",
        "hub": uuid4(),
        "weekdays": [each.value for each in Weekday],
        "opens_at": time(8),
        "closes_at": time(20),
        "opened_on": date(2021, 11, 18),
        "recorded_at": STARTS_AT,
        **SOMEWHERE,
    }
    return Station(**{**usual, **but})


def a_shift(**but: Any) -> Shift:
    usual = {
        "id": uuid4(),
        "station": uuid4(),
        "starts_at": STARTS_AT,
        "ends_at": ENDS_AT,
        "held_on": date(2022, 1, 17),
        "opened_at": STARTS_AT - timedelta(days=20),
        "sign_up_from": STARTS_AT - timedelta(days=20),
        "sign_up_until": STARTS_AT,
        "posts": [ShiftPost(post="order", needed=2, served=0), ShiftPost(post="tickets", needed=1, served=0)],
        **SOMEWHERE,
    }
    return Shift(**{**usual, **but})


def an_open_shift(**but: Any) -> Shift:
    shift = a_shift(**but)
    shift.open()
    return shift


def an_attendance(**but: Any) -> Attendance:
    usual = {
        "id": uuid4(),
        "shift": uuid4(),
        "shift_ends_at": ENDS_AT,
        "held_on": date(2022, 1, 17),
        "volunteer": uuid4(),
        "post": Post.ORDER.value,
        "origin": "checked_in",
        "checked_in_at": STARTS_AT,
        "checked_in_on": date(2022, 1, 17),
        "turn": 1,
        "recorded_at": STARTS_AT,
        **SOMEWHERE,
    }
    return Attendance(**{**usual, **but})
