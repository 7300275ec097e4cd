from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, event

from tests.builders import TOWNSHIP
from tests.children.builders import (
    NEXT_TOWNSHIP,
    OTHER_LEAGUE,
    OTHER_TOWNSHIP,
    Register,
    a_closing,
    a_move,
    a_visit,
    rules,
)


def record(register: Register, id: UUID | None = None, **fields: Any) -> dict[str, Any]:
    return register.by().record(kind="ChildVisited", id=str(id or uuid4()), fields=fields)


def key_of(register: Register, case: UUID) -> str:
    ((child,),) = register.raw("SELECT child FROM stay WHERE case_id = :case", scope='""', case=case)
    return str(child)


def test_a_visit_is_told_under_the_key_of_the_register(register: Register) -> None:
    case = register.a_case()

    answer = record(register, **a_visit(case))

    assert answer["answer"]["revision"] == 1
    (visited,) = register.told()
    assert visited.data == {"child": key_of(register, case), "medium": "home", "reached": "yes", "minutes": 30}


def test_a_visit_sent_again_is_answered_the_same_and_told_once(register: Register) -> None:
    case, id = register.a_case(), uuid4()

    assert record(register, id, **a_visit(case)) == record(register, id, **a_visit(case))
    assert len(register.told()) == 1
    assert rules(record(register, id, **a_visit(case, minutes=31))) == [("IdAlreadyUsed", "id")]
    assert register.told() == []


def test_a_visit_to_a_case_that_nobody_opened_is_refused(register: Register) -> None:
    assert rules(record(register, **a_visit(uuid4()))) == [("CaseUnknown", "case")]
    assert register.told() == []


def test_a_visit_to_a_case_of_another_county_is_refused_as_unknown(register: Register) -> None:
    case = register.a_case(place=OTHER_TOWNSHIP, organisation=OTHER_LEAGUE)

    assert rules(record(register, **a_visit(case))) == [("CaseUnknown", "case")]


@pytest.mark.parametrize("day", ["2021-12-04", "2022-01-04"])
def test_a_visit_before_a_case_was_opened_or_after_it_was_closed_is_refused(register: Register, day: str) -> None:
    case = register.a_case()
    register.by().close_case(id=str(uuid4()), fields=a_closing(case))
    register.told()

    assert rules(record(register, **a_visit(case, occurred_on=day))) == [("CaseNotOpen", "case")]
    assert register.told() == []


@pytest.mark.parametrize("day", ["2021-12-05", "2022-01-03"])
def test_the_days_of_opening_and_closing_are_days_on_the_register(register: Register, day: str) -> None:
    case = register.a_case()
    register.by().close_case(id=str(uuid4()), fields=a_closing(case))

    assert "answer" in record(register, **a_visit(case, occurred_on=day))


@pytest.mark.parametrize("medium", ["home", "phone", "video"])
def test_a_visit_in_another_place_than_the_cases_is_refused(register: Register, medium: str) -> None:
    case = register.a_case()

    answer = record(register, **a_visit(case, place=NEXT_TOWNSHIP, medium=medium))

    assert rules(answer) == [("PlaceIsNotTheCases", "place")]
    assert register.told() == []


def test_a_visit_at_school_may_be_in_another_place(register: Register) -> None:
    case = register.a_case()

    assert "answer" in record(register, **a_visit(case, place=NEXT_TOWNSHIP, medium="school"))


WHERE_THE_CASE_WAS = {
    "2021-12-19": {TOWNSHIP},
    "2021-12-20": {TOWNSHIP, NEXT_TOWNSHIP},
    "2021-12-21": {NEXT_TOWNSHIP},
}


@pytest.mark.parametrize("day", WHERE_THE_CASE_WAS)
def test_a_visit_is_where_the_case_was_on_that_day(register: Register, day: str) -> None:
    case = register.a_case()
    register.by().move_case(id=str(uuid4()), fields=a_move(case))

    taken = {
        place
        for place in (TOWNSHIP, NEXT_TOWNSHIP)
        if "answer" in record(register, **a_visit(case, occurred_on=day, place=place))
    }

    assert taken == WHERE_THE_CASE_WAS[day]


@pytest.mark.parametrize(
    ("but", "rule", "field"),
    [
        ({"occurred_on": "2022-01-11"}, "DateInFuture", "occurred_on"),
        ({"occurred_on": "2021-10-31"}, "DateOutsideCampaign", "occurred_on"),
        ({"place": OTHER_TOWNSHIP}, "OutOfScope", "place"),
        ({"minutes": 601}, "FieldInvalid", "minutes"),
        ({"child": str(uuid4())}, "FieldUnknown", "child"),
    ],
)
def test_a_visit_is_refused(register: Register, but: dict[str, Any], rule: str, field: str) -> None:
    case = register.a_case()

    assert rules(record(register, **a_visit(case, **but))) == [(rule, field)]
    assert register.told() == []


def test_one_bad_row_keeps_all_rows_out_and_is_named(register: Register) -> None:
    case = register.a_case()
    rows = [{"id": str(uuid4()), **a_visit(each)} for each in (case, uuid4(), case, uuid4())]

    answer = register.by().record_many(kind="ChildVisited", rows=rows)

    assert [(each["rule"], each["row"]) for each in answer["refused"]] == [("CaseUnknown", 1), ("CaseUnknown", 3)]
    assert register.told() == []


def test_many_visits_are_told_together(register: Register) -> None:
    case = register.a_case()
    rows = [{"id": str(uuid4()), **a_visit(case)} for _ in range(20)]

    assert len(register.by().record_many(kind="ChildVisited", rows=rows)["answer"]) == 20
    assert {each.data["child"] for each in register.told()} == {key_of(register, case)}


def test_many_visits_ask_once_whose_they_are(register: Register) -> None:
    cases = [register.a_case() for _ in range(5)]
    rows = [{"id": str(uuid4()), **a_visit(case)} for case in cases * 4]
    doors, asked = register.by(), []

    def count(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append("FROM stay" in statement)

    event.listen(Engine, "before_cursor_execute", count)
    try:
        doors.record_many(kind="ChildVisited", rows=rows)
    finally:
        event.remove(Engine, "before_cursor_execute", count)

    assert sum(asked) == 1


def test_an_amended_visit_is_reversed_and_told_again_under_the_key_of_the_right_child(register: Register) -> None:
    wrong, right, id = register.a_case(), register.a_case(), uuid4()
    record(register, id, **a_visit(wrong))

    register.by().amend(kind="ChildVisited", id=str(id), revision=1, fields=a_visit(right))

    original, reversal, amended = register.told()
    assert (reversal.sign, reversal.reverses, reversal.data) == (-1, original.fact_id, original.data)
    assert (amended.sign, amended.data["child"]) == (1, key_of(register, right))


def test_an_amendment_of_a_stale_revision_is_refused_and_both_revisions_are_shown(register: Register) -> None:
    case, id = register.a_case(), uuid4()
    record(register, id, **a_visit(case))
    register.by().amend(kind="ChildVisited", id=str(id), revision=1, fields=a_visit(case, minutes=10))
    register.told()

    answer = register.by().amend(kind="ChildVisited", id=str(id), revision=1, fields=a_visit(case, minutes=20))

    assert rules(answer) == [("StaleRevision", "revision")]
    assert answer["refused"][0]["details"] == {"given": 1, "current": 2}
    assert register.told() == []


def test_a_withdrawn_visit_is_reversed_also_when_the_case_has_been_closed(register: Register) -> None:
    case, id = register.a_case(), uuid4()
    record(register, id, **a_visit(case))
    register.by().close_case(id=str(uuid4()), fields=a_closing(case))
    register.told()

    register.by().withdraw(kind="ChildVisited", id=str(id), reason="重复填报")

    assert [(each.type, each.sign, each.occurred_on) for each in register.told()] == [
        ("ChildVisited", -1, date(2021, 12, 12))
    ]


def test_a_visit_of_another_county_is_neither_shown_nor_changed_nor_overwritten(register: Register) -> None:
    mine, id = register.a_case(), uuid4()
    theirs = register.a_case(place=OTHER_TOWNSHIP, organisation=OTHER_LEAGUE)
    record(register, id, **a_visit(mine))
    register.told()
    other = register.by("510105")
    said = a_visit(theirs, place=OTHER_TOWNSHIP, organisation=OTHER_LEAGUE)

    assert rules(other.look_up(kind="ChildVisited", id=str(id))) == [("NotFound", "id")]
    assert rules(other.withdraw(kind="ChildVisited", id=str(id), reason="重复填报")) == [("NotFound", "id")]
    assert rules(other.amend(kind="ChildVisited", id=str(id), revision=1, fields=said)) == [("NotFound", "id")]
    assert rules(other.record(kind="ChildVisited", id=str(id), fields=said)) == [("IdAlreadyUsed", "id")]
    assert register.told() == []
