from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.identity import Role
from tests.builders import CHIEF, CLERK, MARKER
from tests.volunteers.conftest import Office
from tests.volunteers.season import (
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


def make_up_said(shift: str, volunteer: str, **but: Any) -> dict[str, Any]:
    hours = {"came_at": after_start(0), "left_at": after_start(240)}
    return {"shift": shift, "volunteer": volunteer, "post": "order", **hours, "reason": MARKER, **but}


def asked(office: Office, shift: str, volunteer: str, **but: Any) -> str:
    return str(office.say("ask_make_up", make_up_said(shift, volunteer, **but))["make_up"])


def as_approver(office: Office, person: UUID = CHIEF) -> None:
    office.role, office.person = Role.APPROVER, person


def as_recorder(office: Office) -> None:
    office.role, office.person = Role.RECORDER, CLERK


def approved(office: Office, make_up: str) -> Any:
    as_approver(office)
    answer = office.say("approve_make_up", {"make_up": make_up})
    as_recorder(office)
    return answer


@pytest.fixture
def past(office: Office) -> tuple[str, str]:
    """Give a shift that was completed without somebody who was there."""
    absent = a_volunteer(office)
    shift, _ = worked(office, a_volunteer(office))
    office.say("complete_shift", {"shift": shift})
    return shift, absent


def test_an_approved_make_up_is_told_as_such_and_its_shift_is_told_again(office: Office, past: tuple[str, str]) -> None:
    shift, volunteer = past
    make_up = asked(office, shift, volunteer)
    before = len(office.told())

    assert approved(office, make_up)["minutes"] == 240

    assert told_since(office, before) == [("AttendanceCertified", 1), ("ShiftCompleted", -1), ("ShiftCompleted", 1)]
    certified, _, again = office.told()[before:]
    assert (certified.data["origin"], certified.data["minutes"]) == ("made_up", 240)
    assert (again.data["filled"], again.data["empty"]) == (2, 1)
    assert volunteer in [each["volunteer"] for each in office.ask("shift", id=shift)["attendances"]]


def test_what_is_only_asked_counts_for_nothing(office: Office, past: tuple[str, str]) -> None:
    before = len(office.told())
    asked(office, *past)

    assert told_since(office, before) == []


def test_a_make_up_of_a_shift_not_yet_completed_is_certified_with_the_others(office: Office) -> None:
    shift, volunteer = a_shift(office), a_volunteer(office)
    office.now = STARTS_AT + timedelta(days=1)
    assert approved(office, asked(office, shift, volunteer, left_at=after_start(100)))["minutes"] is None

    assert office.say("complete_shift", {"shift": shift})["minutes"] == 100


def test_who_was_counted_absent_is_so_no_longer(office: Office) -> None:
    shift, volunteer = a_shift(office), a_volunteer(office)
    office.say("sign_up", {"shift": shift, "volunteer": volunteer, "post": "order"})
    office.now = STARTS_AT + timedelta(days=1)
    assert office.say("complete_shift", {"shift": shift})["absent"] == 1

    approved(office, asked(office, shift, volunteer))

    assert office.told()[-1].data["absent"] == 0
    assert office.ask("shift", id=shift)["sign_ups"][0]["state"] == "came"


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"came_at": after_start(-31)}, "MakeUpOutsideShift"),
        ({"left_at": after_start(271)}, "MakeUpOutsideShift"),
        ({"left_at": after_start(0)}, "MakeUpOutsideShift"),
        ({"post": "hardship"}, "PostNotOffered"),
        ({"reason": "  "}, "FieldInvalid"),
        ({"volunteer": str(uuid4())}, "NotFound"),
        ({"shift": str(uuid4())}, "NotFound"),
    ],
)
def test_a_make_up_that_breaks_a_rule_is_refused(
    office: Office, past: tuple[str, str], but: dict[str, Any], rule: str
) -> None:
    assert office.refusals("ask_make_up", {**make_up_said(*past), **but}) == [rule]


def test_nothing_is_made_up_before_the_shift_has_ended(office: Office) -> None:
    shift, volunteer = a_shift(office), a_volunteer(office)
    office.now = STARTS_AT + timedelta(minutes=239)

    assert office.refusals("ask_make_up", make_up_said(shift, volunteer)) == ["MakeUpTooEarly"]


def test_nothing_is_made_up_of_a_shift_that_was_called_off_or_withdrawn(office: Office, past: tuple[str, str]) -> None:
    called_off, volunteer = office.say("open_shift", a_plan(a_station(office), **later()))["shift"], past[1]
    office.say("cancel_shift", {"shift": called_off, "reason": MARKER})
    make_up = asked(office, *past)
    office.say("withdraw_shift", {"shift": past[0], "reason": MARKER})

    office.now = STARTS_AT + timedelta(days=5)
    for shift in (called_off, past[0]):
        assert office.refusals("ask_make_up", make_up_said(shift, volunteer)) == ["ShiftNotWorked"]
    as_approver(office)
    assert office.refusals("approve_make_up", {"make_up": make_up}) == ["ShiftNotWorked"]


def later() -> dict[str, str]:
    return {"starts_at": after_start(60 * 72), "ends_at": after_start(60 * 76)}


def test_who_was_checked_in_or_is_asked_for_already_is_not_made_up(office: Office) -> None:
    there, asked_for = a_volunteer(office), a_volunteer(office)
    shift, _ = worked(office, there)
    asked(office, shift, asked_for)

    assert office.refusals("ask_make_up", make_up_said(shift, there)) == ["CheckedInAlready"]
    assert office.refusals("ask_make_up", make_up_said(shift, asked_for)) == ["MakeUpAsked"]


def test_who_was_elsewhere_at_that_time_was_not_there(office: Office, past: tuple[str, str]) -> None:
    shift, volunteer = past
    office.now = STARTS_AT - timedelta(days=1)
    elsewhere = a_shift(office)
    office.now = STARTS_AT + timedelta(days=1)
    came(office, elsewhere, volunteer)
    left(office, elsewhere, volunteer)
    make_up = asked(office, shift, volunteer)
    as_approver(office)

    assert office.refusals("approve_make_up", {"make_up": make_up}) == ["CheckedInElsewhere"]


def test_who_asked_does_not_decide_and_a_recorder_decides_nothing(office: Office, past: tuple[str, str]) -> None:
    make_up = asked(office, *past)

    assert office.refusals("approve_make_up", {"make_up": make_up}) == ["RoleMissing"]
    as_approver(office, CLERK)
    assert office.refusals("approve_make_up", {"make_up": make_up}) == ["OwnMakeUp"]
    assert office.refusals("refuse_make_up", {"make_up": make_up, "reason": MARKER}) == ["OwnMakeUp"]


def test_a_make_up_is_decided_once(office: Office, past: tuple[str, str]) -> None:
    make_up = asked(office, *past)
    as_approver(office)
    refusing = {"make_up": make_up, "reason": MARKER}
    assert office.say("refuse_make_up", refusing)["state"] == "refused"

    assert office.refusals("approve_make_up", {"make_up": make_up}) == ["MakeUpDecided"]
    assert office.refusals("refuse_make_up", refusing) == ["MakeUpDecided"]
    as_recorder(office)
    assert office.refusals("lapse_make_up", {"make_up": make_up}) == ["MakeUpDecided"]
    asked(office, *past)


def test_what_waits_to_be_decided_is_listed_within_the_scope(office: Office, past: tuple[str, str]) -> None:
    make_up = asked(office, *past)
    as_approver(office)
    assert make_up in [each["id"] for each in office.ask("make_ups")]

    office.scope = "5109"
    assert make_up not in [each["id"] for each in office.ask("make_ups")]
    assert office.refusals("approve_make_up", {"make_up": make_up}) == ["NotFound"]


def test_after_two_weeks_without_a_decision_due_work_lets_it_lapse(office: Office, past: tuple[str, str]) -> None:
    make_up = asked(office, *past)
    assert office.refusals("lapse_make_up", {"make_up": make_up}) == ["MakeUpNotLate"]
    office.now += timedelta(days=14)

    (listed,) = office.due(make_up)
    assert office.say(listed.door, listed.fields, str(listed.id))["state"] == "lapsed"
    as_approver(office)
    assert office.refusals("approve_make_up", {"make_up": make_up}) == ["MakeUpDecided"]


def test_withdrawing_a_shift_takes_back_what_it_counted_and_no_minute(office: Office) -> None:
    volunteer = a_volunteer(office)
    shift, (attendance,) = worked(office, volunteer)
    office.say("complete_shift", {"shift": shift, "served": [{"post": "order", "people": 5}]})
    before, minutes = len(office.told()), office.counts("service_minutes")

    office.say("withdraw_shift", {"shift": shift, "reason": MARKER})

    assert told_since(office, before) == [("ShiftCompleted", -1), ("PassengersServed", -1)]
    assert office.ask("volunteer", id=volunteer)["minutes"] == 240
    assert office.counts("service_minutes") == minutes
    assert office.refusals("withdraw_shift", {"shift": shift, "reason": MARKER}) == ["ShiftNotCompleted"]
    office.say("void_attendance", {"attendance": attendance, "reason": MARKER})
    assert told_since(office, before)[2:] == [("AttendanceCertified", -1)]


def test_only_a_completed_shift_is_withdrawn_and_only_while_the_campaign_is_open(
    office: Office, past: tuple[str, str]
) -> None:
    open_still, _ = worked(office, a_volunteer_of_then(office))
    assert office.refusals("withdraw_shift", {"shift": open_still, "reason": MARKER}) == ["ShiftNotCompleted"]
    office.now = datetime(2022, 5, 1, 4, 0, tzinfo=UTC)

    assert office.refusals("withdraw_shift", {"shift": past[0], "reason": MARKER}) == ["CampaignClosed"]
    assert office.refusals("ask_make_up", make_up_said(*past)) == ["CampaignClosed"]


def a_volunteer_of_then(office: Office) -> str:
    office.now = STARTS_AT - timedelta(days=30)
    return a_volunteer(office)


def test_the_share_made_up_is_stated_over_all_minutes(office: Office, past: tuple[str, str]) -> None:
    before = sum(row["value"] for row in office.counts("makeup_minutes"))
    approved(office, asked(office, *past, left_at=after_start(90)))

    assert sum(row["value"] for row in office.counts("makeup_minutes")) - before == 90
