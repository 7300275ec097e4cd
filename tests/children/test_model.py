from datetime import date
from uuid import UUID, uuid4

import pytest

from services.children.facts.cases import CloseReason
from services.children.model import Case, Stay
from services.children.model.cases import (
    AlreadySixteen,
    BornAfterOpening,
    CaseAlreadyClosed,
    StillUnderSixteen,
    TownshipNeeded,
    sixteen_on,
    sixteen_years_before,
)
from services.children.model.stays import BeforeStay, child_key
from shared.facts import Line

TOWNSHIP = "510104017000"
DECEMBER = date(2021, 12, 5)
SECRET = bytes(range(32))
LEAGUE = uuid4()


def a_case(**but: object) -> Case:
    where = {"place": TOWNSHIP, "home": "510104000000", "organisation": LEAGUE, "organiser": "county"}
    told = {"born_month": "2014-05", "sex": "female", "guardian": "grandparent", "category": "left_behind"}
    return Case(**{"id": uuid4(), "companion": uuid4(), "opened_on": DECEMBER, **where, **told, **but})


def a_stay(**but: object) -> Stay:
    where = {"place": TOWNSHIP, "home": "510104000000", "organisation": LEAGUE, "organiser": "county"}
    return Stay(**{"ordinal": 1, "season": "2021-22", "child": uuid4(), "since": DECEMBER, **where, **but})


def test_a_key_is_the_same_for_a_case_in_a_season_and_line() -> None:
    case = uuid4()

    assert child_key(SECRET, case, "2021-22", Line.CHILDREN) == child_key(SECRET, case, "2021-22", Line.CHILDREN)


@pytest.mark.parametrize(
    ("secret", "season", "line"),
    [
        (SECRET, "2022-23", Line.CHILDREN),
        (SECRET, "2021-22", Line.CARE),
        (bytes(32), "2021-22", Line.CHILDREN),
    ],
)
def test_a_key_differs_by_season_by_line_and_by_secret(secret: bytes, season: str, line: Line) -> None:
    case = uuid4()

    assert child_key(secret, case, season, line) != child_key(SECRET, case, "2021-22", Line.CHILDREN)


def test_a_key_is_this_one_for_ever() -> None:
    case = UUID("c1d7b0f8-3f43-4f0e-9c6f-5a7b6d0f2a11")

    assert child_key(SECRET, case, "2021-22", Line.CHILDREN) == UUID("ff0b3fde-074c-5582-0557-210bbf21f2f3")


@pytest.mark.parametrize("secret", [b"", b"short", bytes(31)])
def test_no_key_is_made_with_a_secret_that_could_be_guessed(secret: bytes) -> None:
    with pytest.raises(ValueError, match="at least 32 bytes"):
        child_key(secret, uuid4(), "2021-22", Line.CHILDREN)


def test_a_child_may_come_onto_the_register() -> None:
    a_case().must_belong(DECEMBER)


@pytest.mark.parametrize("place", ["510104000000", "510100000000", "510000000000", "440000000000"])
def test_a_case_lies_in_a_township(place: str) -> None:
    with pytest.raises(TownshipNeeded):
        a_case(place=place).must_belong(DECEMBER)


def test_nobody_is_registered_before_the_month_of_birth() -> None:
    a_case(born_month="2021-12").must_belong(DECEMBER)
    with pytest.raises(BornAfterOpening):
        a_case(born_month="2022-01").must_belong(DECEMBER)


def test_the_whole_month_of_the_sixteenth_birthday_counts_as_fifteen() -> None:
    a_case(born_month="2005-12").must_belong(date(2021, 12, 31))
    with pytest.raises(AlreadySixteen):
        a_case(born_month="2005-12").must_belong(date(2022, 1, 1))


@pytest.mark.parametrize("born_month", ["2005-01", "2005-10", "2005-11", "2005-12", "2006-01", "2006-11", "2007-12"])
@pytest.mark.parametrize("day", [date(2021, 11, 30), date(2021, 12, 1), date(2022, 1, 1), date(2022, 1, 31)])
def test_both_ways_of_asking_who_is_sixteen_agree(born_month: str, day: date) -> None:
    assert (sixteen_on(born_month) <= day) == (born_month < sixteen_years_before(day))


def test_a_closed_case_is_not_closed_again() -> None:
    case = a_case()
    case.close(DECEMBER, CloseReason.PARENT_RETURNED)

    with pytest.raises(CaseAlreadyClosed):
        case.close(DECEMBER, CloseReason.PARENT_RETURNED)


def test_a_case_is_closed_for_age_only_when_the_child_is_sixteen() -> None:
    case = a_case(born_month="2005-12")

    with pytest.raises(StillUnderSixteen):
        case.close(date(2021, 12, 31), CloseReason.SIXTEEN)
    case.close(date(2022, 1, 1), CloseReason.SIXTEEN)


def test_a_stay_does_not_end_before_it_began() -> None:
    with pytest.raises(BeforeStay):
        a_stay().end(date(2021, 12, 4), "closed_on")


def test_a_stay_tells_its_beginning_and_its_end_under_the_key_alone() -> None:
    stay = a_stay()
    stay.end(date(2022, 1, 3), "closed_on")

    assert (stay.opened().child, stay.opened().occurred_on) == (stay.child, DECEMBER)
    assert (stay.closed().child, stay.closed().occurred_on) == (stay.child, date(2022, 1, 3))


def test_a_fact_is_named_after_the_key_and_not_after_the_case() -> None:
    child = uuid4()
    first, other = a_stay(child=child, case_id=uuid4()), a_stay(child=child, case_id=uuid4())

    assert first.fact_id("opened") == other.fact_id("opened")
    assert (
        len({first.fact_id("opened"), first.fact_id("closed"), a_stay(child=child, ordinal=2).fact_id("opened")}) == 3
    )
