"""A closed season says for ever what it said, and two winters are compared without being mixed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from sqlalchemy import create_engine, text

from deploy.archive import gathered
from services.children.facts.cases import CaseClosed, CaseOpened
from services.reporting import store
from services.reporting.fold import Counter, plans
from services.reporting.indicators import CATALOGUE
from services.reporting.service import Reporting
from shared import clock
from shared.database import driver_url
from shared.duty import Due
from shared.identity import service_identity, sign, signing_key
from shared.refusals import Refused, refused_from
from shared.settings import Settings
from shared.worker import in_process, open_desk
from tests.builders import CITY, TOWNSHIP
from tests.conftest import Site
from tests.reporting.asked import PROVINCE, Asked, aid, carried, lecture, visit
from tests.reporting.log import Log, body
from tests.reporting.returning import Returning

WINTER = ["2021-11", "2021-12", "2022-01", "2022-02", "2022-03", "2021-22"]
DECEMBER, NEXT_DECEMBER = date(2021, 12, 5), date(2022, 12, 5)
HOUSEHOLD = UUID(int=77)


class Seasons:
    """Reporting's doors as its keeper calls them, on a day."""

    def __init__(self, asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked, self._patch = asked, monkeypatch

    def on(self, day: date) -> None:
        """Make it noon of a day."""
        noon = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
        self._patch.setattr(clock, "now", lambda: noon)

    def due(self) -> list[Due]:
        """List the periods of the winter to keep."""
        with open_desk(self.asked.known, self._token) as desk:
            listed = [each for each in store.due(desk.session, desk.now) if each.door == "keep_period"]
        return [each for each in listed if each.fields["period"] in WINTER]

    def keep(self, *periods: str) -> list[Any]:
        """Keep some periods, or all that are due; a refusal is answered as the rule's name."""
        doors = in_process(Reporting, self.asked.known, self._token)
        calls = [(str(uuid4()), each) for each in periods] or [
            (str(each.id), each.fields["period"]) for each in self.due()
        ]
        said = [doors.keep_period(id=id, fields={"period": period}) for id, period in calls]
        return [each["refused"][0]["rule"] if "refused" in each else each["answer"]["period"] for each in said]

    @property
    def _token(self) -> str:
        return sign(signing_key(self.asked.known), "reporting", service_identity("reporting"), "reporting")


@pytest.fixture
def seasons(site: Site, asked: Asked, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seasons]:
    """Give a reporting that has kept nothing, on the day after the winter closed; nothing stays kept."""
    owner = create_engine(driver_url(site.owner_url("reporting")))
    made = Seasons(asked, monkeypatch)
    made.on(date(2022, 5, 1))
    yield made
    with owner.begin() as connection:
        connection.execute(text("TRUNCATE kept_period, kept_cell, answered"))
    owner.dispose()


def told_in_winter(asked: Asked) -> None:
    asked.told(visit(persons=3, household=HOUSEHOLD), lecture(), aid(1, UUID(int=5)))


def readings(asked: Asked) -> list[Any]:
    places = (PROVINCE, "510100000000", "510104000000", TOWNSHIP)
    chosen: tuple[dict[str, Any], ...] = ({}, {"below": ["visits", "lecture_coverage"], "parts": False})
    return [asked.ask("rollup", place=place, period=on, **each) for place in places for on in WINTER for each in chosen]


def test_a_closed_season_is_kept_period_by_period_and_the_season_last(seasons: Seasons) -> None:
    told_in_winter(seasons.asked)

    assert [each.fields["period"] for each in seasons.due()] == WINTER
    assert seasons.keep() == WINTER
    assert seasons.due() == []


def test_nothing_is_due_while_a_season_may_still_be_corrected(seasons: Seasons) -> None:
    seasons.on(date(2022, 4, 30))

    assert seasons.due() == []
    assert seasons.keep("2021-12") == ["SeasonStillOpen"]


def test_what_is_kept_reads_as_it_read_before(seasons: Seasons) -> None:
    told_in_winter(seasons.asked)
    before = readings(seasons.asked)

    seasons.keep()

    assert readings(seasons.asked) == before
    assert seasons.asked.figures()["persons_visited"]["value"] == 3


def test_whatever_becomes_of_the_live_figures_a_closed_season_shows_the_same(seasons: Seasons) -> None:
    told_in_winter(seasons.asked)
    seasons.keep()
    before = readings(seasons.asked)

    seasons.asked.counted.ask("UPDATE cell SET value = value + 1000")

    assert readings(seasons.asked) == before


def test_later_declarations_do_not_change_what_a_closed_season_shows(seasons: Seasons) -> None:
    told_in_winter(seasons.asked)
    seasons.keep()
    before = readings(seasons.asked)
    fewer = plans(CATALOGUE.only(set(CATALOGUE.indicators) - {"persons_visited", "lecture_townships"}))

    replace(seasons.asked.counted, plans=fewer).rebuild(seasons.asked.log, takes_away=True)

    assert readings(seasons.asked) == before
    assert not {"persons_visited", "lecture_coverage"} & seasons.asked.figures(period="2022-12").keys()


def test_until_the_season_itself_is_kept_its_months_are_read_live(seasons: Seasons) -> None:
    told_in_winter(seasons.asked)
    seasons.keep("2021-12")
    seasons.asked.told(visit(persons=4))

    assert seasons.asked.figures()["persons_visited"]["value"] == 7


def test_a_season_whose_facts_are_not_all_counted_is_kept_later(seasons: Seasons) -> None:
    told_in_winter(seasons.asked)
    log = seasons.asked.log
    late = log.tell(visit(persons=4))
    seasons.asked.told(visit())

    assert seasons.keep("2021-12") == ["SeasonStillCounting"]

    Counter(seasons.asked.counted.engine, plans(CATALOGUE)).count([body(late)])
    assert seasons.keep("2021-12") == ["SeasonStillCounting"]
    seasons.asked.counted.roll()
    assert seasons.keep("2021-12") == ["2021-12"]


def test_nobody_but_the_service_itself_keeps_a_season(seasons: Seasons) -> None:
    fields = {"period": "2021-12"}

    assert seasons.asked.ask("keep_period", id=str(uuid4()), fields=fields) == "ServicesOnly"


class OverRpc:
    """Asks doors in this process as the operator's command asks them over the bus."""

    def __init__(self, seasons: Seasons) -> None:
        self._asked = seasons.asked

    def call(self, service: str, method: str, /, *, deadline: float = 0.0, **arguments: Any) -> Any:
        assert (service, deadline > 0) == ("reporting", True)
        token = sign(
            signing_key(Settings("operator", self._asked.site.secrets)),
            "operator",
            service_identity("operator"),
            "reporting",
        )
        said = getattr(in_process(Reporting, self._asked.known, token), method)(**arguments)
        if "refused" in said:
            raise refused_from(said["refused"])
        return orjson.loads(orjson.dumps(said["answer"]))


def test_the_archive_holds_every_figure_that_was_kept_of_every_place(seasons: Seasons) -> None:
    told_in_winter(seasons.asked)
    seasons.keep()
    read: list[str] = []

    archive = gathered(OverRpc(seasons), "2021-22", read.append)

    assert (read, archive["campaign"]["closes_on"]) == (WINTER, "2022-04-30")
    for period in ("2021-12", "2021-22"):
        places = {each["code"]: each["figures"] for each in archive["periods"][period]["places"]}
        for place in (PROVINCE, "510100000000", TOWNSHIP):
            shown = seasons.asked.figures(place, period)
            assert places[place] == {code: shown[code] for code in places[place]}
            assert not any(shown[code]["value"] for code in shown.keys() - places[place].keys())
    assert len(places) > 3_000


def test_the_archive_says_how_each_citys_return_stood(seasons: Seasons, returning: Returning) -> None:
    first, *_ = returning.months
    returning.on(12, 5).keep()
    returning.submit(first)
    returning.on(5, 1)
    seasons.keep(*returning.months, returning.season)

    archive = gathered(OverRpc(seasons), returning.season, list[str]().append)

    [submitted] = [each for each in archive["periods"][first]["returns"] if each["state"] != "draft"]
    assert (submitted["city"], submitted["nothing"], len(submitted["frozen"]["hash"])) == (CITY, True, 64)
    assert len(archive["periods"][first]["returns"]) == 21
    assert archive["periods"][returning.season]["returns"] == []


def test_a_season_that_is_not_kept_has_no_archive(seasons: Seasons) -> None:
    with pytest.raises(Refused, match="SeasonNotKept"):
        gathered(OverRpc(seasons), "2021-22", print)


def test_two_winters_stand_side_by_side_and_do_not_mix(seasons: Seasons) -> None:
    told_in_winter(seasons.asked)
    seasons.keep()
    seasons.on(date(2022, 12, 20))
    again = visit(persons=5, household=HOUSEHOLD, occurred_on=NEXT_DECEMBER)
    seasons.asked.told(again, visit(persons=1, occurred_on=NEXT_DECEMBER))

    compared = seasons.asked.ask("year_on_year", place=PROVINCE, period="2022-23")

    figures = compared["figures"]
    assert (compared["before"], compared["over"]) == ("2021-22", False)
    assert [figures["persons_visited"][name] for name in ("change", "rate")] == [3, 100.0]
    assert [figures["households_visited"][name]["value"] for name in ("now", "before")] == [2, 1]
    assert [figures["lectures"][name] for name in ("change", "rate")] == [-1, -100.0]


def test_an_indicator_that_there_was_not_a_year_before_has_nothing_beside_it(seasons: Seasons) -> None:
    told_in_winter(seasons.asked)
    fewer = plans(CATALOGUE.only(set(CATALOGUE.indicators) - {"persons_visited"}))
    replace(seasons.asked.counted, plans=fewer).rebuild(seasons.asked.log, takes_away=True)
    seasons.keep()
    replace(seasons.asked.counted, plans=plans(CATALOGUE)).rebuild(seasons.asked.log)

    compared = seasons.asked.ask("year_on_year", place=PROVINCE, period="2022-12")

    assert compared["figures"]["persons_visited"] == {
        "now": {"value": 0, "breakdowns": {}}, "before": None, "change": None, "rate": None
    }  # fmt: skip
    assert compared["figures"]["visits"]["change"] == -1


def test_a_stock_goes_on_into_the_next_winter_and_children_are_counted_once_in_each(seasons: Seasons) -> None:
    told_in_winter(seasons.asked)
    turn, told = date(2022, 11, 18), Log(service="children")
    old, new = UUID(int=1001), UUID(int=1002)
    events = [
        told.tell(CaseOpened(**carried(occurred_on=DECEMBER), child=old)),
        told.tell(CaseClosed(**carried(occurred_on=turn), child=old)),
        told.tell(CaseOpened(**carried(occurred_on=turn), child=new)),
    ]
    Counter(seasons.asked.counted.engine, plans(CATALOGUE)).count([body(each) for each in events])
    seasons.asked.counted.roll()
    seasons.on(date(2022, 12, 20))

    first, second = (seasons.asked.figures(period=period) for period in ("2021-22", "2022-23"))

    assert [each["aid_unsigned"]["value"] for each in (first, second)] == [1, 1]
    assert [each["children_registered"]["value"] for each in (first, second)] == [1, 1]
    assert [each["children_enrolled"]["value"] for each in (first, second)] == [1, 1]


def test_a_month_is_compared_with_the_same_month_and_a_place_outside_the_scope_with_none(asked: Asked) -> None:
    asked.told(visit(persons=2, occurred_on=date(2022, 2, 3)))

    compared = asked.ask("year_on_year", place=PROVINCE, period="2022-02")

    assert (compared["period"], compared["before"], compared["over"]) == ("2022-02", "2021-02", False)
    assert asked.ask("year_on_year", place=PROVINCE, period="2022-02", scope=("5101",)) == "OutOfScope"
