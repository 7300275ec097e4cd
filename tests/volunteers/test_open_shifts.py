from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.refusals import Refused
from tests.builders import TOWNSHIP
from tests.volunteers.conftest import Office
from tests.volunteers.season import STARTS_AT, a_shift, a_volunteer
from tests.volunteers.test_sign_ups import signed_up

SEASON = {"since": "2021-11-18", "until": "2022-03-31"}


def lacking(office: Office, shift: str, **but: str) -> list[dict[str, Any]]:
    return [each for each in office.ask("posts_lacking", **{**SEASON, **but}) if each["shift"] == shift]


def overdue(office: Office) -> list[str]:
    return [each["shift"] for each in office.ask("shifts_overdue")]


def test_a_post_is_listed_as_long_as_people_are_wanted_there(office: Office) -> None:
    shift = a_shift(office)
    signed_up(office, shift)
    signed_up(office, shift)
    signed_up(office, shift, post="order")

    (listed,) = lacking(office, shift)
    assert (listed["post"], listed["needed"], listed["signed"], listed["waiting"]) == ("order", 2, 1, 0)
    signed_up(office, shift, post="order")
    assert lacking(office, shift) == []


def test_what_is_called_off_begun_on_other_days_or_elsewhere_is_not_listed(office: Office) -> None:
    shift, called_off = a_shift(office), a_shift(office)
    office.say("cancel_shift", {"shift": called_off, "reason": "大雾停运"})

    assert [each["post"] for each in lacking(office, shift)] == ["order", "tickets"]
    assert lacking(office, called_off) == []
    assert lacking(office, shift, until="2022-01-23") == []
    office.scope = "5109"
    assert lacking(office, shift) == []
    office.scope, office.now = "5101", STARTS_AT
    assert lacking(office, shift) == []


def test_a_shift_that_ended_is_overdue_until_somebody_completes_it(office: Office) -> None:
    shift = a_shift(office)
    office.now = STARTS_AT + timedelta(minutes=239)
    assert shift not in overdue(office)
    office.now = STARTS_AT + timedelta(minutes=240)
    assert shift in overdue(office)
    office.say("complete_shift", {"shift": shift})

    assert shift not in overdue(office)


def test_after_three_days_due_work_brings_it_to_mind_once(office: Office) -> None:
    shift = a_shift(office)
    office.now = STARTS_AT + timedelta(days=1)
    assert office.refusals("remind_shift", {"shift": shift}) == ["ShiftNotOverdue"]
    office.now = STARTS_AT + timedelta(days=4)

    (listed,) = office.due(shift)
    answer = office.say(listed.door, listed.fields, str(listed.id))

    assert answer["reminded_on"] == "2022-01-28"
    assert office.due(shift) == []


def test_a_shift_that_is_over_is_not_brought_to_mind(office: Office) -> None:
    shift, volunteer = a_shift(office), a_volunteer(office)
    signed_up(office, shift, volunteer)
    office.now = STARTS_AT + timedelta(days=4)
    office.say("complete_shift", {"shift": shift})

    assert office.due(shift) == []
    assert office.refusals("remind_shift", {"shift": shift}) == ["ShiftNotOpen"]


def test_shifts_of_some_days_are_listed_in_whatever_state_within_the_scope(office: Office) -> None:
    shift, called_off = a_shift(office), a_shift(office)
    office.say("cancel_shift", {"shift": called_off, "reason": "大雾停运"})
    signed_up(office, shift)

    def listed(**but: str) -> dict[str, tuple[str, int, int]]:
        found = office.ask("shifts", **{**SEASON, **but})
        known = {each["shift"]: (each["state"], each["needed"], each["signed"]) for each in found}
        return {id: known[id] for id in (shift, called_off) if id in known}

    assert listed() == listed(place=TOWNSHIP) == {shift: ("open", 3, 1), called_off: ("cancelled", 3, 0)}
    assert listed(until="2022-01-23") == {}
    office.scope = "5109"
    assert listed() == {}


def test_a_volunteer_sees_the_own_hours_and_the_own_shifts_to_come_without_any_role(office: Office) -> None:
    shift, volunteer = a_shift(office), a_volunteer(office)
    signed_up(office, shift, volunteer)

    office.person = UUID(volunteer)
    own = office.ask("my_service")
    assert (own["id"], own["minutes"], [each["shift"] for each in own["ahead"]]) == (volunteer, 0, [shift])
    office.person = uuid4()
    with pytest.raises(Refused):
        office.ask("my_service")
