"""How fresh the figures are, and the facts behind them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from shared.database import engine, transaction
from shared.eventlog import tell
from shared.facts import PlaceCode
from shared.rpc import RpcClient, ServiceTokens
from shared.settings import Settings, environment
from tests.builders import CITY, ELSEWHERE, ready
from tests.conftest import Site
from tests.eventually import eventually
from tests.reporting.asked import REMOTE, Asked, lecture, visit
from tests.shared.serving import until_answering


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
