"""Relays that die, overlap and repeat themselves: every fact gets one position, and every position arrives."""

import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.bus import NotConfirmed, Publisher, connected, declare_facts_queue
from shared.database import transaction
from shared.eventlog import source, tell, tell_many
from shared.relay import LeadLost, Relay
from tests.eventually import eventually
from tests.shared.conftest import NOW, Heard, Log, Relays
from tests.shared.lamps import lamp, lamps
from tests.shared.proxy import Proxy

WAITING = "SELECT FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()"
OPEN = "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'"


def test_what_was_told_arrives_once_in_order_without_gaps(log: Log, heard: Heard, relays: Relays) -> None:
    told = log.tell(12)
    relay = relays()

    relay.step()
    relay.step()
    assert [event["position"] for event in heard.listen(12)] == list(range(1, 13))
    assert list(heard.by_position(12).values()) == told
    assert log.mark == 12


def test_a_backlog_larger_than_one_step_is_relayed_in_steps(log: Log, heard: Heard, relays: Relays) -> None:
    log.tell(6_000)
    relay = relays()

    assert [relay.step() for _ in range(3)] == [5_000, 1_000, 0]
    assert heard.by_position(6_000) == log.positions


def test_a_relay_that_dies_between_numbering_and_publishing_loses_nothing(
    log: Log, heard: Heard, relays: Relays
) -> None:
    log.tell(5)
    dying = relays()
    dying.number()
    dying.close()

    relays().step()
    assert heard.by_position(5) == log.positions
    assert len(heard.facts) == 5


def test_a_relay_that_dies_between_publishing_and_marking_repeats_itself_word_for_word(
    log: Log, heard: Heard, relays: Relays
) -> None:
    log.tell(5)
    dying = relays()
    dying.number()
    dying.publish()
    dying.close()

    relays().step()
    assert heard.by_position(5) == log.positions
    assert len(heard.listen(10)) == 10


def test_two_relays_that_both_believe_they_lead_lose_and_double_nothing(log: Log, heard: Heard, relays: Relays) -> None:
    one, two = relays(), relays()
    log.tell(3)
    one.number()
    log.tell(2)
    two.number()
    slow = one.publish()
    log.tell(1)
    two.number()
    two.mark(two.publish())
    one.mark(slow)

    assert log.mark == 6
    assert heard.by_position(6) == log.positions
    assert sorted(log.positions) == [1, 2, 3, 4, 5, 6]


def test_a_relay_that_waits_for_another_to_number_does_not_number_the_same_facts(log: Log, relays: Relays) -> None:
    log.tell(3)
    relay = relays()
    with log.owner.connect() as other, ThreadPoolExecutor(1) as thread:
        other.exec_driver_sql("SELECT head FROM relay FOR UPDATE")
        other.exec_driver_sql("UPDATE event_log SET position = id")
        other.exec_driver_sql("UPDATE relay SET head = 3")
        numbered = thread.submit(relay.number)
        eventually("the relay waits", lambda: log.ask(WAITING))
        other.commit()
        assert numbered.result(10) == 0

    log.tell(1)
    assert relay.number() == 1
    assert sorted(log.positions) == [1, 2, 3, 4]


def test_a_fact_whose_transaction_ends_late_is_not_passed_over(log: Log, heard: Heard, relays: Relays) -> None:
    relay = relays()
    late = uuid4()
    with Session(log.app) as session:
        tell(session, lamp(), late, NOW)
        log.tell(3)
        relay.step()
        assert late not in heard.by_position(3).values()
        session.commit()
    relay.step()

    assert heard.by_position(4) == log.positions
    assert log.positions[4] == late


def test_a_fact_that_is_rolled_back_leaves_no_gap(log: Log, heard: Heard, relays: Relays) -> None:
    log.tell(1)
    with Session(log.app) as session:
        tell(session, lamp(), uuid4(), NOW)
        session.rollback()
    log.tell(1)
    relays().step()

    assert sorted(heard.by_position(2)) == [1, 2]


def test_what_reaches_no_queue_is_published_again_from_the_mark(log: Log, heard: Heard, relays: Relays) -> None:
    relay = relays()
    log.tell(2)
    relay.step()
    log.tell(3)
    with connected(heard.uri) as connection, connection.channel() as channel:
        channel.queue_unbind("reporting.facts", "outreach.events", "#")

    with pytest.raises(NotConfirmed):
        relay.step()
    assert log.mark == 2
    with connected(heard.uri) as connection:
        declare_facts_queue(connection, "reporting", ["outreach"])
    relay.step()
    assert log.mark == 5
    assert heard.by_position(5) == log.positions


def test_what_a_queue_rejects_is_published_again_from_the_mark(log: Log, heard: Heard, relays: Relays) -> None:
    relay = relays()
    log.tell(20)
    with connected(heard.uri) as connection, connection.channel() as channel:
        full = {"x-max-length": 5, "x-overflow": "reject-publish"}
        channel.queue_declare("reporting.full", durable=True, auto_delete=False, arguments=full)
        channel.queue_bind("reporting.full", "outreach.events", "#")
        with pytest.raises(NotConfirmed, match="nacked"):
            relay.step()
        channel.queue_delete("reporting.full")

    assert log.mark == 0
    relay.step()
    assert heard.by_position(20) == log.positions


def test_a_broker_connection_cut_in_the_middle_loses_nothing(log: Log, heard: Heard, relays: Relays) -> None:
    wire = Proxy(relays.uri)
    publisher = Publisher(wire.uri, "outreach.events")
    relay = relays(publisher)
    log.tell(3_000)
    publisher.publish([])
    wire.cut_after(500_000)

    with pytest.raises(NotConfirmed):
        relay.step()
    assert log.mark == 0
    wire.mend()
    relay.step()
    wire.close()
    assert heard.by_position(3_000) == log.positions
    assert len(heard.facts) > 3_000


def test_no_transaction_is_open_while_the_broker_is_waited_for(log: Log, heard: Heard, relays: Relays) -> None:
    class Watching(Publisher):
        def publish(self, messages: Iterable[tuple[str, bytes]], *, mandatory: bool = True) -> None:
            log.ask("SELECT FROM relay FOR UPDATE NOWAIT")
            with transaction(log.app) as session:
                states.extend(session.scalars(text(OPEN)).all())
            super().publish(messages, mandatory=mandatory)

    states: list[object] = []
    log.tell(1)
    relays(Watching(relays.uri, "outreach.events")).step()

    assert heard.by_position(1) == log.positions
    assert states == []


def test_only_one_leads_and_the_next_one_leads_when_its_connection_is_lost(log: Log, relays: Relays) -> None:
    one, two = relays(), relays()
    assert one.lead()
    assert not two.lead()

    log.end_lead()
    eventually("the other leads", two.lead)
    with pytest.raises(LeadLost):
        one.number()


def test_a_relay_that_lost_its_connection_never_connects_again(log: Log, relays: Relays) -> None:
    relay = relays()
    relay.lead()
    log.end_lead()

    for _ in range(2):
        with pytest.raises(LeadLost):
            relay.number()


def test_whoever_leads_a_log_that_came_up_elsewhere_begins_an_epoch(log: Log, heard: Heard, relays: Relays) -> None:
    log.ask("UPDATE epoch SET database_oid = database_oid + 1")
    log.tell(1)
    relay = relays()
    relay.lead()
    relay.step()

    with transaction(log.app) as session:
        begun = source(session, "outreach")
    assert begun != "outreach/1"
    assert [event["source"] for event in heard.listen(1)] == [begun]


def test_an_idle_relay_goes_on_telling_its_head(log: Log, heard: Heard, relays: Relays) -> None:
    log.tell(2)
    stop = threading.Event()
    thread = threading.Thread(target=relays().run, args=(stop,))
    thread.start()
    stop.wait(3.5)
    stop.set()
    thread.join()

    heard.listen(2)
    assert 3 <= len(heard.heads) <= 4
    assert set(heard.heads) == {2}


def test_a_relay_waits_for_its_broker_and_then_goes_on(log: Log, heard: Heard, relays: Relays) -> None:
    wire, stop = Proxy(relays.uri), threading.Event()
    wire.cut()
    publisher = Publisher(wire.uri, "outreach.events")
    thread = threading.Thread(target=relays(publisher).run, args=(stop,))
    thread.start()
    log.tell(3)
    eventually("numbered without the broker", lambda: len(log.positions) == 3)
    wire.mend()
    eventually("published after it", lambda: log.mark == 3)
    stop.set()
    thread.join()
    wire.close()
    assert heard.by_position(3) == log.positions


class Chaos:
    """Two writers' and two relays' deeds, each of which may come at any moment."""

    def __init__(self, log: Log, relays: Relays, chance: Random) -> None:
        self._log = log
        self._relays = relays
        self._chance = chance
        self._open: list[Session] = []
        self._pair = [relays(), relays()]
        self._deeds = [self.begin, *[self.write] * 4, *[self.commit] * 2, self.roll_back]
        self._deeds += [self.number, self.publish, self.mark, self.step, self.die]

    def reign(self, deeds: int) -> None:
        """Do things in any order, then let everybody finish."""
        for _ in range(deeds):
            self._chance.choice(self._deeds)()
        while self._open:
            self.commit()
        while self._one().step():
            pass

    def begin(self) -> None:
        self._open.append(Session(self._log.app))
        if len(self._open) > 5:
            self.commit()

    def write(self) -> None:
        if self._open:
            tell_many(self._chance.choice(self._open), list(lamps(self._chance.randint(1, 9))), NOW)

    def commit(self) -> None:
        for session in self._taken():
            session.commit()

    def roll_back(self) -> None:
        for session in self._taken():
            session.rollback()

    def number(self) -> None:
        self._one().number()

    def publish(self) -> None:
        self._one().publish()

    def mark(self) -> None:
        relay = self._one()
        relay.mark(relay.publish())

    def step(self) -> None:
        self._one().step()

    def die(self) -> None:
        dying = self._one()
        dying.close()
        self._pair[self._pair.index(dying)] = self._relays()

    def _one(self) -> Relay:
        return self._chance.choice(self._pair)

    def _taken(self) -> list[Session]:
        return [self._open.pop(self._chance.randrange(len(self._open)))] if self._open else []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_writers_and_dying_relays_in_any_order_lose_and_double_nothing(
    log: Log, heard: Heard, relays: Relays, seed: int
) -> None:
    Chaos(log, relays, Random(seed)).reign(deeds=150)

    committed = len(log.ask("SELECT FROM event_log"))
    assert committed > 10
    assert sorted(log.positions) == list(range(1, committed + 1))
    assert heard.by_position(committed) == log.positions
