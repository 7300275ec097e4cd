from datetime import timedelta
from typing import Any

import pytest

from shared.identity import Role
from shared.refusals import Refused
from tests.volunteers.conftest import Office
from tests.volunteers.season import STARTS_AT, a_shift, a_volunteer, after_start, came, left
from tests.volunteers.test_make_ups import approved, asked

SEASON = {"since": "2021-11-18", "until": "2022-03-31"}


def to_check(office: Office, volunteer: str, **but: str) -> list[dict[str, Any]]:
    office.role = Role.APPROVER
    listed = [each for each in office.ask("hours_to_check", **{**SEASON, **but}) if each["volunteer"] == volunteer]
    office.role = Role.RECORDER
    return listed


def stood(office: Office, volunteer: str, minutes: int) -> None:
    office.now = STARTS_AT - timedelta(days=1)
    shift = a_shift(office, ends_at=after_start(minutes))
    office.now = STARTS_AT + timedelta(days=1)
    came(office, shift, volunteer)
    left(office, shift, volunteer, at=minutes)
    office.say("complete_shift", {"shift": shift})


def test_who_stood_for_more_than_eight_hours_of_a_day_is_listed(office: Office) -> None:
    usual, long = a_volunteer(office), a_volunteer(office)
    stood(office, usual, 480)
    stood(office, long, 481)

    assert to_check(office, usual) == []
    assert [each["unusual"] for each in to_check(office, long)] == [["long_days"]]
    assert to_check(office, long, until="2022-01-23") == []


def test_whose_hours_are_made_up_for_the_most_part_is_listed(office: Office) -> None:
    volunteer, shift = a_volunteer(office), a_shift(office)
    office.now = STARTS_AT + timedelta(days=1)
    approved(office, asked(office, shift, volunteer))
    office.say("complete_shift", {"shift": shift})

    (listed,) = to_check(office, volunteer)
    assert (listed["minutes"], listed["made_up"], listed["days"], listed["unusual"]) == (240, 240, 1, ["made_up"])
    office.scope = "5109"
    assert to_check(office, volunteer) == []


def test_a_recorder_does_not_check_the_hours_it_recorded(office: Office) -> None:
    with pytest.raises(Refused, match="RoleMissing"):
        office.ask("hours_to_check", **SEASON)
