"""Outreach's database, and a clerk who records in it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from services.outreach.service import Outreach
from shared.database import engine
from shared.settings import Settings
from shared.worker import in_process
from tests.builders import a_token, ready
from tests.conftest import Site


@pytest.fixture(scope="session")
def known(site: Site) -> Settings:
    return ready(site, "outreach")


@pytest.fixture(scope="session")
def database(known: Settings) -> Iterator[Engine]:
    opened = engine(known.database_url, pool_size=2)
    yield opened
    opened.dispose()


@pytest.fixture
def clerk(site: Site, known: Settings) -> Outreach:
    return in_process(Outreach, known, a_token(site, "outreach"))
