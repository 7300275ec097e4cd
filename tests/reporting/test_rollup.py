"""The figures of a place, in a period and day by day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.outreach.facts import (
    AidReceipted,
    Target,
)
from shared.facts import PlaceCode
from tests.builders import CITY, ELSEWHERE, TOWNSHIP
from tests.reporting.asked import DAY, PROVINCE, Asked, aid, carried, lecture, visit


def test_a_rollup_shows_a_place_and_the_places_below_it(asked: Asked) -> None:
    asked.told(visit(), visit(), visit(place=PlaceCode(ELSEWHERE)))
    shown = asked.ask("rollup", place=PROVINCE, period="2021-12")

    assert (shown["place"]["level"], shown["figures"]["visits"]["value"]) == ("province", 3)
    assert len(shown["children"]) == 21
    by_city = {each["place"]["code"]: each["figures"]["visits"]["value"] for each in shown["children"]}
    assert {code: value for code, value in by_city.items() if value} == {CITY: 2, "510900000000": 1}


def test_every_figure_says_what_it_is(asked: Asked) -> None:
    shown = {each["code"]: each for each in asked.ask("rollup", place=CITY, period="2021-12")["indicators"]}

    assert shown["visits"] == {
        "code": "visits",
        "label": "走访户次",
        "unit": "户次",
        "kind": "sum",
        "line": "care",
        "clause": "三(二)1",
        "by": ["target"],
    }
    kinds = [shown[code]["kind"] for code in ("households_visited", "aid_unsigned", "lectures_each")]
    assert kinds == ["distinct", "stock", "ratio"]


def test_a_figure_shows_its_breakdowns(asked: Asked) -> None:
    asked.told(visit(), visit(target=Target.SHOP_FLOOR))

    assert asked.figures()["visits"] == {
        "value": 2,
        "breakdowns": {"target=away_worker": 1, "target=shop_floor": 1},
    }


def test_only_the_lines_asked_for_are_shown(asked: Asked) -> None:
    shown = asked.ask("rollup", place=CITY, period="2021-12", lines=["travel"])

    assert {each["line"] for each in shown["indicators"]} == {"travel"}
    assert asked.ask("rollup", place=CITY, period="2021-12", lines=["dancing"]) == "LineUnknown"


@pytest.mark.parametrize("lines", [None, ["publicity", "care"]])
def test_of_the_places_below_nothing_is_shown_but_what_is_asked_for(asked: Asked, lines: list[str] | None) -> None:
    asked.told(visit(), visit(place=PlaceCode(ELSEWHERE)), lecture())
    whole = asked.ask("rollup", place=PROVINCE, period="2021-12", lines=lines)
    named = ["visits", "households_visited", "lecture_coverage", "aid_unsigned", "no_such_figure"]
    brief = asked.ask("rollup", place=PROVINCE, period="2021-12", lines=lines, below=named, parts=False)

    assert {**brief, "children": None} == {**whole, "children": None}
    assert [each["place"] for each in brief["children"]] == [each["place"] for each in whole["children"]]
    for each, of_whole in zip(brief["children"], whole["children"], strict=True):
        assert set(each["figures"]) == set(named[:4])
        assert each["figures"] == {code: without_parts(of_whole["figures"][code]) for code in named[:4]}


def without_parts(figure: dict[str, Any]) -> dict[str, Any]:
    return {**figure, "breakdowns": {}} if "breakdowns" in figure else figure


def test_people_are_never_added_up_over_months(asked: Asked) -> None:
    same = uuid4()
    asked.told(visit(household=same), visit(household=same, occurred_on=DAY + timedelta(days=40)))

    periods = ("2021-12", "2022-01", "2021-22")
    assert [asked.figures(period=each)["households_visited"]["value"] for each in periods] == [1, 1, 1]
    assert [asked.figures(period=each)["visits"]["value"] for each in periods] == [1, 1, 2]


def test_a_stock_stands_until_it_is_closed(asked: Asked) -> None:
    first, second = uuid4(), uuid4()
    asked.told(
        aid(1, first),
        aid(1, second),
        AidReceipted(**carried(occurred_on=DAY + timedelta(days=35)), aid=first, unsigned=0),
    )

    periods = ("2021-11", "2021-12", "2022-01", "2022-02", "2021-22", "2022-23")
    standing = [asked.figures(period=each)["aid_unsigned"]["value"] for each in periods]
    assert standing == [0, 2, 1, 1, 1, 1]


def test_a_ratio_stands_beside_its_parts_and_is_stated_over_the_season(asked: Asked) -> None:
    asked.told(lecture(), lecture(occurred_on=DAY + timedelta(days=40)))

    coverage = asked.figures()["lecture_coverage"]
    assert (coverage["part"], coverage["whole"]) == (1, 3101)
    assert coverage["value"] == round(100 / 3101, 2)
    assert asked.figures()["lectures_each"] == {"value": 1.0, "part": 2, "whole": 2}


def test_a_ratio_of_nothing_is_not_stated(asked: Asked) -> None:
    assert asked.figures()["lectures_each"] == {"value": None, "part": 0, "whole": 0}


def test_the_denominator_of_a_township_is_itself(asked: Asked) -> None:
    asked.told(lecture())

    assert asked.figures(place=TOWNSHIP)["lecture_coverage"] == {"value": 100.0, "part": 1, "whole": 1}


@pytest.mark.parametrize(
    ("door", "more"),
    [
        ("rollup", {"period": "2021-12"}),
        ("series", {"indicator": "visits", "since": "2021-12-01", "until": "2021-12-31"}),
        ("facts_behind", {"indicator": "visits", "period": "2021-12"}),
    ],
)
def test_nobody_sees_outside_the_own_scope(asked: Asked, door: str, more: dict[str, Any]) -> None:
    refused = [asked.ask(door, place=place, scope=("5101",), **more) for place in (PROVINCE, "510900000000")]

    assert refused == ["OutOfScope", "OutOfScope"]


@pytest.mark.parametrize("period", ["2021", "2021-13", "2021-23", "202112", "1999-12"])
def test_a_period_that_does_not_exist_is_refused(asked: Asked, period: str) -> None:
    assert asked.ask("rollup", place=CITY, period=period) == "PeriodUnknown"


def test_an_unknown_place_or_indicator_is_refused(asked: Asked) -> None:
    days: dict[str, Any] = {"since": "2021-12-01", "until": "2021-12-02"}

    assert asked.ask("rollup", place="519999000000", period="2021-12") == "PlaceUnknown"
    assert asked.ask("series", place=CITY, indicator="happiness", **days) == "IndicatorUnknown"


def test_a_series_goes_day_by_day_and_has_a_total(asked: Asked) -> None:
    asked.told(visit(), visit(), visit(occurred_on=DAY + timedelta(days=2)))
    shown = asked.ask("series", place=CITY, indicator="visits", since="2021-12-05", until="2021-12-08")

    assert [each["value"] for each in shown["days"]] == [2, 0, 1, 0]
    assert (shown["days"][0]["on"], shown["total"]) == ("2021-12-05", 3)


def test_a_series_of_people_has_no_total(asked: Asked) -> None:
    asked.told(visit())
    days: dict[str, Any] = {"since": "2021-12-05", "until": "2021-12-06"}
    shown = asked.ask("series", place=CITY, indicator="households_visited", **days)

    assert ([each["value"] for each in shown["days"]], "total" in shown) == ([1, 0], False)


def test_a_series_of_a_stock_tells_where_it_stood_each_day(asked: Asked) -> None:
    id = uuid4()
    asked.told(
        aid(1, id, occurred_on=date(2021, 11, 28)),
        AidReceipted(**carried(occurred_on=DAY), aid=id, unsigned=0),
        aid(1, uuid4(), occurred_on=DAY - timedelta(days=2)),
    )
    days: dict[str, Any] = {"since": "2021-12-02", "until": "2021-12-06"}
    shown = asked.ask("series", place=CITY, indicator="aid_unsigned", **days)

    assert [each["value"] for each in shown["days"]] == [1, 2, 2, 1, 1]


def test_a_series_of_a_ratio_or_of_reversed_days_is_refused(asked: Asked) -> None:
    days: dict[str, Any] = {"since": "2021-12-05", "until": "2021-12-04"}

    assert asked.ask("series", place=CITY, indicator="visits", **days) == "DaysReversed"
    days = {"since": "2021-12-05", "until": "2021-12-06"}
    assert asked.ask("series", place=CITY, indicator="lecture_coverage", **days) == "RatioHasNoDays"
