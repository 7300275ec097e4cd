from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.builders import TOWNSHIP
from tests.children.builders import (
    COMPANION,
    NEXT_TOWNSHIP,
    Register,
    a_closing,
    a_move,
    a_visit,
    rules,
)
from tests.children.test_store import last_of_each, said, standing

OPENED_ON, LAPSES_ON = "2021-12-05", date(2022, 1, 4)
CONTACT = {"ContactLapsed", "ContactResumed"}


def visit(register: Register, case: UUID, on: str, **but: Any) -> str:
    id = str(uuid4())
    said = register.by("51").record(kind="ChildVisited", id=id, fields=a_visit(case, occurred_on=on, **but))
    assert "answer" in said
    return id


def check(register: Register, day: date) -> None:
    """Do what is due, and check once more, for the day's check may have been done before this test."""
    register.on(day)
    register.keep()
    assert "answer" in register.by_itself().check_contacts(id=str(uuid4()), fields={"on": str(day)})


def checked(register: Register, day: date, case: UUID) -> list[tuple[str, str, str]]:
    """Do the day's check, and tell what was told of one case since."""
    check(register, day)
    return told_of(register, case)


def told_of(register: Register, case: UUID) -> list[tuple[str, str, str]]:
    """Tell what was told of one case's silence since this was asked last."""
    keys = {child for (child,) in register.raw("SELECT child::text FROM stay WHERE case_id = :c", scope='""', c=case)}
    told = [each for each in register.told() if each.type in CONTACT and each.data.get("child") in keys]
    return [(each.type, str(each.occurred_on), each.place) for each in told]


def test_a_child_whom_nobody_reached_for_thirty_days_is_told_for_that_day(register: Register) -> None:
    case = register.a_case(opened_on=OPENED_ON)

    assert checked(register, date(2022, 1, 3), case) == []
    assert checked(register, LAPSES_ON, case) == [("ContactLapsed", "2022-01-04", TOWNSHIP)]
    assert checked(register, date(2022, 1, 5), case) == []


def test_what_a_check_tells_is_the_same_a_week_late(register: Register) -> None:
    case = register.a_case(opened_on=OPENED_ON)

    assert checked(register, date(2022, 1, 11), case) == [("ContactLapsed", "2022-01-04", TOWNSHIP)]


def test_a_winters_last_day_is_checked_when_it_is_over(register: Register) -> None:
    register.on(date(2022, 3, 1))
    case = register.a_case(opened_on="2022-03-01")
    register.on(date(2022, 4, 12))
    asked = [(each.fields, each.on) for each in register.due() if each.rule == "contacts"]
    register.keep()

    assert asked == [({"on": "2022-03-31"}, date(2022, 4, 1))]
    assert told_of(register, case) == [("ContactLapsed", "2022-03-31", TOWNSHIP)]


def test_a_visit_that_reached_the_child_counts_and_one_that_did_not_does_not(register: Register) -> None:
    reached, missed = register.a_case(), register.a_case()
    visit(register, reached, "2021-12-20")
    visit(register, missed, "2021-12-20", reached="no", minutes=0)

    check(register, LAPSES_ON)

    told = [each.data["child"] for each in register.told() if each.type == "ContactLapsed"]
    keys = dict(register.raw("SELECT case_id, child::text FROM stay", scope='""'))
    assert keys[missed] in told
    assert keys[reached] not in told
    assert checked(register, date(2022, 1, 19), reached) == [("ContactLapsed", "2022-01-19", TOWNSHIP)]


def test_a_child_reached_again_is_told_once_and_may_fall_silent_again(register: Register) -> None:
    case = register.a_case()
    checked(register, date(2022, 1, 10), case)
    visit(register, case, "2022-01-08")

    assert checked(register, date(2022, 1, 11), case) == [("ContactResumed", "2022-01-08", TOWNSHIP)]
    assert checked(register, date(2022, 1, 12), case) == []
    assert checked(register, date(2022, 2, 7), case) == [("ContactLapsed", "2022-02-07", TOWNSHIP)]


def test_a_visit_told_late_ends_the_silence_on_the_day_it_began(register: Register) -> None:
    case = register.a_case()
    checked(register, date(2022, 1, 10), case)
    visit(register, case, "2022-01-02")

    assert checked(register, date(2022, 1, 11), case) == [("ContactResumed", "2022-01-04", TOWNSHIP)]


def test_a_withdrawn_visit_reached_nobody(register: Register) -> None:
    case = register.a_case()
    id = visit(register, case, "2021-12-30")
    register.by("51").withdraw(kind="ChildVisited", id=id, reason="填错了")

    assert checked(register, LAPSES_ON, case) == [("ContactLapsed", "2022-01-04", TOWNSHIP)]


def test_a_silent_child_that_moves_is_silent_where_it_is(register: Register) -> None:
    case = register.a_case()
    checked(register, date(2022, 1, 10), case)
    register.by().move_case(id=str(uuid4()), fields=a_move(case, moved_on="2022-01-10"))

    assert checked(register, date(2022, 1, 11), case) == [("ContactLapsed", "2022-01-10", NEXT_TOWNSHIP)]


def test_of_a_child_that_left_before_it_fell_silent_the_silence_is_taken_back(register: Register) -> None:
    case = register.a_case()
    checked(register, date(2022, 1, 10), case)

    register.by().close_case(id=str(uuid4()), fields=a_closing(case, closed_on="2022-01-03"))

    told = [(each.type, each.sign) for each in register.told()]
    assert told == [("ContactLapsed", -1), ("CaseClosed", 1)]
    assert checked(register, date(2022, 1, 11), case) == []


def test_a_new_winter_begins_with_nobody_silent(register: Register) -> None:
    case = register.a_case_in_consent()
    checked(register, date(2022, 1, 10), case)

    assert checked(register, date(2022, 11, 18), case) == []
    assert checked(register, date(2022, 12, 17), case) == []
    assert checked(register, date(2022, 12, 18), case) == [("ContactLapsed", "2022-12-18", TOWNSHIP)]


def test_the_check_is_due_once_a_day_and_between_two_winters_never(register: Register) -> None:
    register.on(date(2022, 3, 30))
    assert [each.on for each in register.due() if each.rule == "contacts"] == [date(2022, 3, 30)]

    register.keep()

    assert [each for each in register.due() if each.rule == "contacts"] == []
    register.on(date(2022, 7, 20))
    assert [each for each in register.due() if each.rule == "contacts"] == []


def test_nobody_but_the_service_itself_checks(register: Register) -> None:
    answer = register.by("51").check_contacts(id=str(uuid4()), fields={"on": "2022-01-10"})

    assert rules(answer) == [("ServicesOnly", "token")]


@pytest.mark.parametrize(("days", "listed"), [(15, True), (20, False)])
def test_who_was_not_reached_for_some_days_is_listed_with_whom_to_ask(
    register: Register, days: int, *, listed: bool
) -> None:
    case = register.a_case()
    visit(register, case, "2021-12-24")

    found = register.by().children_out_of_contact(place=TOWNSHIP, days=days, limit=1_000)["answer"]

    mine = [each for each in found if each["case"] == str(case)]
    row = {"case": str(case), "place": TOWNSHIP, "companion": COMPANION, "reached_on": "2021-12-24"}
    assert mine == ([row] if listed else [])
    assert register.by("510105").children_out_of_contact(place=TOWNSHIP)["answer"] == []


def test_the_state_tables_say_of_every_child_what_was_told_last(register: Register) -> None:
    for number in range(6):
        case = register.a_case()
        checked(register, date(2022, 1, 10 + number), case)
        if number % 2:
            visit(register, case, f"2022-01-{8 + number:02}")
        if number % 3 == 0:
            register.by().move_case(id=str(uuid4()), fields=a_move(case, moved_on=f"2022-01-{9 + number:02}"))
    check(register, date(2022, 1, 20))

    told = [
        (day, recorded_at, data["child"], place, value)
        for kind, value in (("ContactLapsed", 1), ("ContactResumed", 0), ("CaseClosed", 0))
        for place, day, data, recorded_at in standing(register, kind)
    ]
    rows = [
        (row["on"], row["turn"], row["item"], row["place"], row["value"])
        for row in said(register, "children_out_of_contact")
    ]
    assert len(rows) == len(told)
    assert last_of_each(rows) == last_of_each(told)
