"""What a city and a county see of the returns that are near to them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shared.identity import Role
from shared.refusals import Refused
from tests.builders import CITY, COUNTY
from tests.reporting.returning import OTHER_CITY, Returning

OTHER_COUNTY = "510105000000"


def test_a_city_sees_all_its_returns_the_newest_first_and_how_many_counties_looked(returning: Returning) -> None:
    returning.on(12, 5).keep()
    returning.call("confirm_county", "510104", county=COUNTY, month=returning.months[0])
    shown = returning.look("returns_at", "5101", place=CITY)
    rows = [each for each in shown["rows"] if each["season"] == returning.season]

    assert [each["month"] for each in rows] == [returning.months[1], returning.months[0]]
    assert [each["confirmed"] for each in rows] == [0, 1]
    assert {each["confirmed_at"] for each in rows} == {None}
    assert (shown["city"], rows[0]["counties"] > 1, rows[0]["return_day"]) == (CITY, True, 30)


def test_a_county_sees_when_it_looked_itself(returning: Returning) -> None:
    returning.keep()
    returning.call("confirm_county", "510104", county=COUNTY, month=returning.months[0])

    def of_the_season(row: dict[str, Any]) -> bool:
        return bool(row["season"] == returning.season)

    rows = [
        next(
            row
            for row in returning.look("returns_at", place[:6], place=place)["rows"]
            if returning.holds(row["due_at"])
        )
        for place in (COUNTY, OTHER_COUNTY)
    ]

    assert rows[0]["confirmed_at"].startswith(str(returning.today))
    assert rows[1]["confirmed_at"] is None


def test_a_county_sees_its_own_figures_and_no_others_until_it_confirms_them(returning: Returning) -> None:
    returning.keep()
    returning.told(date(returning.year, 11, 3), date(returning.year, 11, 4))
    month = returning.months[0]
    own = returning.look("county_return", "510104", county=COUNTY, month=month)
    other = returning.look("county_return", "510105", county=OTHER_COUNTY, month=month)

    assert (own["figures"]["visits"]["value"], other["figures"]["visits"]["value"]) == (2, 0)
    assert (own["state"], own["county"]["code"], own["city"], own["confirmed"]) == ("draft", COUNTY, CITY, None)
    assert [each["rule"] for each in own["findings"]] == ["suspicions_unknown"]

    returning.call("confirm_county", "510104", county=COUNTY, month=month, revision=own["revision"])

    assert returning.look("county_return", "5101", county=COUNTY, month=month)["confirmed"]["at"]


@pytest.mark.parametrize(
    ("door", "about", "rule"),
    [
        ("returns_at", {"place": OTHER_CITY}, "OutOfScope"),
        ("county_return", {"county": OTHER_COUNTY}, "OutOfScope"),
        ("county_return", {"county": "510104999000"}, "CountyNotInReturn"),
    ],
)
def test_what_is_elsewhere_or_not_there_is_refused(
    returning: Returning, door: str, about: dict[str, str], rule: str
) -> None:
    returning.keep()
    month = {} if door == "returns_at" else {"month": returning.months[0]}
    with pytest.raises(Refused) as caught:
        returning.look(door, "510104", **about, **month)

    assert [each.rule for each in caught.value.refusals] == [rule]


def test_the_province_is_told_of_every_period_that_was_opened(returning: Returning) -> None:
    returning.on(12, 5).keep()
    periods = returning.look("returns", month=returning.months[0])["periods"]

    assert periods.index(returning.months[1]) < periods.index(returning.months[0])


def test_the_province_finds_what_waits_for_its_word_and_no_city_does(returning: Returning) -> None:
    returning.keep()
    month = returning.months[0]
    returning.submit(month)

    def waits() -> list[str]:
        listed = returning.look_as(Role.OFFICER, "returns_to_decide")
        return [each["month"] for each in listed if each["season"] == returning.season]

    assert waits() == [month]
    with pytest.raises(Refused):
        returning.look_as(Role.OFFICER, "returns_to_decide", "5101")
    returning.call("accept_return", "51", city=CITY, month=month, revision=returning.shown(month)["revision"])
    assert waits() == []
