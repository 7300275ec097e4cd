from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from shared.identity import Role
from tests.builders import COUNTY, TOWNSHIP
from tests.children.builders import (
    DECEMBER,
    FORMER_TOWNSHIP,
    NEXT_TOWNSHIP,
    OTHER_LEAGUE,
    OTHER_TOWNSHIP,
    Register,
    a_closing,
    a_move,
    an_opening,
    rules,
)


def test_an_opened_case_is_told_by_a_key_alone(register: Register) -> None:
    case = uuid4()

    answer = register.by().open_case(id=str(case), fields=an_opening())

    assert answer == {"answer": {"case": str(case), "opened_on": "2021-12-05"}}
    (opened,) = register.told()
    assert (opened.type, opened.place, opened.home, opened.occurred_on) == ("CaseOpened", TOWNSHIP, COUNTY, DECEMBER)
    assert opened.data.keys() == {"child"}


def test_an_opening_sent_again_is_answered_the_same_and_told_once(register: Register) -> None:
    case, opening = str(uuid4()), an_opening()

    first = register.by().open_case(id=case, fields=opening)
    again = register.by().open_case(id=case, fields=opening)

    assert again == first
    assert len(register.told()) == 1


def test_other_content_under_the_same_id_is_refused(register: Register) -> None:
    case = register.a_case()

    assert rules(register.by().open_case(id=str(case), fields=an_opening(sex="male"))) == [("IdAlreadyUsed", "id")]
    assert register.told() == []


@pytest.mark.parametrize(
    ("but", "rule", "field"),
    [
        ({"place": "510104999000"}, "PlaceUnknown", "place"),
        ({"place": FORMER_TOWNSHIP}, "PlaceNotValid", "place"),
        ({"place": COUNTY}, "TownshipNeeded", "place"),
        ({"place": OTHER_TOWNSHIP}, "OutOfScope", "place"),
        ({"organisation": str(uuid4())}, "OrganisationUnknown", "organisation"),
        ({"organisation": OTHER_LEAGUE}, "OutOfScope", "organisation"),
        ({"opened_on": "2022-01-11"}, "DateInFuture", "opened_on"),
        ({"opened_on": "2021-10-31"}, "DateOutsideCampaign", "opened_on"),
        ({"born_month": "2022-01"}, "BornAfterOpening", "born_month"),
        ({"born_month": "2005-11"}, "AlreadySixteen", "born_month"),
        ({"born_month": "2014-5"}, "FieldInvalid", "born_month"),
        ({"name": "王小明"}, "FieldUnknown", "name"),
    ],
)
def test_an_opening_is_refused(register: Register, but: dict[str, Any], rule: str, field: str) -> None:
    assert rules(register.by().open_case(id=str(uuid4()), fields=an_opening(**but))) == [(rule, field)]
    assert register.told() == []


def test_nobody_opens_a_case_in_a_winter_that_has_closed(register: Register) -> None:
    register.on(date(2022, 5, 1))

    assert rules(register.by().open_case(id=str(uuid4()), fields=an_opening())) == [("CampaignClosed", "opened_on")]


@pytest.mark.parametrize("roles", [(Role.VIEWER,), (Role.OFFICER,), (Role.APPROVER,)])
def test_only_a_recorder_opens_a_case(register: Register, roles: tuple[Role, ...]) -> None:
    doors = register.by(roles=roles)

    assert rules(doors.open_case(id=str(uuid4()), fields=an_opening())) == [("RoleMissing", "token")]


def test_a_case_that_moves_is_closed_in_one_place_and_then_opened_in_the_other(register: Register) -> None:
    case = register.a_case()

    answer = register.by().move_case(id=str(uuid4()), fields=a_move(case))

    assert answer == {"answer": {"case": str(case), "place": NEXT_TOWNSHIP}}
    closed, opened = register.told()
    assert [(each.type, each.place) for each in (closed, opened)] == [
        ("CaseClosed", TOWNSHIP),
        ("CaseOpened", NEXT_TOWNSHIP),
    ]
    assert closed.data == opened.data
    assert closed.occurred_on == opened.occurred_on == date(2021, 12, 20)
    assert closed.recorded_at < opened.recorded_at


def test_a_new_companion_alone_tells_nothing(register: Register) -> None:
    case, companion = register.a_case(), register.a_companion()

    register.by().move_case(id=str(uuid4()), fields=a_move(case, place=TOWNSHIP, companion=companion))

    assert register.told() == []
    assert register.by().case(id=str(case))["answer"]["companion"] == companion


def test_a_case_may_come_back_on_the_day_it_left(register: Register) -> None:
    case = register.a_case()

    register.by().move_case(id=str(uuid4()), fields=a_move(case))
    register.by().move_case(id=str(uuid4()), fields=a_move(case, place=TOWNSHIP))

    assert [each.place for each in register.told() if each.type == "CaseOpened"] == [NEXT_TOWNSHIP, TOWNSHIP]


@pytest.mark.parametrize(
    ("but", "rule", "field"),
    [
        ({"place": FORMER_TOWNSHIP}, "PlaceNotValid", "place"),
        ({"place": COUNTY}, "TownshipNeeded", "place"),
        ({"place": OTHER_TOWNSHIP}, "OutOfScope", "place"),
        ({"moved_on": "2021-12-04"}, "BeforeStay", "moved_on"),
        ({"moved_on": "2022-01-11"}, "DateInFuture", "moved_on"),
    ],
)
def test_a_move_is_refused(register: Register, but: dict[str, Any], rule: str, field: str) -> None:
    case = register.a_case()

    assert rules(register.by().move_case(id=str(uuid4()), fields=a_move(case, **but))) == [(rule, field)]
    assert register.told() == []


def test_a_move_that_changes_nothing_is_refused(register: Register) -> None:
    companion = register.a_companion()
    case = register.a_case(companion=companion)

    answer = register.by().move_case(id=str(uuid4()), fields=a_move(case, place=TOWNSHIP, companion=companion))

    assert rules(answer) == [("NothingMoves", "place")]


def test_a_closed_case_is_told_once_however_often_it_is_sent(register: Register) -> None:
    case, id = register.a_case(), str(uuid4())

    first = register.by().close_case(id=id, fields=a_closing(case))
    again = register.by().close_case(id=id, fields=a_closing(case))

    assert first == again == {"answer": {"case": str(case), "closed_on": "2022-01-03"}}
    (closed,) = register.told()
    assert (closed.type, closed.place, closed.occurred_on) == ("CaseClosed", TOWNSHIP, date(2022, 1, 3))


@pytest.mark.parametrize(
    ("but", "rule", "field"),
    [
        ({"closed_on": "2021-12-04"}, "BeforeStay", "closed_on"),
        ({"closed_on": "2022-01-11"}, "DateInFuture", "closed_on"),
        ({"closed_on": "2021-10-31"}, "DateOutsideCampaign", "closed_on"),
        ({"reason": "sixteen"}, "StillUnderSixteen", "reason"),
        ({"reason": "tired"}, "FieldInvalid", "reason"),
    ],
)
def test_a_closing_is_refused(register: Register, but: dict[str, Any], rule: str, field: str) -> None:
    case = register.a_case()

    assert rules(register.by().close_case(id=str(uuid4()), fields=a_closing(case, **but))) == [(rule, field)]
    assert register.told() == []


def test_a_closed_case_is_neither_closed_nor_moved_again(register: Register) -> None:
    case = register.a_case()
    register.by().close_case(id=str(uuid4()), fields=a_closing(case))
    register.told()

    assert rules(register.by().close_case(id=str(uuid4()), fields=a_closing(case))) == [("CaseAlreadyClosed", "case")]
    assert rules(register.by().move_case(id=str(uuid4()), fields=a_move(case))) == [("CaseAlreadyClosed", "case")]
    assert register.told() == []


def test_a_case_that_nobody_opened_is_neither_moved_nor_closed(register: Register) -> None:
    assert rules(register.by().move_case(id=str(uuid4()), fields=a_move(uuid4()))) == [("NotFound", "case")]
    assert rules(register.by().close_case(id=str(uuid4()), fields=a_closing(uuid4()))) == [("NotFound", "case")]


def test_a_case_of_another_county_is_as_unknown_as_one_that_does_not_exist(register: Register) -> None:
    case = register.a_case()
    elsewhere = register.by("510105")

    assert rules(elsewhere.case(id=str(case))) == rules(elsewhere.case(id=str(uuid4()))) == [("NotFound", "case")]
    assert rules(elsewhere.close_case(id=str(uuid4()), fields=a_closing(case))) == [("NotFound", "case")]
    assert rules(elsewhere.move_case(id=str(uuid4()), fields=a_move(case))) == [("NotFound", "case")]
    assert register.told() == []


def test_a_case_is_shown_as_it_stands(register: Register) -> None:
    opening = an_opening()
    case = register.a_case(**opening)

    shown = register.by(roles=(Role.OFFICER,)).case(id=str(case))["answer"]

    assert shown == {"id": str(case), **opening, "closed_on": None, "close_reason": None, "consented": []}


def test_the_open_cases_of_a_place_are_listed_page_by_page_within_the_scope(register: Register) -> None:
    mine = [register.a_case(place=NEXT_TOWNSHIP) for _ in range(3)]
    register.by().close_case(id=str(uuid4()), fields=a_closing(mine[0]))
    theirs = register.a_case(place=OTHER_TOWNSHIP, organisation=OTHER_LEAGUE)

    listed, page = [], register.by().cases(place="510000000000", limit=2)["answer"]
    while page:
        listed += [each["id"] for each in page]
        page = register.by().cases(place="510000000000", after=listed[-1], limit=2)["answer"]

    assert {str(each) for each in mine[1:]} <= set(listed)
    assert str(mine[0]) not in listed
    assert str(theirs) not in listed
    assert listed == sorted(listed)
