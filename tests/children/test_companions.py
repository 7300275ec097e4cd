from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.builders import TOWNSHIP
from tests.children.builders import (
    COMPANION,
    NEXT_COMPANION,
    OTHER_LEAGUE,
    OTHER_TOWNSHIP,
    Register,
    a_closing,
    a_companion,
    a_move,
    an_opening,
    rules,
)
from tests.children.test_wishes_races import at_once, verdicts

LEFT_ON = "2022-01-04"


def released(register: Register, companion: str, *scope: str, **but: Any) -> dict[str, Any]:
    fields = {"companion": companion, "until": LEFT_ON, **but}
    return register.by(*scope).release_companion(id=str(uuid4()), fields=fields)


def carer_of(register: Register, case: UUID) -> str:
    companion: str = register.by("51").case(id=str(case))["answer"]["companion"]
    return companion


def test_a_companion_without_children_leaves_and_is_told(register: Register) -> None:
    companion = register.a_companion()

    assert released(register, companion)["answer"] == {"id": companion, "until": LEFT_ON, "handed_over": 0}

    assert [(each.type, each.occurred_on) for each in register.told()] == [("CompanionReleased", date(2022, 1, 4))]
    assert rules(released(register, companion)) == [("EntryHasEnded", "id")]


def test_a_companion_who_has_children_does_not_leave_without_a_successor(register: Register) -> None:
    companion = register.a_companion()
    cases = [register.a_case(companion=companion) for _ in range(3)]

    answer = released(register, companion)

    assert rules(answer) == [("SuccessorNeeded", "successor")]
    assert answer["refused"][0]["details"] == {"children": 3}
    assert {carer_of(register, each) for each in cases} == {companion}


def test_all_children_of_a_companion_who_leaves_are_handed_over(register: Register) -> None:
    companion, successor = register.a_companion(), register.a_companion()
    open_cases = [register.a_case(companion=companion) for _ in range(4)]
    closed = register.a_case(companion=companion)
    register.by().close_case(id=str(uuid4()), fields=a_closing(closed))

    assert released(register, companion, successor=successor)["answer"]["handed_over"] == 4

    assert {carer_of(register, each) for each in open_cases} == {successor}
    hers = register.by().cases_of_companion(companion=successor)["answer"]
    assert [each["id"] for each in hers] == sorted(map(str, open_cases))
    assert register.by().cases_of_companion(companion=companion)["answer"] == []
    assert carer_of(register, closed) == companion
    assert [each for each in register.told() if each.type.startswith("Case") and each.type != "CaseClosed"] == []
    over = register.by().hand_overs(case=str(open_cases[0]))["answer"]
    assert over == [{"handed_on": LEFT_ON, "giver": companion, "taker": successor}]


def test_a_child_who_moves_to_another_companion_is_remembered_too(register: Register) -> None:
    case = register.a_case()

    register.by().move_case(id=str(uuid4()), fields=a_move(case))

    assert register.by().hand_overs(case=str(case))["answer"] == [
        {"handed_on": "2021-12-20", "giver": COMPANION, "taker": NEXT_COMPANION}
    ]


def test_a_successor_is_another_companion_who_serves_that_day(register: Register) -> None:
    companion, late, gone = register.a_companion(), register.a_companion(since="2022-01-05"), register.a_companion()
    register.a_case(companion=companion)
    released(register, gone)

    assert rules(released(register, companion, successor=companion)) == [("SuccessorIsHerself", "successor")]
    assert rules(released(register, companion, successor=late)) == [("CompanionNotServing", "successor")]
    assert rules(released(register, companion, successor=gone)) == [("CompanionNotServing", "successor")]
    assert rules(released(register, companion, successor=str(uuid4()))) == [("CompanionUnknown", "successor")]


def test_nobody_leaves_while_a_child_outside_the_callers_scope_is_theirs(register: Register) -> None:
    companion, successor = register.a_companion(), register.a_companion()
    seen = register.a_case(companion=companion)
    hidden = register.a_case(companion=companion, place=OTHER_TOWNSHIP, organisation=OTHER_LEAGUE)

    assert rules(released(register, companion, TOWNSHIP, "510104", successor=successor)) == [
        ("ChildrenElsewhere", "companion")
    ]

    assert carer_of(register, seen) == carer_of(register, hidden) == companion
    assert released(register, companion, "51", successor=successor)["answer"]["handed_over"] == 2


@pytest.mark.parametrize("on", ["2021-11-18", "2021-12-31"])
def test_no_child_is_given_to_somebody_unknown_or_before_she_came(register: Register, on: str) -> None:
    late = register.a_companion(since="2022-01-05")
    doors = register.by()

    unknown = doors.open_case(id=str(uuid4()), fields=an_opening(companion=str(uuid4()), opened_on=on))
    early = doors.open_case(id=str(uuid4()), fields=an_opening(companion=late, opened_on=on))

    assert rules(unknown) == [("CompanionUnknown", "companion")]
    assert rules(early) == [("CompanionNotServing", "companion")]
    moved = doors.move_case(id=str(uuid4()), fields=a_move(register.a_case(), companion=late))
    assert rules(moved) == [("CompanionNotServing", "companion")]


@pytest.mark.parametrize("turn", range(5))
def test_a_child_given_to_a_companion_just_as_she_leaves_does_not_drop_out_of_sight(
    register: Register, turn: int
) -> None:
    companion, cases = register.a_companion(), [str(uuid4()) for _ in range(4 + turn)]
    everybody = Barrier(len(cases) + 1)
    register.a_case(companion=companion)

    def open_one(case: str) -> dict[str, Any]:
        doors = register.by()
        everybody.wait()
        return doors.open_case(id=case, fields=an_opening(companion=companion))

    def leave() -> dict[str, Any]:
        everybody.wait()
        return released(register, companion, successor=NEXT_COMPANION)

    with ThreadPoolExecutor(len(cases) + 1) as threads:
        left, opened = threads.submit(leave), [threads.submit(open_one, each) for each in cases]
        answers = {case: each.result() for case, each in zip(cases, opened, strict=True)}

    assert left.result()["answer"]["handed_over"] == 1 + sum("answer" in each for each in answers.values())
    assert {carer_of(register, UUID(case)) for case, each in answers.items() if "answer" in each} <= {NEXT_COMPANION}
    assert {rules(each)[0] for each in answers.values() if "refused" in each} <= {
        ("CompanionNotServing", "companion"),
        ("CompanionUnknown", "companion"),
    }
    stray = "SELECT FROM child_case WHERE companion = :companion AND closed_on IS NULL"
    assert register.raw(stray, scope='""', companion=companion) == []


def test_of_two_who_let_a_companion_go_at_once_one_does_and_the_other_is_told_why(register: Register) -> None:
    companion, successors = register.a_companion(), [register.a_companion() for _ in range(2)]
    case = register.a_case(companion=companion)

    answers = at_once([partial(released, register, companion, successor=each) for each in successors])

    assert verdicts(answers) == {"answer": 1, "EntryHasEnded": 1}
    won = successors[["answer" in each for each in answers].index(True)]
    assert carer_of(register, case) == won
    assert len(register.by().hand_overs(case=str(case))["answer"]) == 1


def test_of_two_companions_who_leave_to_one_another_at_once_one_stays(register: Register) -> None:
    pair = [register.a_companion(), register.a_companion()]
    cases = [register.a_case(companion=each) for each in pair]

    answers = at_once(
        [partial(released, register, one, successor=other) for one, other in (pair, reversed(pair))],
    )

    assert verdicts(answers) == {"answer": 1, "CompanionNotServing": 1}
    stayed = pair[["refused" in each for each in answers].index(True)]
    assert {carer_of(register, each) for each in cases} == {stayed}


def test_a_home_that_closes_just_as_a_companion_comes_is_either_closed_or_hers(register: Register) -> None:
    for _ in range(5):
        house, companion = register.a_home(), str(uuid4())
        closing = {"house": house, "until": "2022-01-05"}

        closed, engaged = at_once(
            [
                partial(register.by().close_home, id=str(uuid4()), fields=closing),
                partial(register.by().engage_companion, id=companion, fields=a_companion(house=house)),
            ]
        )

        assert ("answer" in closed) is not ("answer" in engaged)
        loser = closed if "refused" in closed else engaged
        assert rules(loser)[0][0] in {"CompanionsRemain", "HomeNotOpen"}
