"""What reporting counts of a winter of outreach, cell by cell and level by level, is what outreach's tables say."""

from collections.abc import Iterator, Sequence
from typing import Any

import orjson
import pytest
from sqlalchemy import Engine, Row, text

from services.outreach.facts import FACTS, INDICATORS
from services.outreach.service import Outreach
from services.reporting import store
from services.reporting.fold import Counter, plans, roll
from services.reporting.indicators import Catalogue, Declared
from services.reporting.rebuild import RemoteSources, reconcile, sources
from shared.database import engine, transaction
from shared.eventlog import facts_after
from shared.facts import Ratio
from shared.identity import service_identity, sign, signing_key
from shared.settings import Settings
from shared.worker import in_process
from tests.conftest import Site
from tests.reporting.counted import empty

CATALOGUE = Catalogue({"outreach": Declared(FACTS, INDICATORS)})
MOST, SMALL = 1_000_000, 20


class Here:
    """Asks outreach's doors in this process, as reporting would over the bus."""

    def __init__(self, site: Site, known: Settings) -> None:
        key = signing_key(Settings("reporting", site.secrets))
        self._doors = in_process(Outreach, known, sign(key, "reporting", service_identity("reporting"), "outreach"))

    def call(self, _service: str, method: str, /, *, deadline: float, **arguments: Any) -> Any:  # noqa: ARG002 - at once
        return getattr(self._doors, method)(**arguments)["answer"]


@pytest.fixture
def counting(site: Site) -> Iterator[Engine]:
    site.migrate("reporting")
    opened = engine(site.database_url("reporting"))
    with transaction(opened) as session:
        empty(session)
    yield opened
    with transaction(opened) as session:
        empty(session)
    opened.dispose()


def test_every_cell_is_what_the_tables_say(
    site: Site,
    known: Settings,
    database: Engine,
    winter: Sequence[Row[Any]],
    counting: Engine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with transaction(database) as session:
        session.execute(text("UPDATE event_log SET position = id WHERE position IS NULL"))
        told = facts_after(session, "outreach", 0, MOST)
        session.rollback()
    assert len(told) >= len(winter)

    assert Counter(counting, plans(CATALOGUE)).count([orjson.dumps(each) for each in told]) == len(told)
    with transaction(counting) as session:
        store.enter_live(session)
        while roll(session):
            pass

    assert reconcile(counting, CATALOGUE, RemoteSources(Here(site, known))) == []
    monkeypatch.setattr(sources, "FIGURES_PAGE", SMALL)  # so that most figures are asked for city by city
    assert reconcile(counting, CATALOGUE, RemoteSources(Here(site, known))) == []
    with transaction(counting) as session:
        store.look_at_live(session)
        stated = set(session.scalars(text("SELECT DISTINCT indicator FROM cell WHERE value <> 0")))
    assert stated == {each.code for each in INDICATORS if not isinstance(each, Ratio)}
