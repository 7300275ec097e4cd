"""A migrated database of children, and its doors on 10 January 2022."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine

from shared import clock
from shared.database import engine, transaction
from shared.frame import apply
from tests.builders import ready
from tests.children.builders import COMPANION, MORE_FRAME, NEXT_COMPANION, NEXT_TOWNSHIP, Register
from tests.conftest import Site


@pytest.fixture(scope="session")
def children_database(site: Site) -> Iterator[Engine]:
    opened = engine(ready(site, "children").database_url, pool_size=2)
    with transaction(opened) as session:
        apply(session, {"version": 2, "rows": MORE_FRAME})
    yield opened
    opened.dispose()


@pytest.fixture
def register(site: Site, children_database: Engine, monkeypatch: pytest.MonkeyPatch) -> Register:
    made = Register(site, children_database)
    monkeypatch.setattr(clock, "_clock", lambda: made.clock)
    made.on(date(2022, 1, 10))
    made.a_companion(COMPANION)
    made.a_companion(NEXT_COMPANION, place=NEXT_TOWNSHIP)
    return made
