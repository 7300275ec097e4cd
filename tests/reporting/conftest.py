"""An empty reporting database, and everything that counts into it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Engine

from shared import clock
from shared.database import engine, transaction
from shared.refusals import Refused
from shared.settings import Settings
from shared.worker.colleagues import NAMES, Colleagues, ServiceAway
from tests.builders import ready
from tests.conftest import Site
from tests.reporting.asked import Asked
from tests.reporting.counted import Counted, empty
from tests.reporting.returning import Returning


@pytest.fixture(scope="session")
def _reporting(site: Site) -> Iterator[Engine]:
    site.migrate("reporting")
    made = engine(site.database_url("reporting"))
    yield made
    made.dispose()


@pytest.fixture
def counted(_reporting: Engine) -> Counted:
    """Give an empty database."""
    with transaction(_reporting) as session:
        empty(session)
    return Counted(_reporting)


@pytest.fixture(scope="session")
def _ready(site: Site) -> Settings:
    return ready(site, "reporting")


@pytest.fixture
def asked(site: Site, _ready: Settings, counted: Counted) -> Asked:
    """Give the doors over an empty database."""
    return Asked(site, _ready, counted)


YEARS = count(2031)


def away(_colleagues: Colleagues, service: str, _method: str, /, **_asked: Any) -> Any:
    raise Refused([ServiceAway("service", name=NAMES[service])])


@pytest.fixture
def returning(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> Returning:
    """Give the returns of a season that no other test has seen, on its first day."""
    given = Returning(asked, next(YEARS))
    monkeypatch.setattr(clock, "now", given.now)
    # No other service runs here; that is known at once, where a queue left by another test would be waited for.
    monkeypatch.setattr(Colleagues, "ask", away)
    return given
