"""The doors of reporting: figures of a place, day by day, the facts behind them, and how fresh they are."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.outreach.facts import (
    AidDelivered,
    AidReceipted,
    AidSource,
    Corps,
    LectureHeld,
    LectureTopic,
    Mode,
    Target,
    Venue,
    VisitRecorded,
)
from services.reporting.fold import Counter, plans
from services.reporting.indicators import CATALOGUE
from services.reporting.service import Reporting
from shared.database import engine, transaction
from shared.eventlog import tell
from shared.facts import Organiser, PlaceCode
from shared.identity import Role
from shared.rpc import RpcClient, ServiceTokens
from shared.settings import Settings, environment
from shared.worker import in_process
from tests.builders import CITY, COUNTY, ELSEWHERE, LEAGUE, TOWNSHIP, a_token, ready
from tests.conftest import Site
from tests.eventually import eventually
from tests.reporting.conftest import Counted
from tests.reporting.log import Log, body
from tests.shared.serving import until_answering

PROVINCE = "510000000000"
DAY = date(2021, 12, 5)
REMOTE = PlaceCode("513221100000")
"""A township where no other test records anything."""
EVERYWHERE = ("51",)


def carried(**but: Any) -> dict[str, Any]:
    usual = {
        "place": PlaceCode(TOWNSHIP),
        "home": PlaceCode(COUNTY),
        "organisation": UUID(LEAGUE),
        "organiser": Organiser.COUNTY,
        "occurred_on": DAY,
    }
    return {**usual, **but}


def visit(**but: Any) -> VisitRecorded:
    return VisitRecorded(**carried(**{"target": Target.AWAY_WORKER, "household": uuid4(), "persons": 2, **but}))


def lecture(**but: Any) -> LectureHeld:
    said = {"topics": (LectureTopic.EPIDEMIC,), "mode": Mode.OFFLINE, "venue": Venue.VILLAGE, "corps": Corps.YOUTH}
    return LectureHeld(**carried(**said, **{"lecturer": uuid4(), "minutes": 60, **but}))


def aid(unsigned: int, id: UUID, **but: Any) -> AidDelivered:
    given = {"source": AidSource.DUES, "cash_fen": 100, "goods": 1, "goods_value_fen": 5, "household": uuid4()}
    return AidDelivered(**carried(**given, **but), aid=id, unsigned=unsigned)


@pytest.fixture(scope="session")
def _ready(site: Site) -> Settings:
    return ready(site, "reporting")


class Asked:
    """The doors as somebody asks them, and the log whose facts they show."""

    def __init__(self, site: Site, known: Settings, counted: Counted) -> None:
        self.site, self.known, self.counted = site, known, counted
        self.log = Log(service="outreach")
        self._counter = Counter(counted.engine, plans(CATALOGUE))

    def told(self, *facts: Any) -> None:
        """Tell, count and roll some facts."""
        self._counter.count([body(self.log.tell(fact)) for fact in facts])
        self._counter.count([self.log.head_told()])
        self.counted.roll()

    def ask(self, door: str, *, scope: tuple[str, ...] = EVERYWHERE, **asked: Any) -> Any:
        """Ask a door; a refusal is answered as the rule's name."""
        token = a_token(self.site, "reporting", uuid4(), Role.VIEWER, scope=scope)
        said = getattr(in_process(Reporting, self.known, token), door)(**asked)
        return said["refused"][0]["rule"] if "refused" in said else said["answer"]

    def figures(self, place: str = PROVINCE, period: str = "2021-12") -> dict[str, Any]:
        """Read the figures of a place."""
        found: dict[str, Any] = self.ask("rollup", place=place, period=period)["figures"]
        return found


@pytest.fixture
def asked(site: Site, _ready: Settings, counted: Counted) -> Asked:
    """Give the doors over an empty database."""
    return Asked(site, _ready, counted)


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
        "clause": "三(二)",
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


def test_freshness_tells_how_far_each_source_is_counted(asked: Asked) -> None:
    asked.told(visit(), visit())
    shown = asked.ask("freshness")

    [outreach] = [each for each in shown["sources"] if each["service"] == "outreach"]
    assert (outreach["head"], outreach["counted"], outreach["missing"], outreach["alarm"]) == (2, 2, 0, False)
    assert (shown["parked"], shown["waiting"]["facts"]) == (0, 0)


def test_freshness_tells_what_is_missing(asked: Asked) -> None:
    asked.told(visit())
    asked.log.tell(visit())
    asked.told()

    [outreach] = [each for each in asked.ask("freshness")["sources"] if each["service"] == "outreach"]
    assert (outreach["head"], outreach["missing"]) == (2, 1)


def test_the_facts_of_children_are_shown_only_where_they_are_known(asked: Asked) -> None:
    behind: dict[str, Any] = {"indicator": "child_visits", "period": "2021-12", "place": CITY}

    assert asked.ask("facts_behind", **behind) == "ChildrenNearbyOnly"
    assert asked.ask("facts_behind", scope=("5101",), **behind) == "ChildrenNearbyOnly"


@pytest.fixture
def outreach(site: Site) -> Iterator[Site]:
    """Serve outreach, whose log holds two visits and a lecture."""
    known = ready(site, "outreach")
    own = engine(known.database_url, pool_size=1)
    with transaction(own) as session:
        for position, fact in enumerate((visit(place=REMOTE), visit(place=PlaceCode(ELSEWHERE)), lecture()), start=1):
            tell(session, fact, UUID(int=position, version=4), datetime.now(UTC))
        session.connection().exec_driver_sql("UPDATE event_log SET position = id WHERE position IS NULL")
    own.dispose()
    served = subprocess.Popen(
        [sys.executable, "-m", "deploy", "serve", "outreach"], env=environment(NUANDONG_SECRETS=str(site.secrets))
    )
    with RpcClient(Settings("operator", site.secrets), ServiceTokens(Settings("operator", site.secrets))) as rpc:
        until_answering(rpc)
    yield site
    served.terminate()
    served.wait(15)


def test_the_facts_behind_a_figure_are_asked_of_their_source(asked: Asked, outreach: Site) -> None:
    behind: dict[str, Any] = {"indicator": "visits", "period": "2021-12", "place": REMOTE}
    shown = eventually("outreach answers", lambda: asked.ask("facts_behind", **behind))

    assert [(fact["type"], fact["place"]) for fact in shown["facts"]] == [("VisitRecorded", REMOTE)]
    assert asked.ask("facts_behind", page=2, **behind)["facts"] == []
    assert asked.ask("facts_behind", page=0, **behind) == "PageUnknown"
    assert (outreach.namespace, shown["indicator"]["code"]) == (asked.site.namespace, "visits")
