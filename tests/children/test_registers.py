from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from shared.identity import Role
from tests.builders import COUNTY, TOWNSHIP
from tests.children.builders import (
    FORMER_TOWNSHIP,
    NEXT_TOWNSHIP,
    OTHER_LEAGUE,
    OTHER_TOWNSHIP,
    Register,
    a_companion,
    a_home,
    rules,
)


def test_an_opened_home_is_told_and_shown(register: Register) -> None:
    house = str(uuid4())

    assert register.by().open_home(id=house, fields=a_home()) == {"answer": {"id": house, "revision": 1}}

    (opened,) = register.told()
    assert (opened.type, opened.place, opened.occurred_on) == ("HomeOpened", TOWNSHIP, date(2021, 12, 1))
    assert opened.data == {"house": house}
    shown = register.by(roles=(Role.VIEWER,)).home(id=house)["answer"]
    assert shown == {"id": house, "revision": 1, **a_home(), "until": None}


def test_an_opening_or_engagement_sent_again_is_told_once(register: Register) -> None:
    house, companion = str(uuid4()), str(uuid4())

    for _ in range(2):
        assert "answer" in register.by().open_home(id=house, fields=a_home())
        assert "answer" in register.by().engage_companion(id=companion, fields=a_companion(house=house))

    assert [each.type for each in register.told()] == ["HomeOpened", "CompanionEngaged"]


@pytest.mark.parametrize(
    ("but", "rule", "field"),
    [
        ({"place": FORMER_TOWNSHIP}, "PlaceNotValid", "place"),
        ({"place": OTHER_TOWNSHIP}, "OutOfScope", "place"),
        ({"organisation": OTHER_LEAGUE}, "OutOfScope", "organisation"),
        ({"since": "2022-01-11"}, "DateInFuture", "since"),
        ({"since": "2021-10-31"}, "DateOutsideCampaign", "since"),
        ({"name": "幸福村童伴之家"}, "FieldUnknown", "name"),
    ],
)
def test_an_entry_of_either_register_is_refused(register: Register, but: dict[str, Any], rule: str, field: str) -> None:
    home = rules(register.by().open_home(id=str(uuid4()), fields=a_home(**but)))
    companion = rules(register.by().engage_companion(id=str(uuid4()), fields=a_companion(**but)))

    assert [each[0] for each in home] == [each[0] for each in companion] == [rule]
    assert home[0][1] in {field, "occurred_on"}
    assert register.told() == []


def test_a_home_that_was_entered_in_the_wrong_place_is_taken_back_and_told_in_the_right_one(register: Register) -> None:
    house = register.a_home()
    right = {"house": house, "revision": 1, **a_home(place=NEXT_TOWNSHIP, premises="school")}
    del right["since"]

    assert register.by().change_home(id=str(uuid4()), fields=right)["answer"]["revision"] == 2

    told = [(each.type, each.sign, each.place) for each in register.told()]
    assert told == [("HomeOpened", -1, TOWNSHIP), ("HomeOpened", 1, NEXT_TOWNSHIP)]
    stale = register.by().change_home(id=str(uuid4()), fields=right)
    assert rules(stale) == [("StaleRevision", "revision")]
    assert stale["refused"][0]["details"] == {"given": 1, "current": 2}


def test_a_companion_who_was_entered_wrongly_is_put_right(register: Register) -> None:
    companion, house = register.a_companion(), register.a_home(place=NEXT_TOWNSHIP)
    right = {"companion": companion, "revision": 1, **a_companion(place=NEXT_TOWNSHIP, house=house)}
    del right["since"]

    register.by().change_companion(id=str(uuid4()), fields=right)

    told = [(each.type, each.sign, each.place) for each in register.told()]
    assert told == [("CompanionEngaged", -1, TOWNSHIP), ("CompanionEngaged", 1, NEXT_TOWNSHIP)]
    assert register.by().companion(id=companion)["answer"]["house"] == house


def test_a_closed_home_is_told_and_neither_closed_nor_changed_again(register: Register) -> None:
    house = register.a_home()
    closing = {"house": house, "until": "2022-01-05"}

    register.by().close_home(id=str(uuid4()), fields=closing)

    assert [(each.type, each.occurred_on) for each in register.told()] == [("HomeClosed", date(2022, 1, 5))]
    changed = {
        "house": house,
        "revision": 1,
        **{name: a_home()[name] for name in ("place", "organisation", "premises")},
    }
    assert rules(register.by().close_home(id=str(uuid4()), fields=closing)) == [("EntryHasEnded", "id")]
    assert rules(register.by().change_home(id=str(uuid4()), fields=changed)) == [("EntryHasEnded", "id")]


@pytest.mark.parametrize(("until", "rule"), [("2021-11-30", "EndsBeforeItBegan"), ("2022-01-11", "DateInFuture")])
def test_a_home_closes_neither_before_it_opened_nor_in_the_future(register: Register, until: str, rule: str) -> None:
    house = register.a_home()

    assert rules(register.by().close_home(id=str(uuid4()), fields={"house": house, "until": until})) == [
        (rule, "until")
    ]


def test_a_home_where_a_companion_serves_is_neither_closed_nor_moved(register: Register) -> None:
    house = register.a_home()
    register.a_companion(house=house)
    moved = {"house": house, "revision": 1, **a_home(place=NEXT_TOWNSHIP)}
    del moved["since"]

    closed = register.by().close_home(id=str(uuid4()), fields={"house": house, "until": "2022-01-05"})

    assert rules(closed) == rules(register.by().change_home(id=str(uuid4()), fields=moved))
    assert rules(closed) == [("CompanionsRemain", "house")]
    assert closed["refused"][0]["details"] == {"companions": 1}


def test_a_companion_serves_in_a_township_at_a_home_that_stands_there(register: Register) -> None:
    here, there = register.a_home(), register.a_home(place=NEXT_TOWNSHIP)
    doors = register.by()

    def engaged(**but: Any) -> list[tuple[str, str]]:
        return rules(doors.engage_companion(id=str(uuid4()), fields=a_companion(**but)))

    assert engaged(place=COUNTY) == [("TownshipNeeded", "place")]
    assert engaged(house=str(uuid4())) == [("HomeUnknown", "house")]
    assert engaged(house=here, since="2021-11-30") == [("HomeNotOpen", "house")]
    assert engaged(house=there) == [("HomeElsewhere", "house")]
    assert register.told() == []


def test_the_standing_entries_of_a_place_are_listed_within_the_scope(register: Register) -> None:
    mine, closed = register.a_home(place=NEXT_TOWNSHIP), register.a_home(place=NEXT_TOWNSHIP)
    theirs = register.a_home(place=OTHER_TOWNSHIP, organisation=OTHER_LEAGUE)
    register.by().close_home(id=str(uuid4()), fields={"house": closed, "until": "2022-01-05"})

    listed = {each["id"] for each in register.by().homes(place="510000000000", limit=1_000)["answer"]}

    assert mine in listed
    assert not {closed, theirs} & listed


@pytest.mark.parametrize("roles", [(Role.VIEWER,), (Role.OFFICER,), (Role.APPROVER,)])
def test_only_a_recorder_enters_anything(register: Register, roles: tuple[Role, ...]) -> None:
    doors = register.by(roles=roles)

    assert rules(doors.open_home(id=str(uuid4()), fields=a_home())) == [("RoleMissing", "token")]
    assert rules(doors.engage_companion(id=str(uuid4()), fields=a_companion())) == [("RoleMissing", "token")]
