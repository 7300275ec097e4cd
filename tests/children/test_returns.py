from collections import Counter
from datetime import date
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.children.facts.returns import ReturnStatus
from services.children.model.returns import Returning
from shared.identity import Role
from tests.builders import TOWNSHIP
from tests.children.builders import NEXT_TOWNSHIP, Register, a_closing, a_move, rules
from tests.children.test_store import last_of_each, said, standing


def note(register: Register, case: UUID, parent: str, status: str, **but: Any) -> dict[str, Any]:
    usual = {"case": str(case), "parent": parent, "status": status, "as_of": "2021-12-20", "source": "guardian"}
    return register.by().note_return(id=str(uuid4()), fields={**usual, **but})


def numbers(register: Register) -> list[tuple[int, int, int, int]]:
    return [
        (each.sign, each.data["known"], each.data["both_away"], each.data["returned"])
        for each in register.told()
        if each.type == "ReturnNoted"
    ]


def test_of_both_parents_three_numbers_are_told_and_no_status(register: Register) -> None:
    case = register.a_case()

    note(register, case, "father", "not_returning")
    note(register, case, "mother", "planned")
    note(register, case, "mother", "returned", as_of="2022-01-08")

    told = register.told()
    assert [set(each.data) for each in told] == [{"child", "known", "both_away", "parents_away", "returned"}] * 3
    assert [tuple(each.data[name] for name in ("known", "both_away", "returned")) for each in told] == [
        (0, 0, 0),
        (1, 1, 0),
        (1, 0, 1),
    ]
    assert [each.occurred_on for each in told] == [date(2021, 12, 20), date(2021, 12, 20), date(2022, 1, 8)]


@pytest.mark.parametrize(
    ("father", "mother", "away"),
    [
        ("planned", "not_returning", True),
        ("left_again", "absent", True),
        ("absent", "absent", False),
        ("unknown", "planned", False),
        ("returned", "planned", False),
    ],
)
def test_both_are_away_when_each_is_away_or_absent_and_one_is_away(father: str, mother: str, away: bool) -> None:  # noqa: FBT001
    assert Returning(father=father, mother=mother).both_away is away


def test_a_note_sent_again_is_told_once(register: Register) -> None:
    case, id = register.a_case(), str(uuid4())
    fields = {
        "case": str(case),
        "parent": "father",
        "status": "planned",
        "as_of": "2021-12-20",
        "source": "parent",
    }

    first = register.by().note_return(id=id, fields=fields)

    assert register.by().note_return(id=id, fields=fields) == first
    assert len(register.told()) == 1


@pytest.mark.parametrize(
    ("status", "but", "rule", "field"),
    [
        ("planned", {}, "NothingNew", "status"),
        ("left_again", {}, "NotReturnedBefore", "status"),
        ("returned", {"as_of": "2021-12-19"}, "EarlierThanKnown", "as_of"),
        ("returned", {"as_of": "2021-12-04"}, "BeforeStay", "as_of"),
        ("returned", {"as_of": "2022-01-11"}, "DateInFuture", "as_of"),
        ("returned", {"parent": "uncle"}, "FieldInvalid", "parent"),
        ("gone", {}, "FieldInvalid", "status"),
    ],
)
def test_a_note_is_refused(register: Register, status: str, but: dict[str, Any], rule: str, field: str) -> None:
    case = register.a_case()
    note(register, case, "father", "planned")
    register.told()

    assert rules(note(register, case, but.pop("parent", "father"), status, **but)) == [(rule, field)]
    assert register.told() == []


def test_of_a_closed_case_and_by_others_than_recorders_nothing_is_noted(register: Register) -> None:
    case = register.a_case()
    fields = {"case": str(case), "parent": "father", "status": "planned", "as_of": "2021-12-20", "source": "parent"}
    officer = register.by(roles=(Role.OFFICER,)).note_return(id=str(uuid4()), fields=fields)
    register.by().close_case(id=str(uuid4()), fields=a_closing(case))

    assert rules(officer) == [("RoleMissing", "token")]
    assert rules(note(register, case, "father", "planned")) == [("CaseAlreadyClosed", "case")]


def test_what_is_known_goes_with_a_child_that_moves(register: Register) -> None:
    case = register.a_case()
    note(register, case, "father", "planned", as_of="2021-12-10")
    register.told()

    register.by().move_case(id=str(uuid4()), fields=a_move(case))

    closed, opened, carried = register.told()
    assert [each.type for each in (closed, opened, carried)] == ["CaseClosed", "CaseOpened", "ReturnNoted"]
    assert (carried.place, carried.occurred_on) == (NEXT_TOWNSHIP, date(2021, 12, 20))
    assert carried.recorded_at > closed.recorded_at


def test_what_was_told_of_days_after_a_child_left_is_taken_back_and_told_where_it_is(register: Register) -> None:
    case = register.a_case()
    note(register, case, "father", "planned", as_of="2021-12-24")
    register.told()

    register.by().move_case(id=str(uuid4()), fields=a_move(case, moved_on="2021-12-20"))

    told = [(each.sign, each.place, str(each.occurred_on)) for each in register.told() if each.type == "ReturnNoted"]
    assert told == [(-1, TOWNSHIP, "2021-12-24"), (1, NEXT_TOWNSHIP, "2021-12-24")]


def test_what_was_told_of_days_after_a_case_was_closed_is_taken_back(register: Register) -> None:
    case = register.a_case()
    note(register, case, "father", "planned", as_of="2022-01-08")
    register.told()

    register.by().close_case(id=str(uuid4()), fields=a_closing(case))

    assert [(each.type, each.sign) for each in register.told()] == [("ReturnNoted", -1), ("CaseClosed", 1)]


def test_in_a_new_winter_nothing_is_known_yet(register: Register) -> None:
    case = register.a_case_in_consent()
    note(register, case, "father", "returned")
    register.on(date(2022, 11, 18))
    register.keep()
    register.told()

    assert rules(note(register, case, "father", "left_again", as_of="2022-11-18")) == [("NotReturnedBefore", "status")]
    assert "answer" in note(register, case, "father", "planned", as_of="2022-11-18")


def test_what_became_known_is_shown_with_whom_it_is_about_and_who_said_so(register: Register) -> None:
    case = register.a_case()
    note(register, case, "mother", "planned", source="school")

    (shown,) = register.by().returns(case=str(case))["answer"]

    assert (shown["father"], shown["mother"]) == ("unknown", "planned")
    assert (shown["about"], shown["source"], shown["as_of"]) == ("mother", "school", "2021-12-20")


def test_children_neither_of_whose_parents_is_home_are_listed_within_the_scope(register: Register) -> None:
    alone, not_alone = register.a_case(), register.a_case()
    for case in (alone, not_alone):
        note(register, case, "father", "not_returning")
        note(register, case, "mother", "planned")
    note(register, not_alone, "mother", "returned", as_of="2022-01-08")

    listed = [each["case"] for each in register.by().children_without_parents(place=TOWNSHIP, limit=1_000)["answer"]]

    assert str(alone) in listed
    assert str(not_alone) not in listed
    assert register.by("510105").children_without_parents(place=TOWNSHIP)["answer"] == []


def a_mixture(register: Register, chance: Random, cases: int) -> None:
    """Open cases, learn of parents, move and close at random."""
    for _ in range(cases):
        case, day = register.a_case(), 6
        for _ in range(6):
            day += chance.randint(0, 3)
            on = f"2021-12-{day:02}"
            if chance.random() < 0.75:
                status = chance.choice(list(ReturnStatus)).value
                note(register, case, chance.choice(("father", "mother")), status, as_of=on)
            else:
                place = chance.choice((TOWNSHIP, NEXT_TOWNSHIP))
                day_of_move = f"2021-12-{max(6, day - 2):02}"
                register.by().move_case(id=str(uuid4()), fields=a_move(case, place=place, moved_on=day_of_move))
        if chance.random() < 0.4:
            closing = a_closing(case, closed_on=f"2021-12-{day - 1:02}")
            register.by().close_case(id=str(uuid4()), fields=closing)


@pytest.mark.parametrize(
    ("figure", "field"),
    [("returns_known", "known"), ("both_parents_away", "both_away"), ("parents_returned", "returned")],
)
def test_the_state_tables_say_of_every_child_what_was_told_last(register: Register, figure: str, field: str) -> None:
    a_mixture(register, Random(figure), cases=20)

    told = [
        (day, recorded_at, data["child"], place, data.get(field, 0))
        for kind in ("ReturnNoted", "CaseClosed")
        for place, day, data, recorded_at in standing(register, kind)
    ]
    rows = [(row["on"], row["turn"], row["item"], row["place"], row["value"]) for row in said(register, figure)]
    assert len(rows) == len(told)
    assert Counter(value for *_, value in rows) == Counter(value for *_, value in told)
    assert last_of_each(rows) == last_of_each(told)
