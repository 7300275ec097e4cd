"""What a rebuild fills at once is what the roller would have made of the same facts, bit by bit."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from services.reporting import store
from shared.database import transaction
from shared.facts import Fact
from tests.reporting.counted import Counted, empty
from tests.reporting.log import Event, Log
from tests.reporting.test_any_history import facts

TABLES = (
    "SELECT tree, unit, period, indicator, breakdown, value FROM cell WHERE value <> 0",
    "SELECT indicator, breakdown, member, unit, day, n FROM member WHERE n <> 0",
    """SELECT indicator, key, fact, n, occurred_on, recorded_at, position, unit, organisations::text, breakdowns::text,
        value FROM told WHERE n <> 0""",
)
KEYS = """
    SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'p' AND connamespace = CAST(current_schema() AS regnamespace)
"""


def tables(counted: Counted) -> list[set[Any]]:
    """Everything that the live schema holds, but for what stands at nought."""
    return [{tuple(row) for row in counted.ask(query)} for query in TABLES]


def told(log: Log, some: list[Fact], chance: Random) -> list[Event]:
    """Tell facts, and take one in three of all that stand back."""
    events = [log.tell(fact) for fact in some]
    taken_back = {each["reverses"] for each in log.events}
    standing = [each for each in log.events if each["sign"] > 0 and each["id"] not in taken_back]
    return [*events, *[log.reverse(each) for each in standing if chance.random() < 0.3]]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.lists(facts, max_size=25), min_size=2, max_size=4), chance=st.randoms())
def test_filling_at_once_gives_the_tables_that_rolling_bit_by_bit_gives_and_rolling_goes_on_from_there(
    counted: Counted, batches: list[list[Fact]], chance: Random
) -> None:
    with transaction(counted.engine) as session:
        empty(session)
    log = Log(page=7)
    for some in batches:
        counted.count(*told(log, some, chance))
        counted.roll()
        rolled = tables(counted)

        counted.rebuild(log)

        assert tables(counted) == rolled


def test_what_was_filled_without_keys_has_them_again(counted: Counted) -> None:
    keys = sorted(map(tuple, counted.ask(KEYS)))

    counted.rebuild(Log())

    assert sorted(map(tuple, counted.ask(KEYS))) == keys
    assert len(keys) >= 4


def test_the_keys_of_the_live_schema_stay_on(counted: Counted) -> None:
    with pytest.raises(ProgrammingError, match="stay as they are"), transaction(counted.engine) as session:
        session.execute(text("SELECT take_keys_off(:schema, 'cell')"), {"schema": store.live(session)})
