"""Telling, reversing and reading."""

import time
from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID, uuid4, uuid5

import pytest
from sqlalchemy.exc import DBAPIError, ProgrammingError
from sqlalchemy.orm import Session

from shared.database import transaction
from shared.eventlog import (
    FactUnknown,
    begin_epoch_if_moved,
    event_log,
    facts_after,
    head,
    reverse,
    source,
    tell,
    tell_many,
    told_at,
    untravellable,
)
from shared.facts import Fact, Key, Line
from shared.refusals import IdAlreadyUsed
from tests.shared.conftest import NOW, Log, Relays
from tests.shared.lamps import COUNTY, TOWNSHIP, Colour, LampLit, lamp, lamps


def test_a_told_fact_travels_as_a_cloud_event_with_its_data_and_without_its_notes(log: Log, relays: Relays) -> None:
    fact_id, joint = uuid4(), uuid4()
    said = lamp(hours=3, others=(Colour.GOLD,), wish="平安", joint_organisations=(joint,))
    with transaction(log.app) as session:
        tell(session, said, fact_id, NOW)
    relays().number()

    with transaction(log.app) as session:
        (event,) = facts_after(session, "outreach", 0, 10)

    assert event.pop("loggedat").endswith("+00:00")
    assert event == {
        "specversion": "1.0",
        "id": str(fact_id),
        "source": "outreach/1",
        "type": "LampLit",
        "time": "2021-12-05T09:30:00+00:00",
        "datacontenttype": "application/json",
        "position": 1,
        "sign": 1,
        "reverses": None,
        "traceparent": None,
        "place": TOWNSHIP,
        "home": COUNTY,
        "organisation": str(UUID(int=7)),
        "organiser": "county",
        "line": "care",
        "occurredon": "2021-12-05",
        "data": {
            "lamp": str(said.lamp),
            "hours": 3,
            "colour": "red",
            "others": ["gold"],
            "joint_organisations": [str(joint)],
        },
    }


def test_the_same_fact_told_twice_is_refused(log: Log) -> None:
    fact_id = log.tell(1)[0]

    with pytest.raises(IdAlreadyUsed), transaction(log.app) as session:
        tell(session, lamp(), fact_id, NOW)


def test_ten_thousand_facts_are_told_in_their_order(log: Log) -> None:
    told = list(lamps(10_000))
    with transaction(log.app) as session:
        tell_many(session, told, NOW)

    ids = [row.fact_id for row in log.ask("SELECT fact_id FROM event_log ORDER BY id")]
    assert ids == [fact_id for _, fact_id in told]


def test_nothing_is_told_when_the_state_is_not_changed(log: Log) -> None:
    with Session(log.app) as session:
        tell(session, lamp(), uuid4(), NOW)
        session.rollback()

    assert log.ask("SELECT FROM event_log") == []


def test_a_reversal_says_the_facts_own_words_with_the_opposite_sign(log: Log) -> None:
    fact_id = log.tell(1)[0]
    with transaction(log.app) as session:
        reversal = reverse(session, fact_id, NOW)

    original, reversed_now = log.ask("SELECT * FROM event_log ORDER BY id")
    assert (reversed_now.fact_id, reversed_now.sign, reversed_now.reverses) == (reversal, -1, fact_id)
    own = {"id", "fact_id", "sign", "reverses", "logged_at"}
    copied = {column.name for column in event_log.columns} - own
    assert {name: getattr(reversed_now, name) for name in copied} == {name: getattr(original, name) for name in copied}


def test_a_second_reversal_changes_nothing(log: Log) -> None:
    fact_id = log.tell(1)[0]
    for _ in range(2):
        with transaction(log.app) as session:
            reversal = reverse(session, fact_id, NOW)

    assert reversal == uuid5(fact_id, "reversal")
    assert len(log.ask("SELECT FROM event_log")) == 2


def test_what_was_never_told_and_what_is_a_reversal_itself_cannot_be_reversed(log: Log) -> None:
    fact_id = log.tell(1)[0]
    with transaction(log.app) as session:
        reversal = reverse(session, fact_id, NOW)

    for nothing in (uuid4(), reversal):
        with pytest.raises(FactUnknown), transaction(log.app) as session:
            reverse(session, nothing, NOW)


@pytest.mark.parametrize(
    "rewriting",
    [
        "UPDATE event_log SET data = '{}', position = 9 WHERE position IS NULL",
        "UPDATE event_log SET logged_at = now() WHERE position IS NULL",
        "UPDATE event_log SET traceparent = repeat('0', 55), position = 9 WHERE position IS NULL",
        "UPDATE event_log SET position = 9 WHERE position = 1",
        "UPDATE event_log SET position = NULL WHERE position = 1",
        "DELETE FROM event_log",
        "TRUNCATE event_log",
    ],
)
def test_not_even_the_owner_can_rewrite_the_log(log: Log, relays: Relays, rewriting: str) -> None:
    log.tell(1)
    relays().number()
    log.tell(1)
    before = log.ask("SELECT * FROM event_log ORDER BY id")

    with pytest.raises(DBAPIError, match="append-only"):
        log.ask(rewriting)

    assert log.ask("SELECT * FROM event_log ORDER BY id") == before


@pytest.mark.parametrize(
    "overreach",
    [
        "UPDATE event_log SET sign = 1",
        "DELETE FROM event_log",
        "INSERT INTO event_log (position) VALUES (1)",
        "INSERT INTO relay DEFAULT VALUES",
        "UPDATE epoch SET number = 2",
    ],
)
def test_the_service_itself_may_only_tell_and_number(log: Log, overreach: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), log.app.begin() as connection:
        connection.exec_driver_sql(overreach)


def test_the_reader_reads_the_log(log: Log) -> None:
    log.tell(1)

    with transaction(log.app) as session:
        session.connection().exec_driver_sql("SELECT set_config('role', current_database() || '_reader', true)")
        assert (head(session), source(session, "outreach")) == (0, "outreach/1")
        assert facts_after(session, "outreach", 0, 10) == []


def test_facts_are_read_after_a_position_and_at_positions(log: Log, relays: Relays) -> None:
    log.tell(5)
    relays().number()

    with transaction(log.app) as session:
        assert head(session) == 5
        assert [event["position"] for event in facts_after(session, "outreach", 2, 2)] == [3, 4]
        assert [each.position for each in told_at(session, "outreach/1", [5, 1, 99])] == [1, 5]


def test_the_same_life_of_a_database_is_the_same_epoch(log: Log) -> None:
    with transaction(log.app) as session:
        assert begin_epoch_if_moved(session) == 1
        assert source(session, "outreach") == "outreach/1"


def test_a_log_that_came_up_elsewhere_begins_an_epoch_once(log: Log) -> None:
    log.ask("UPDATE epoch SET database_oid = database_oid + 1")

    with transaction(log.app) as session:
        begun = begin_epoch_if_moved(session)
        assert begun > 1
        assert begin_epoch_if_moved(session) == begun
        assert source(session, "outreach") == f"outreach/{begun}"


def test_the_same_backup_restored_twice_makes_two_epochs(log: Log) -> None:
    epochs = set()
    for _ in range(2):
        log.ask("DELETE FROM epoch WHERE number > 1; UPDATE epoch SET database_oid = 1")
        with transaction(log.app) as session:
            epochs.add(begin_epoch_if_moved(session))
        time.sleep(1.1)

    assert len(epochs) == 2


@dataclass(frozen=True, kw_only=True)
class LampNamed(Fact):
    """命名"""

    line: ClassVar[Line] = Line.CARE

    name: str
    nickname: str | None = None
    names: tuple[str, ...] = ()
    owner: Annotated[UUID | None, Key("主人")] = None


def test_bare_text_cannot_be_declared_to_travel() -> None:
    assert untravellable(LampNamed) == ["name", "nickname", "names"]
    assert untravellable(LampLit) == []
