"""The facts behind a figure, its corrections, and who has looked."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from services.reporting.returns.inspection import inspect
from services.reporting.schemas import PAGE, period_of
from services.reporting.service import Reporting
from services.reporting.service.behind import page_of
from shared.database import engine, transaction
from shared.eventlog import reverse, tell, tell_many
from shared.facts import PlaceCode
from shared.identity import Role
from shared.rpc import RpcClient, ServiceTokens
from shared.settings import Settings, environment
from shared.worker import in_process, open_desk
from tests.builders import CITY, ELSEWHERE, a_token, ready
from tests.conftest import Site
from tests.eventually import eventually
from tests.reporting.asked import REMOTE, Asked, lecture, visit
from tests.reporting.log import number
from tests.shared.serving import until_answering

NOW = datetime(2022, 2, 1, tzinfo=UTC)
MOVED = UUID("0000000a-0000-4000-8000-000000000001")
CELL: dict[str, Any] = {"indicator": "visits", "period": "2021-12", "place": REMOTE}


def test_the_facts_of_children_are_shown_only_where_they_are_known(asked: Asked) -> None:
    behind: dict[str, Any] = {"indicator": "child_visits", "period": "2021-12", "place": CITY}

    assert asked.ask("facts_behind", **behind) == "ChildrenNearbyOnly"
    assert asked.ask("facts_behind", scope=("5101",), **behind) == "ChildrenNearbyOnly"
    assert asked.ask("corrections_behind", **behind) == "ChildrenNearbyOnly"


def test_pages_over_several_services_show_every_fact_once_and_in_order() -> None:
    chance = Random(4)
    logs = [[(f"2021-12-{chance.randint(1, 9):02}", str(uuid4())) for _ in range(many)] for many in (250, 130, 0, 3)]
    seen: list[tuple[str, str]] = []
    after: list[str] | None = []
    while after is not None:
        answered = [sorted(each for each in log if [*each] > (after or []))[: PAGE + 1] for log in logs]
        told = [each for answer in answered for each in answer]
        page, after = page_of(told, told)
        seen += page

    assert seen == sorted(each for log in logs for each in log)


def test_a_page_that_is_just_full_is_the_last_one() -> None:
    keys = [("2021-12-01", f"{n:03}") for n in range(PAGE)]

    assert page_of(keys, keys) == (keys, None)


@pytest.fixture(scope="module")
def outreach(site: Site) -> Iterator[Site]:
    """Serve outreach, whose log holds visits and a lecture, some of them corrected."""
    known = ready(site, "outreach")
    own = engine(known.database_url, pool_size=1)
    many = [(visit(place=REMOTE), UUID(int=n, version=4)) for n in range(1, PAGE + 4)]
    with transaction(own) as session:
        tell_many(session, [*many, (visit(place=PlaceCode(ELSEWHERE)), uuid4()), (lecture(), uuid4())], NOW)
        tell(session, visit(place=REMOTE, persons=9), MOVED, NOW)
    with transaction(own) as session:
        reverse(session, MOVED, NOW)
        tell(session, visit(place=PlaceCode(ELSEWHERE), persons=9), uuid4(), NOW)
        number(session)
    own.dispose()
    served = subprocess.Popen(
        [sys.executable, "-m", "deploy", "serve", "outreach"], env=environment(NUANDONG_SECRETS=str(site.secrets))
    )
    with RpcClient(Settings("operator", site.secrets), ServiceTokens(Settings("operator", site.secrets))) as rpc:
        until_answering(rpc)
    yield site
    served.terminate()
    served.wait(15)


@pytest.mark.usefixtures("outreach")
def test_the_facts_behind_a_figure_are_asked_of_their_source_page_by_page(asked: Asked) -> None:
    first = eventually("outreach answers", lambda: asked.ask("facts_behind", **CELL))
    second = asked.ask("facts_behind", after=first["next"], **CELL)

    assert {(fact["type"], fact["place"]) for fact in first["facts"]} == {("VisitRecorded", REMOTE)}
    assert (len(first["facts"]), len(second["facts"]), second["next"]) == (PAGE, 3, None)
    assert len({fact["id"] for fact in (*first["facts"], *second["facts"])}) == PAGE + 3
    assert first["indicator"]["code"] == "visits"


@pytest.mark.usefixtures("outreach")
def test_the_corrections_of_a_figure_say_what_took_the_facts_place(asked: Asked) -> None:
    shown = eventually("outreach answers", lambda: asked.ask("corrections_behind", **CELL))

    [correction] = shown["corrections"]
    assert (correction["fact"]["id"], correction["fact"]["data"]["persons"]) == (str(MOVED), 9)
    assert (correction["replaced_by"]["place"], correction["reversed_at"][:10]) == (ELSEWHERE, "2022-02-01")
    assert correction["moved_away"] is False


@pytest.mark.usefixtures("outreach")
def test_a_fact_that_moved_out_of_the_scope_is_said_to_have_moved_and_no_more(asked: Asked) -> None:
    shown = eventually("outreach answers", lambda: asked.ask("corrections_behind", scope=("5132",), **CELL))

    [correction] = shown["corrections"]
    assert (correction["moved_away"], correction["replaced_by"]) == (True, None)


@pytest.mark.usefixtures("outreach")
def test_every_look_behind_a_figure_is_kept_and_nobody_can_take_it_back(asked: Asked) -> None:
    person = uuid4()
    doors = in_process(Reporting, asked.known, a_token(asked.site, "reporting", person, Role.OFFICER, scope=("5132",)))
    before = len(doors.who_has_looked(**CELL)["answer"])
    eventually("outreach answers", lambda: "answer" in doors.facts_behind(**CELL))
    doors.corrections_behind(**CELL)

    looks = doors.who_has_looked(**CELL)["answer"][: -before or None]
    assert [(str(each["person"]), each["corrections"]) for each in looks] == [(str(person), True), (str(person), False)]
    own = engine(asked.known.database_url, pool_size=1)
    for overreach in ("DELETE FROM look", "UPDATE look SET person = NULL", "TRUNCATE look"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction(own) as session:
            session.execute(text(overreach))
    own.dispose()


@pytest.mark.usefixtures("outreach")
def test_the_services_tell_reporting_of_open_suspicions(asked: Asked) -> None:
    with open_desk(asked.known, a_token(asked.site, "reporting", uuid4())) as desk:
        found = inspect(desk, CITY, period_of("2021-12"), {}, {})

    [unknown] = [each for each in found if each.rule == "suspicions_unknown"]
    assert "就业创业" in unknown.message
    assert "走访宣讲" not in unknown.message


def test_who_has_looked_is_told_to_officers_of_the_place_alone(asked: Asked) -> None:
    assert asked.ask("who_has_looked", **CELL) == "RoleMissing"
    officer = a_token(asked.site, "reporting", uuid4(), Role.OFFICER, scope=("5101",))
    doors = in_process(Reporting, asked.known, officer)

    assert doors.who_has_looked(**CELL)["refused"][0]["rule"] == "OutOfScope"
    assert doors.who_has_looked(**{**CELL, "place": CITY, "indicator": "dances"})["refused"][0]["rule"] == (
        "IndicatorUnknown"
    )
