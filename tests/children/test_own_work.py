"""What somebody without any role sees and does: the own children, the own promises."""

from typing import Any
from uuid import UUID, uuid4

from tests.children.builders import Register, rules
from tests.children.test_pairings import DAY, paired, ready
from tests.children.wishing import done, published


def pledge(register: Register, person: UUID, wish: str, shares: int = 1) -> dict[str, Any]:
    doors = register.by("5109", roles=(), person=person)
    answer: dict[str, Any] = doors.pledge_wish(id=str(uuid4()), fields={"wish": wish, "shares": shares})
    return answer


def test_a_companion_sees_her_own_children_and_nobody_elses(register: Register) -> None:
    companion = register.a_companion()
    case = str(register.a_case(companion=companion))

    own = register.by(roles=(), person=UUID(companion)).my_children()["answer"]
    assert [each["id"] for each in own] == [case]
    assert register.by(roles=()).my_children()["answer"] == []


def test_a_student_sees_the_child_she_is_paired_with_as_long_as_the_pairing_stands(register: Register) -> None:
    case, student = register.a_case(), ready(register)
    pairing = paired(register, case, student)
    own = register.by(roles=(), person=UUID(student))

    assert [each["id"] for each in own.my_children()["answer"]] == [str(case)]
    done(register, "end_pairing", pairing=pairing, until=DAY, reason="wished")
    assert own.my_children()["answer"] == []


def test_whoever_signed_in_promises_shares_in_the_own_name_and_follows_how_far_the_wish_has_come(
    register: Register,
) -> None:
    wish, donor = published(register, shares=2), uuid4()
    cards = register.by("5109", roles=()).wish_cards(limit=1_000)["answer"]
    assert wish in {each["id"] for each in cards}

    assert pledge(register, donor, wish, 2)["answer"]["left"] == 0
    done(register, "send_wish", wish=wish)
    (own,) = register.by("5109", roles=(), person=donor).my_pledges()["answer"]

    assert (own["wish"]["id"], own["pledged"], own["state"]) == (wish, 2, "sent")
    assert register.by("5109", roles=()).my_pledges()["answer"] == []


def test_nobody_gives_up_the_promise_of_somebody_else(register: Register) -> None:
    wish, donor = published(register), uuid4()
    claim = pledge(register, donor, wish)["answer"]["claim"]

    def give_up(person: UUID) -> dict[str, Any]:
        doors = register.by("5109", roles=(), person=person)
        answer: dict[str, Any] = doors.give_up_pledge(id=str(uuid4()), fields={"claim": claim})
        return answer

    assert rules(give_up(uuid4())) == [("NotFound", "claim")]
    assert give_up(donor)["answer"]["left"] == 1
    (own,) = register.by("5109", roles=(), person=donor).my_pledges()["answer"]
    assert own["released_on"]
