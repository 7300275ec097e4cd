"""Many at once, on a real database: one wins, and the others are told why."""

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from shared.identity import Role
from shared.refusals import Refused
from tests.volunteers.conftest import Office
from tests.volunteers.season import STARTS_AT, a_shift, a_volunteer, after_start, came, told_since, worked


def at_once(tries: Iterable[Callable[[], Any]]) -> Counter[str]:
    """Try all at the same time, and count how each ended: by a state, or by the rule that refused it."""
    waiting = list(tries)

    def ended(attempt: Callable[[], Any]) -> str:
        try:
            answer: dict[str, Any] = attempt()
        except Refused as refused:
            return refused.refusals[0].rule
        return str(answer.get("state", "done"))

    with ThreadPoolExecutor(len(waiting)) as callers:
        return Counter(callers.map(ended, waiting))


def signing(office: Office, shift: str, volunteer: str, **but: str) -> Callable[[], Any]:
    said = {"shift": shift, "volunteer": volunteer, "post": "tickets", **but}
    return partial(office.say, "sign_up", said)


def test_of_thirty_sign_ups_for_the_last_place_one_wins_and_the_others_are_told_that_it_is_full(office: Office) -> None:
    shift = a_shift(office)
    people = [a_volunteer(office) for _ in range(30)]

    assert at_once(signing(office, shift, each) for each in people) == {"signed": 1, "PostFull": 29}


def test_of_thirty_who_would_wait_one_has_the_place_and_the_others_stand_in_one_line(office: Office) -> None:
    shift = a_shift(office)
    people = [a_volunteer(office) for _ in range(30)]

    ended = at_once(signing(office, shift, each, if_full="wait") for each in people)

    assert ended == {"signed": 1, "waiting": 29}
    assert [each["turn"] for each in office.ask("shift", id=shift)["sign_ups"]] == list(range(1, 31))


def test_of_six_sign_ups_of_one_volunteer_for_the_same_hours_one_is_accepted(office: Office) -> None:
    volunteer, shifts = a_volunteer(office), [a_shift(office) for _ in range(6)]

    ended = at_once(signing(office, shift, volunteer) for shift in shifts)

    assert ended == {"signed": 1, "SignedUpElsewhere": 5}


def test_of_five_sign_ups_of_one_volunteer_for_one_day_twelve_hours_are_accepted(office: Office) -> None:
    volunteer = a_volunteer(office)
    starts = [start * 180 for start in range(5)]
    shifts = [a_shift(office, starts_at=after_start(each), ends_at=after_start(each + 180)) for each in starts]

    ended = at_once(signing(office, shift, volunteer) for shift in shifts)

    assert ended == {"signed": 4, "TooManyHours": 1}


def test_two_places_given_back_at_once_go_to_two_people(office: Office) -> None:
    shift = a_shift(office)
    people = [a_volunteer(office) for _ in range(4)]
    said = [{"shift": shift, "volunteer": each, "post": "order", "if_full": "wait"} for each in people]
    first, second, *_ = [office.say("sign_up", each)["sign_up"] for each in said]

    at_once(partial(office.say, "withdraw_sign_up", {"sign_up": each}) for each in (first, second))

    shown = office.ask("shift", id=shift)["sign_ups"]
    assert [each["state"] for each in shown] == ["withdrawn", "withdrawn", "signed", "signed"]


def test_of_two_check_outs_of_one_shift_at_once_one_is_refused(office: Office) -> None:
    volunteer, shift = a_volunteer(office), a_shift(office)
    office.now = STARTS_AT + timedelta(days=1)
    came(office, shift, volunteer)
    leaving = [{"shift": shift, "volunteer": volunteer, "at": after_start(minutes)} for minutes in (200, 240)]

    ended = at_once(partial(office.say, "check_out", each) for each in leaving)

    assert ended == {"done": 1, "CheckedOutAlready": 1}


def test_of_two_approvers_at_once_one_decides_and_the_other_is_told(office: Office) -> None:
    volunteer, shift = a_volunteer(office), a_shift(office)
    office.now = STARTS_AT + timedelta(days=1)
    hours = {"came_at": after_start(0), "left_at": after_start(240)}
    asked = {"shift": shift, "volunteer": volunteer, "post": "order", **hours, "reason": "漏签"}
    make_up = office.say("ask_make_up", asked)["make_up"]
    approvers = [replace(office, person=uuid4(), role=Role.APPROVER) for _ in range(2)]

    ended = at_once(partial(each.say, "approve_make_up", {"make_up": make_up}) for each in approvers)

    assert ended == {"approved": 1, "MakeUpDecided": 1}


def test_of_six_check_ins_at_once_at_six_stations_one_is_accepted(office: Office) -> None:
    volunteer, shifts = a_volunteer(office), [a_shift(office) for _ in range(6)]
    office.now = STARTS_AT + timedelta(days=1)
    coming = [{"shift": each, "volunteer": volunteer, "post": "order", "at": after_start(0)} for each in shifts]

    ended = at_once(partial(office.say, "check_in", each) for each in coming)

    assert ended == {"done": 1, "CheckedInElsewhere": 5}


def test_of_four_completions_at_once_one_is_told_and_the_others_are_refused(office: Office) -> None:
    shift, _ = worked(office, a_volunteer(office))
    before = len(office.told())

    ended = at_once(partial(office.say, "complete_shift", {"shift": shift}) for _ in range(4))

    assert ended == {"completed": 1, "ShiftNotOpen": 3}
    assert told_since(office, before) == [("ShiftCompleted", 1), ("AttendanceCertified", 1)]


def test_of_two_swaps_of_one_place_at_once_one_takes_place(office: Office) -> None:
    places = [
        office.say("sign_up", {"shift": a_shift(office), "volunteer": a_volunteer(office), "post": "order"})["sign_up"]
        for _ in range(3)
    ]

    ended = at_once(
        partial(office.say, "swap_sign_ups", {"sign_up": places[0], "other": other}) for other in places[1:]
    )

    assert ended == {"done": 1, "NotSigned": 1}
