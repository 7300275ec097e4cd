from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from shared.identity import Role
from tests.builders import MARKER
from tests.volunteers.conftest import EARLY, Office
from tests.volunteers.season import STARTS_AT, a_shift, a_volunteer, after_start, came, left


def sign_up_said(shift: str, volunteer: str, post: str = "tickets", **but: Any) -> dict[str, Any]:
    return {"shift": shift, "volunteer": volunteer, "post": post, **but}


def signed_up(office: Office, shift: str, volunteer: str = "", post: str = "tickets", if_full: str = "wait") -> str:
    said = sign_up_said(shift, volunteer or a_volunteer(office), post, if_full=if_full)
    return str(office.say("sign_up", said)["sign_up"])


def states(office: Office, shift: str) -> list[str]:
    return [each["state"] for each in office.ask("shift", id=shift)["sign_ups"]]


def test_a_place_is_given_to_the_first_and_the_others_wait_in_turn(office: Office) -> None:
    shift = a_shift(office)
    for _ in range(3):
        signed_up(office, shift)

    shown = office.ask("shift", id=shift)["sign_ups"]
    assert [(each["state"], each["turn"]) for each in shown] == [("signed", 1), ("waiting", 2), ("waiting", 3)]


def test_who_does_not_want_to_wait_is_told_that_the_post_is_full(office: Office) -> None:
    shift = a_shift(office)
    signed_up(office, shift)

    assert office.refusals("sign_up", sign_up_said(shift, a_volunteer(office))) == ["PostFull"]


def test_when_a_place_is_given_back_the_first_in_line_moves_up(office: Office) -> None:
    shift = a_shift(office)
    first, second, third = (signed_up(office, shift) for _ in range(3))

    assert office.say("withdraw_sign_up", {"sign_up": first})["moved_up"] == second
    assert states(office, shift) == ["withdrawn", "signed", "waiting"]
    assert office.say("withdraw_sign_up", {"sign_up": third})["moved_up"] is None


def test_who_is_busy_by_now_is_passed_over_and_goes_on_waiting(office: Office) -> None:
    shift, busy = a_shift(office), a_volunteer(office)
    first = signed_up(office, shift)
    signed_up(office, shift, busy)
    free = signed_up(office, shift)
    signed_up(office, a_shift(office), busy)

    assert office.say("withdraw_sign_up", {"sign_up": first})["moved_up"] == free
    assert states(office, shift) == ["withdrawn", "waiting", "signed"]


def test_who_left_the_register_is_passed_over(office: Office) -> None:
    shift, gone = a_shift(office), a_volunteer(office)
    first = signed_up(office, shift)
    signed_up(office, shift, gone)
    office.say("release_volunteer", {"volunteer": gone, "left_on": "2021-11-18"})

    assert office.say("withdraw_sign_up", {"sign_up": first})["moved_up"] is None


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"trained_on": None}, "NotTrained"),
        ({"insured_until": "2022-01-23"}, "NotInsured"),
        ({"insured_until": None}, "NotInsured"),
    ],
)
def test_nobody_signs_up_untrained_or_uninsured(office: Office, but: dict[str, Any], rule: str) -> None:
    assert office.refusals("sign_up", sign_up_said(a_shift(office), a_volunteer(office, **but))) == [rule]


def test_a_sign_up_that_breaks_a_rule_is_refused(office: Office) -> None:
    shift, volunteer = a_shift(office), a_volunteer(office)
    signed_up(office, shift, volunteer)

    assert office.refusals("sign_up", sign_up_said(shift, volunteer, "order")) == ["SignedUpAlready"]
    assert office.refusals("sign_up", sign_up_said(shift, str(uuid4()), "order")) == ["NotFound"]
    assert office.refusals("sign_up", sign_up_said(shift, volunteer, "hardship")) == ["PostNotOffered"]
    overlapping = a_shift(office, starts_at=after_start(239), ends_at=after_start(300))
    assert office.refusals("sign_up", sign_up_said(overlapping, volunteer)) == ["SignedUpElsewhere"]
    office.say(
        "sign_up", sign_up_said(a_shift(office, starts_at=after_start(240), ends_at=after_start(300)), volunteer)
    )


def test_nobody_signs_up_for_more_than_twelve_hours_of_a_day(office: Office) -> None:
    volunteer = a_volunteer(office)
    shifts = [
        a_shift(office, starts_at=after_start(start), ends_at=after_start(start + 240)) for start in (0, 240, 480, 720)
    ]
    first, *_ = (signed_up(office, shift, volunteer) for shift in shifts[:3])

    assert office.refusals("sign_up", sign_up_said(shifts[3], volunteer)) == ["TooManyHours"]
    office.say("withdraw_sign_up", {"sign_up": first})
    signed_up(office, shifts[3], volunteer)


def test_signing_up_has_a_window(office: Office) -> None:
    shift = a_shift(office, sign_up_from="2021-12-01T00:00:00+08:00", sign_up_until="2022-01-10T00:00:00+08:00")
    volunteer = a_volunteer(office)

    assert office.refusals("sign_up", sign_up_said(shift, volunteer)) == ["SignUpOutsideWindow"]
    office.now = EARLY + timedelta(days=20)
    signed_up(office, shift, volunteer)
    office.now = STARTS_AT - timedelta(days=1)
    assert office.refusals("sign_up", sign_up_said(shift, a_volunteer(office))) == ["SignUpOutsideWindow"]


@pytest.mark.parametrize(
    "window",
    [
        {"sign_up_until": after_start(1)},
        {"sign_up_from": after_start(-10), "sign_up_until": after_start(-10)},
        {"sign_up_from": after_start(0)},
    ],
)
def test_the_window_lies_before_the_shift(office: Office, window: dict[str, str]) -> None:
    with pytest.raises(Exception, match="SignUpWindowWrong"):
        a_shift(office, **window)


def test_once_the_shift_has_begun_nobody_signs_up_gives_up_or_swaps(office: Office) -> None:
    shift, other = a_shift(office), a_shift(office)
    one, two = signed_up(office, shift), signed_up(office, other)
    volunteer = a_volunteer(office)
    office.now = STARTS_AT

    assert office.refusals("sign_up", sign_up_said(shift, volunteer, "order")) == ["SignUpOutsideWindow"]
    assert office.refusals("withdraw_sign_up", {"sign_up": one}) == ["ShiftBegun"]
    assert office.refusals("swap_sign_ups", {"sign_up": one, "other": two}) == ["ShiftBegun"]


def test_two_volunteers_take_each_other_s_place(office: Office) -> None:
    one, other = a_volunteer(office), a_volunteer(office)
    early, late = a_shift(office), a_shift(office, starts_at=after_start(60), ends_at=after_start(300))
    places = signed_up(office, early, one), signed_up(office, late, other, post="order")

    office.say("swap_sign_ups", {"sign_up": places[0], "other": places[1]})

    for shift, who, post in ((early, other, "tickets"), (late, one, "order")):
        swapped, taken = office.ask("shift", id=shift)["sign_ups"]
        assert (swapped["state"], taken["state"]) == ("swapped", "signed")
        assert (taken["volunteer"], taken["post"]) == (who, post)
    swap = {"sign_up": places[0], "other": places[1]}
    assert office.refusals("swap_sign_ups", swap) == ["NotSigned"]


def test_a_swap_that_would_put_somebody_in_two_places_is_refused_and_changes_nothing(office: Office) -> None:
    one, other = a_volunteer(office), a_volunteer(office)
    early, late = a_shift(office), a_shift(office, starts_at=after_start(300), ends_at=after_start(500))
    places = signed_up(office, early, one), signed_up(office, late, other)
    signed_up(office, a_shift(office, starts_at=after_start(320), ends_at=after_start(400)), one)

    assert office.refusals("swap_sign_ups", {"sign_up": places[0], "other": places[1]}) == ["SignedUpElsewhere"]
    assert states(office, early) == states(office, late) == ["signed"]


def test_who_waits_for_a_shift_does_not_swap_into_it(office: Office) -> None:
    waits, shift = a_volunteer(office), a_shift(office)
    place = signed_up(office, shift)
    signed_up(office, shift, waits)
    other = signed_up(office, a_shift(office, starts_at=after_start(300), ends_at=after_start(400)), waits)

    assert office.refusals("swap_sign_ups", {"sign_up": place, "other": other}) == ["SignedUpAlready"]


def test_nobody_swaps_alone_nor_a_place_only_waited_for(office: Office) -> None:
    volunteer, shift = a_volunteer(office), a_shift(office)
    mine = signed_up(office, shift, volunteer)
    again = signed_up(office, a_shift(office, starts_at=after_start(300), ends_at=after_start(400)), volunteer)
    waiting = signed_up(office, shift)

    assert office.refusals("swap_sign_ups", {"sign_up": mine, "other": again}) == ["SwapWithOneself"]
    assert office.refusals("swap_sign_ups", {"sign_up": again, "other": waiting}) == ["NotSigned"]


def test_who_signed_up_and_came_is_marked_and_who_did_not_is_counted_absent(office: Office) -> None:
    shift, reliable, walked_in = a_shift(office), a_volunteer(office), a_volunteer(office)
    signed_up(office, shift, reliable, post="order")
    signed_up(office, shift)
    signed_up(office, shift)
    office.now = STARTS_AT + timedelta(days=1)
    for each in (reliable, walked_in):
        came(office, shift, each)
        left(office, shift, each)

    answer = office.say("complete_shift", {"shift": shift})

    assert (answer["absent"], states(office, shift)) == (1, ["came", "absent", "lapsed"])
    assert office.told()[-3].data["absent"] == 1


def test_who_was_checked_in_by_mistake_did_not_come(office: Office) -> None:
    shift, volunteer = a_shift(office), a_volunteer(office)
    signed_up(office, shift, volunteer)
    office.now = STARTS_AT + timedelta(days=1)
    attendance = came(office, shift, volunteer, post="tickets")

    office.say("void_attendance", {"attendance": attendance, "reason": MARKER})
    assert states(office, shift) == ["absent"]
    came(office, shift, volunteer, post="tickets")
    assert states(office, shift) == ["came"]


def test_a_cancelled_shift_releases_everybody_with_their_hours(office: Office) -> None:
    volunteer = a_volunteer(office)
    shift = a_shift(office, ends_at=after_start(720))
    signed_up(office, shift, volunteer)
    signed_up(office, shift)

    office.say("cancel_shift", {"shift": shift, "reason": MARKER})

    assert states(office, shift) == ["released", "released"]
    signed_up(office, a_shift(office, ends_at=after_start(720)), volunteer)
    assert office.refusals("sign_up", sign_up_said(shift, a_volunteer(office))) == ["ShiftNotOpen"]


def test_when_signing_up_ends_the_line_is_closed_by_due_work_once(office: Office) -> None:
    shift = a_shift(office)
    signed_up(office, shift)
    signed_up(office, shift)
    assert office.refusals("lapse_waiting", {"shift": shift}) == ["SignUpNotClosed"]
    office.now = STARTS_AT

    (listed,) = office.due(shift)
    office.say(listed.door, listed.fields, str(listed.id))
    assert states(office, shift) == ["signed", "lapsed"]

    assert office.due(shift) == []


def test_sign_ups_are_seen_and_touched_within_the_scope_only(office: Office) -> None:
    shift = a_shift(office)
    sign_up, volunteer = signed_up(office, shift), a_volunteer(office)
    office.scope = "5109"

    assert office.refusals("sign_up", sign_up_said(shift, volunteer)) == ["OutOfScope"]
    assert office.refusals("withdraw_sign_up", {"sign_up": sign_up}) == ["NotFound"]
    assert office.refusals("swap_sign_ups", {"sign_up": sign_up, "other": sign_up}) == ["NotFound"]
    office.scope, office.role = "5101", Role.VIEWER
    assert office.refusals("sign_up", sign_up_said(shift, volunteer)) == ["RoleMissing"]
