from typing import Any
from uuid import uuid4

import pytest

from tests.builders import LEAGUE, MARKER, TOWNSHIP
from tests.children.builders import NEXT_TOWNSHIP, OTHER_LEAGUE, OTHER_TOWNSHIP, Register, a_closing, rules


def a_contact(whose: object, **but: Any) -> dict[str, Any]:
    usual = {
        "place": TOWNSHIP,
        "organisation": LEAGUE,
        "occurred_on": "2021-12-25",
        "case": str(whose),
        "contact": "letter",
        "times": 2,
        "helper": "student",
        "note": MARKER,
    }
    return {**usual, **but}


def an_event(**but: Any) -> dict[str, Any]:
    where = {"place": TOWNSHIP, "organisation": LEAGUE, "occurred_on": "2022-01-08"}
    return {**where, "theme": "hand_in_hand", "children": 40, **but}


def record(register: Register, kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    return register.by().record(kind=kind, id=str(uuid4()), fields=fields)


def test_a_contact_tells_how_often_and_who_helped_and_not_whose_it_was(register: Register) -> None:
    case = register.a_case()

    assert "answer" in record(register, "FamilyContacted", a_contact(case, place=NEXT_TOWNSHIP))

    (told,) = register.told()
    assert told.data == {"contact": "letter", "times": 2, "helper": "student"}


@pytest.mark.parametrize(
    ("but", "rule", "field"),
    [
        ({"occurred_on": "2021-12-04"}, "CaseNotOpen", "case"),
        ({"occurred_on": "2022-01-04"}, "CaseNotOpen", "case"),
        ({"case": str(uuid4())}, "CaseUnknown", "case"),
        ({"times": 0}, "FieldInvalid", "times"),
        ({"content": "爸爸妈妈"}, "FieldUnknown", "content"),
    ],
)
def test_a_contact_is_refused(register: Register, but: dict[str, Any], rule: str, field: str) -> None:
    case = register.a_case()
    register.by().close_case(id=str(uuid4()), fields=a_closing(case))
    register.told()

    assert rules(record(register, "FamilyContacted", a_contact(case, **but))) == [(rule, field)]
    assert register.told() == []


def test_a_contact_of_another_countys_child_is_refused_as_unknown(register: Register) -> None:
    theirs = register.a_case(place=OTHER_TOWNSHIP, organisation=OTHER_LEAGUE)

    assert rules(record(register, "FamilyContacted", a_contact(theirs))) == [("CaseUnknown", "case")]


def test_an_event_is_told_with_its_home_and_how_many_came(register: Register) -> None:
    house = register.a_home()

    record(register, "ChildEventHeld", an_event(house=house))
    record(register, "ChildEventHeld", an_event(theme="growing"))

    assert [each.data for each in register.told()] == [
        {"theme": "hand_in_hand", "children": 40, "house": house},
        {"theme": "growing", "children": 40, "house": None},
    ]


def test_an_event_is_refused_at_a_home_that_does_not_stand_that_day(register: Register) -> None:
    house = register.a_home(since="2022-01-09")
    theirs = register.a_home(place=OTHER_TOWNSHIP, organisation=OTHER_LEAGUE)

    assert rules(record(register, "ChildEventHeld", an_event(house=house))) == [("HomeNotOpen", "house")]
    assert rules(record(register, "ChildEventHeld", an_event(house=theirs))) == [("HomeUnknown", "house")]
    assert register.told() == []
