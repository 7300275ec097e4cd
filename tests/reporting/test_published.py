"""The published table: what it shows to whom, from when on, and what it never shows."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from deploy.open_data import Table, write_package
from services.outreach.facts import Target
from services.reporting import store
from services.reporting.sharing.daily import state, state_one
from shared.database import transaction
from shared.facts import PlaceCode
from tests.builders import CITY, COUNTY, ELSEWHERE, TOWNSHIP
from tests.reporting.asked import PROVINCE, Asked, lecture, visit

SETTLED = date(2022, 1, 4)
"""The first day on which December is over and settled."""

NEXT_DOOR, FURTHER = "510105000000", "510106000000"


def publish(asked: Asked, day: date = SETTLED, *periods: str) -> None:
    for period in periods or ("2021-11", "2021-12"):
        state(asked.counted.engine, period, day)


def shown(asked: Asked, place: str, indicator: str = "visits", period: str = "2021-12") -> dict[str, Any]:
    found: dict[str, Any] = asked.ask("published", scope=("5109",), place=place, period=period)["figures"][indicator]
    return found


def some(number: int, place: str, **but: Any) -> list[Any]:
    return [visit(place=PlaceCode(place), **but) for _ in range(number)]


@pytest.fixture
def december(asked: Asked) -> Asked:
    """Publish a December in which one county did little."""
    asked.told(*some(3, TOWNSHIP), *some(9, NEXT_DOOR), *some(12, FURTHER), *some(20, ELSEWHERE))
    publish(asked)
    return asked


def test_small_figures_are_hidden_and_one_beside_them(december: Asked) -> None:
    figures = [shown(december, place) for place in (COUNTY, NEXT_DOOR, FURTHER, CITY, PROVINCE)]

    assert [each["value"] for each in figures] == [None, None, 12, 24, 44]
    assert [each["state"] for each in figures[:3]] == ["hidden", "hidden", "shown"]
    assert (figures[0]["breakdowns"], figures[0]["hidden"]) == ({}, ["target"])


def test_what_is_bounded_by_a_hidden_figure_is_hidden_with_it(december: Asked) -> None:
    states = {code: shown(december, NEXT_DOOR, code)["state"] for code in ("visits", "households_visited")}

    assert states == {"visits": "hidden", "households_visited": "hidden"}


def test_everybody_may_look_at_every_place_but_no_township(december: Asked) -> None:
    assert december.ask("published", scope=("5109",), place=CITY, period="2021-12")["place"]["code"] == CITY
    assert december.ask("rollup", scope=("5109",), place=CITY, period="2021-12") == "OutOfScope"
    assert december.ask("published", place=TOWNSHIP, period="2021-12") == "PlaceNotPublished"
    assert december.ask("published", place="519999000000", period="2021-12") == "PlaceUnknown"
    assert december.ask("published", place=CITY, period="2022-02") == "PeriodNotPublished"


def test_a_ratio_is_shown_where_both_of_its_parts_are(asked: Asked) -> None:
    asked.told(*(lecture(place=PlaceCode(NEXT_DOOR)) for _ in range(8)), *(lecture() for _ in range(2)))
    publish(asked, date(2022, 4, 5), "2021-11", "2021-12", "2022-01", "2022-02", "2022-03", "2021-22")

    assert shown(asked, CITY, "lectures_each", "2021-22")["value"] == 1.0
    assert shown(asked, COUNTY, "lectures_each", "2021-22") == {
        "state": "hidden",
        "value": None,
        "part": None,
        "whole": None,
    }


def test_while_a_month_runs_only_large_totals_of_the_province_are_shown(asked: Asked) -> None:
    asked.told(*some(9, NEXT_DOOR))
    publish(asked, date(2021, 12, 20), "2021-12")
    assert shown(asked, PROVINCE)["state"] == "awaited"

    asked.told(*some(3, FURTHER))
    publish(asked, date(2021, 12, 21), "2021-12")
    assert [shown(asked, place)["value"] for place in (PROVINCE, CITY)] == [12, None]
    assert shown(asked, CITY)["state"] == "awaited"


def test_a_late_act_that_a_day_s_difference_would_tell_waits(december: Asked) -> None:
    december.told(*some(2, "510904000000"))
    publish(december, date(2022, 1, 5))
    assert [shown(december, place)["value"] for place in ("510904000000", PROVINCE)] == [0, 44]

    december.told(*some(4, "510904000000"))
    publish(december, date(2022, 1, 6))
    assert [shown(december, place)["value"] for place in ("510904000000", PROVINCE)] == [6, 50]


def test_what_is_hidden_stays_hidden_when_it_has_grown(december: Asked) -> None:
    december.told(*some(30, TOWNSHIP))
    publish(december, date(2022, 1, 5))

    assert [shown(december, place)["value"] for place in (COUNTY, NEXT_DOOR, CITY)] == [None, None, 54]


def test_a_season_adds_up_what_its_months_show(asked: Asked) -> None:
    asked.told(*some(3, TOWNSHIP), *some(9, NEXT_DOOR), *some(8, NEXT_DOOR, occurred_on=date(2021, 11, 20)))
    publish(asked, SETTLED, "2021-11", "2021-12", "2021-22")

    values = [shown(asked, place, period="2021-22")["value"] for place in (COUNTY, NEXT_DOOR, CITY, PROVINCE)]
    assert values == [None, None, 20, 20]


def test_a_period_is_due_each_morning_and_a_season_after_its_months(asked: Asked) -> None:
    def due(at: str) -> list[str]:
        with transaction(asked.counted.engine) as session:
            waits = store.waiting_to_be_stated(session, datetime.fromisoformat(at))
        return [waits[0]] if waits else []

    first, next_one = date(2021, 12, 11), date(2021, 12, 12)
    assert due("2021-12-11T05:59+08:00") == []
    for period in ("2021-11", "2021-12", "2021-22"):
        assert due("2021-12-11T06:00+08:00") == [period]
        publish(asked, first, period)
    assert due("2021-12-11T23:00+08:00") == []
    publish(asked, next_one, "2021-11")
    assert due("2021-12-12T06:00+08:00") == ["2021-12"]


def test_a_campaign_that_has_closed_is_stated_a_last_time(asked: Asked) -> None:
    months = ("2021-11", "2021-12", "2022-01", "2022-02", "2022-03", "2021-22")
    publish(asked, date(2022, 5, 1), *months)

    with transaction(asked.counted.engine) as session:
        assert store.waiting_to_be_stated(session, datetime.fromisoformat("2022-05-09T09:00+08:00")) is None


def test_whatever_waits_is_stated_a_period_at_a_time_and_once(asked: Asked) -> None:
    database = asked.counted.engine
    rounds = [state_one(database) for _ in range(20)]

    assert rounds == sorted(rounds, reverse=True)
    assert {each["period"] for each in asked.ask("published_periods")["periods"]} >= {"2021-12", "2021-22"}


def test_the_open_data_package_says_what_the_table_says(december: Asked, tmp_path: Path) -> None:
    answer = december.ask("published_table", period="2021-12")
    rows = [tuple(row) for row in answer["rows"]]
    written = write_package(tmp_path, [Table("2021-12", answer["day"], answer["k"], rows, answer["places"])])

    assert (tmp_path / "published-2021-12.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "published-2021-12.csv").open(encoding="utf-8-sig") as file:
        lines = {(row["place"], row["indicator"], row["breakdown"]): row for row in csv.DictReader(file)}
    assert (lines[CITY, "visits", ""]["value"], lines[CITY, "visits", ""]["place_name"]) == ("24", "成都市")
    assert (lines[COUNTY, "visits", ""]["value"], lines[COUNTY, "visits", ""]["status"]) == ("", "hidden")
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert {each["path"] for each in package["resources"]} == {each.name for each in written if each.suffix == ".csv"}
    assert "小于 5 的数" in (tmp_path / "README.md").read_text(encoding="utf-8")
    breakdowns = (tmp_path / "breakdowns.csv").read_text(encoding="utf-8-sig")
    assert f"visits,target={Target.AWAY_WORKER.value},{Target.__doc__},{Target.AWAY_WORKER.label}" in breakdowns
