"""A migrated database of jobs, and its doors on a day that the test may change."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from shared import clock
from shared.database import engine
from tests.builders import ready
from tests.conftest import Site
from tests.jobs.office import Office


@pytest.fixture(scope="session")
def jobs_database(site: Site) -> Iterator[Engine]:
    opened = engine(ready(site, "jobs").database_url, pool_size=2)
    yield opened
    opened.dispose()


@pytest.fixture
def office(jobs_database: Engine, site: Site, monkeypatch: pytest.MonkeyPatch) -> Office:
    made = Office(site, jobs_database)
    monkeypatch.setattr(clock, "now", made.now)
    return made
