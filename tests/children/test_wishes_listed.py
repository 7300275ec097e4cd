"""What waits for a step of wishes, packs and pairings, listed page by page within the scope."""

from typing import Any

import pytest

from shared.identity import Role
from tests.builders import TOWNSHIP
from tests.children.builders import Register, rules
from tests.children.test_packs import allotted, received
from tests.children.test_pairings import paired, reported
from tests.children.wishing import done, gathered


def listed(register: Register, door: str, scope: str = "510104", **fields: Any) -> list[str]:
    """Page through what a door lists, two at a time."""
    doors, found = getattr(register.by(scope, roles=(Role.RECORDER,)), door), list[str]()
    while page := doors(**fields, limit=2, **({"after": found[-1]} if found else {}))["answer"]:
        found += [each["id"] for each in page]
    return found


def test_what_waits_for_review_is_listed_until_it_is_reviewed(register: Register) -> None:
    made = {gathered(register) for _ in range(3)}

    waiting = listed(register, "wishes", state="gathered", place=TOWNSHIP)
    assert made <= set(waiting)
    assert waiting == sorted(set(waiting))
    assert listed(register, "wishes", scope="510105", state="gathered") == []

    one = made.pop()
    done(register, "review_wish", Role.APPROVER, wish=one, verdict="approved")
    assert one not in listed(register, "wishes", state="gathered")
    assert one in listed(register, "wishes", state="approved")


def test_packs_put_aside_and_students_to_be_vetted_are_listed_within_the_scope(register: Register) -> None:
    pack, student = allotted(register, received(register)), reported(register)

    assert pack in listed(register, "packs", state="allotted")
    assert student in listed(register, "students", state="reported", place=TOWNSHIP)
    assert pack not in listed(register, "packs", scope="510105", state="allotted")
    assert student not in listed(register, "students", scope="510105", state="reported")


def test_the_pairings_of_a_place_are_listed_until_they_end(register: Register) -> None:
    pairing = paired(register, register.a_case())

    assert pairing in listed(register, "pairings", place=TOWNSHIP)
    done(register, "end_pairing", pairing=pairing, until="2022-01-10", reason="wished")
    assert pairing not in listed(register, "pairings", place=TOWNSHIP)


@pytest.mark.parametrize("door", ["wishes", "packs", "students"])
def test_a_state_that_does_not_exist_is_refused(register: Register, door: str) -> None:
    assert rules(getattr(register.by(), door)(state="lost")) == [("StateUnknown", "state")]
