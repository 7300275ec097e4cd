"""What became of a return since it was frozen, figure by figure and fact by fact."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, func, select

from shared.database import engine, transaction
from shared.eventlog import event_log, facts_after, reverse, tell
from shared.refusals import Refused
from shared.rpc import RpcClient, ServiceTokens
from shared.settings import Settings, environment
from tests.builders import CITY, COUNTY, ready
from tests.conftest import Site
from tests.eventually import eventually
from tests.reporting.asked import visit
from tests.reporting.log import body, number
from tests.reporting.returning import Returning
from tests.shared.serving import until_answering

NOW = datetime(2022, 2, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def outreach(site: Site) -> Iterator[Engine]:
    """Serve outreach, and give the database that its log is in."""
    own = engine(ready(site, "outreach").database_url, pool_size=1)
    served = subprocess.Popen(
        [sys.executable, "-m", "deploy", "serve", "outreach"], env=environment(NUANDONG_SECRETS=str(site.secrets))
    )
    with RpcClient(Settings("operator", site.secrets), ServiceTokens(Settings("operator", site.secrets))) as rpc:
        until_answering(rpc)
    yield own
    served.terminate()
    served.wait(15)
    own.dispose()


def told(outreach: Engine, day: date) -> UUID:
    """Let outreach record a visit."""
    with transaction(outreach) as session:
        tell(session, visit(place=COUNTY, occurred_on=day), id := uuid4(), NOW)
    return id


def counted(outreach: Engine, returning: Returning, after: int) -> int:
    """Let reporting count what outreach told after a position; answer the last one."""
    with transaction(outreach) as session:
        number(session)
        events = facts_after(session, "outreach", after, 1_000)
    returning.asked.count([body(each) for each in events])
    returning.asked.counted.roll()
    return int(events[-1]["position"])


def test_what_was_told_since_a_return_was_frozen_is_shown_fact_by_fact_with_what_was_taken_back(
    returning: Returning, outreach: Engine
) -> None:
    returning.keep()
    month, day = returning.months[0], date(returning.year, 11, 3)
    with transaction(outreach) as session:
        number(session)  # what other tests left unnumbered may be more than a page
        begun = session.scalar(select(func.coalesce(func.max(event_log.c.position), 0))) or 0
    first, second = told(outreach, day), told(outreach, day)
    last = counted(outreach, returning, begun)
    returning.submit(month)
    unchanged = returning.look("return_difference", "5101", city=CITY, month=month)
    late = told(outreach, day)
    with transaction(outreach) as session:
        reverse(session, first, NOW)
    counted(outreach, returning, last)
    asked = {"city": CITY, "month": month, "indicator": "households_visited"}
    shown = eventually("outreach answers", lambda: returning.look("return_difference", "5101", **asked))

    assert unchanged["indicators"] == []
    assert {(each["sign"], each["reverses"] or each["id"]) for each in shown["facts"]} == {
        (1, str(late)),
        (-1, str(first)),
    }
    assert str(second) not in {each["id"] for each in shown["facts"]}
    assert [each["code"] for each in shown["indicators"]] == []
    assert (shown["next"], shown["begun_anew"]) == (None, [])


def test_figures_that_differ_are_shown_as_they_were_frozen_and_as_they_are_today(returning: Returning) -> None:
    returning.keep()
    month = returning.months[0]
    returning.told(date(returning.year, 11, 3))
    returning.submit(month)
    returning.told(date(returning.year, 11, 4))
    shown = returning.look("return_difference", city=CITY, month=month)

    [visits] = [each for each in shown["indicators"] if each["code"] == "visits"]
    assert (visits["frozen"]["value"], visits["today"]["value"]) == (1, 2)
    assert shown["facts"] == []


def test_only_a_return_that_was_frozen_can_be_compared_and_only_in_its_own_city(returning: Returning) -> None:
    returning.keep()
    for scope, rule in (("5101", "NeverFrozen"), ("5103", "OutOfScope")):
        with pytest.raises(Refused, match=rule):
            returning.look("return_difference", scope, city=CITY, month=returning.months[0])

    returning.submit(returning.months[0])
    with pytest.raises(Refused, match="ChildrenNearbyOnly"):
        returning.look("return_difference", city=CITY, month=returning.months[0], indicator="child_visits")
