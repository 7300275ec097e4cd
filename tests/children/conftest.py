"""Children's doors for the tests that call them."""

from collections.abc import Iterator
from datetime import date

import pytest

from shared import clock
from shared.database import engine
from tests.children.builders import Register
from tests.conftest import Site

TODAY = clock.parse("2022-01-10T12:00:00+08:00,1")


@pytest.fixture(scope="session")
def opened(site: Site) -> Iterator[Register]:
    """Give children's tables with a small frame."""
    site.migrate("children")
    database = engine(site.database_url("children"))
    register = Register(site, database, TODAY)
    register.fill_frame()
    yield register
    database.dispose()


@pytest.fixture
def register(opened: Register, monkeypatch: pytest.MonkeyPatch) -> Register:
    """Give children's doors on 10 January 2022."""
    monkeypatch.setattr(clock, "_clock", lambda: opened.clock)
    opened.on(date(2022, 1, 10))
    opened.told()
    return opened
