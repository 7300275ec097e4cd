"""Places and organisations change, and what was recorded keeps the code of its day."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.portal.service import Portal
from shared import frame
from shared.database import engine, transaction
from tests.builders import CITY
from tests.portal.conftest import Doors

OLD, OTHER, NEW = "5101x1001000", "5101x1002000", "5101x1003000"
UNIT = "5101x1000000"
BEFORE, ON = "2021-12-31", "2022-01-01"


def ask(portal: Portal, door: str, **fields: Any) -> dict[str, Any]:
    answer: dict[str, Any] = getattr(portal, door)(id=str(uuid4()), fields=fields)
    return answer


def rule(answer: dict[str, Any]) -> str:
    return str(answer["refused"][0]["rule"])


@pytest.fixture
def operator(doors: Doors) -> Portal:
    operator = doors.service("operator")
    ask(operator, "add_place", code=UNIT, name="高新区", parent=CITY)
    for code, name in ((OLD, "甲镇"), (OTHER, "乙镇")):
        ask(operator, "add_place", code=code, name=name, parent=UNIT)
    return operator


def now(doors: Doors) -> frame.Frame:
    opened = engine(doors.known.database_url, pool_size=1)
    with transaction(opened) as session:
        found = frame.current(session)
    opened.dispose()
    return found


def standing(known: frame.Frame, day: str) -> set[str]:
    return {code for code in (OLD, OTHER, NEW) if known.place(code, date.fromisoformat(day))}


def test_merged_places_are_one_from_a_day_on_and_their_organisations_live_there(doors: Doors, operator: Portal) -> None:
    league = {
        "id": str(uuid4()), "name": "甲镇团委", "tree": "youth_league", "kind": "youth_league", "organiser": "township",
        "place": OLD,
    }  # fmt: skip
    ask(operator, "add_organisations", rows=[league])

    assert "answer" in ask(operator, "merge_places", codes=[OLD, OTHER], into=NEW, name="丙镇", on=ON)
    known = now(doors)
    assert [standing(known, BEFORE), standing(known, ON)] == [{OLD, OTHER}, {NEW}]
    homes = [known.organisation(UUID(league["id"]), date.fromisoformat(day)) for day in (BEFORE, ON)]
    assert [home and home.place for home in homes] == [OLD, NEW]


def test_a_place_may_take_others_in_and_keep_its_code(doors: Doors, operator: Portal) -> None:
    assert "answer" in ask(operator, "merge_places", codes=[OTHER], into=OLD, name="新甲镇", on="2022-02-01")
    names = [now(doors).place(OLD, date.fromisoformat(day)) for day in ("2022-01-31", "2022-02-01")]

    assert [each and each.name for each in names] == ["甲镇", "新甲镇"]


def test_places_of_two_counties_are_not_merged(operator: Portal) -> None:
    answer = ask(operator, "merge_places", codes=["510104017000", "510105003000"], into="510104017000", name="", on=ON)

    assert rule(answer) == "MergedAcross"


@pytest.mark.parametrize(
    ("code", "parent", "broken"),
    [
        ("5101xx000000", CITY, "LocalCodeMalformed"),
        ("51x101000000", CITY, "LocalCodeMalformed"),
        ("5103x1000000", CITY, "ParentElsewhere"),
        ("5101x1000000", "519900000000", "ParentElsewhere"),
    ],
)
def test_a_local_unit_has_a_code_of_its_form_below_its_city(
    operator: Portal, code: str, parent: str, broken: str
) -> None:
    assert rule(ask(operator, "add_place", code=code, name="高新区", parent=parent)) == broken


@pytest.mark.usefixtures("operator")
def test_a_local_unit_lies_below_its_city_but_is_no_county_that_is_counted(doors: Doors) -> None:
    known = now(doors)

    assert UNIT in {each.code for each in known.children(CITY)}
    assert known.ancestors(OLD) == (OLD, UNIT, CITY, "510000000000")
    assert known.count_below("510000000000", "county") == 183


def test_places_outside_the_province_are_known_down_to_cities(doors: Doors) -> None:
    known = now(doors)

    assert known.place("440300000000") is not None
    assert known.ancestors("440300000000") == ("440300000000", "440000000000")
