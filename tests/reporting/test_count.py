"""The counting process between a real queue and a real database."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from threading import Event, Thread
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from deploy.infrastructure import Servers
from services.reporting.count import QUEUE, Counting, Rolling
from services.reporting.fold import IndicatorsUnknown, plans
from services.reporting.indicators import Catalogue
from shared.bus import Batches, Delivery, Publisher, connected, declare_exchange, declare_facts_queue
from shared.database import driver_url
from shared.settings import Settings
from tests.conftest import Site
from tests.eventually import eventually
from tests.reporting.counted import Counted
from tests.reporting.log import PROVINCE, Log, body, called
from tests.reporting.sample import CATALOGUE, SERVICE
from tests.shared.proxy import Proxy

TELLS = "outreach"
AS_OUTREACH = Catalogue({TELLS: CATALOGUE.services[SERVICE]})


class Wired:
    """A log that is published into the queue, and whoever counts from it."""

    def __init__(self, site: Site, counted: Counted) -> None:
        self.site, self.counted, self.log = site, counted, Log(service=TELLS)
        self._publisher = Publisher(site.broker_uri(TELLS), f"{TELLS}.events")

    def tell(self, facts: int) -> list[bytes]:
        """Tell some facts, not yet published."""
        return [body(self.log.tell(called(household=uuid4()))) for _ in range(facts)]

    def publish(self, bodies: Sequence[bytes]) -> None:
        """Put messages into the queue."""
        self._publisher.publish(("Called", each) for each in bodies)

    def batch(self, batches: Batches) -> Sequence[Delivery]:
        """Take the next messages."""
        return next(each for each in batches if each)

    def batches(self) -> Batches:
        """Read the queue by hand."""
        return Batches(self.site.broker_uri("reporting"), QUEUE, wait=0.2)

    def settle(self) -> None:
        """Wait until everything told is in the cells."""
        told = len(self.log.events)
        eventually("every fact is counted", lambda: self.counted.positions == told, within=30)
        eventually("every fact is visible", lambda: self.calls == self.households == told)

    @property
    def calls(self) -> int:
        """How many calls the province sees, without rolling."""
        return self._cell("calls")

    @property
    def households(self) -> int:
        """How many households the province sees."""
        return self._cell("households")

    def _cell(self, indicator: str) -> int:
        query = (
            "SELECT value FROM cell WHERE unit = :unit AND period = '2021-22' AND indicator = :of AND breakdown = ''"
        )
        return sum(row.value for row in self.counted.ask(query, unit=PROVINCE, of=indicator))

    def close(self) -> None:
        """Take leave of the broker."""
        self._publisher.close()


@pytest.fixture
def wired(site: Site, counted: Counted) -> Iterator[Wired]:
    """Give an empty queue, bound to the log's exchange."""
    with connected(site.broker_uri(TELLS)) as connection:
        declare_exchange(connection, TELLS)
    with connected(site.broker_uri("reporting")) as connection:
        declare_facts_queue(connection, "reporting", [TELLS])
        with connection.channel() as channel:
            channel.queue_purge(QUEUE)
    with closing(Wired(site, counted)) as made:
        yield made


@contextmanager
def counting(site: Site, *, processes: int = 1, uri: str | None = None) -> Iterator[list[Thread]]:
    """Count as some processes do, each with a roller."""
    stop = Event()
    known = Elsewhere("reporting", site.secrets, "test") if uri else Settings("reporting", site.secrets, "test")
    Elsewhere.uri = uri or ""
    ones = [Counting(known, plans(AS_OUTREACH), [TELLS]) for _ in range(processes)]
    works = [work for one in ones for work in (one.consume, Rolling(one.engine).run)]
    parts = [Thread(target=work, args=(stop,), daemon=True) for work in works]
    for part in parts:
        part.start()
    try:
        yield parts
    finally:
        stop.set()
        for part in parts:
            part.join(10)
        for one in ones:
            one.close()


class Elsewhere(Settings):
    """Settings that reach the broker over a wire of the test's."""

    uri = ""

    @property
    def broker_uri(self) -> str:
        return self.uri


def test_what_is_published_is_soon_visible_in_the_province(site: Site, wired: Wired) -> None:
    with counting(site):
        wired.publish(wired.tell(3_000))
        wired.settle()


def test_two_counters_with_the_same_duplicates_count_each_fact_once(site: Site, wired: Wired) -> None:
    bodies = wired.tell(1_500)
    with counting(site, processes=2):
        wired.publish([*bodies, *bodies[::-1], *bodies])
        wired.settle()


def test_a_counter_killed_between_commit_and_acknowledgement_doubles_nothing(site: Site, wired: Wired) -> None:
    wired.publish(wired.tell(20))
    with closing(wired.batches()) as batches:
        took = wired.batch(batches)
        with closing(Counting(Settings("reporting", site.secrets, "test"), plans(AS_OUTREACH), [TELLS])) as killed:
            killed.counter.count([each.body for each in took])
    assert wired.counted.positions == len(took) > 0

    with counting(site):
        wired.settle()


def test_a_counter_killed_before_its_commit_loses_nothing(site: Site, wired: Wired) -> None:
    wired.publish(wired.tell(20))
    with closing(wired.batches()) as batches:
        assert wired.batch(batches)

    with counting(site):
        wired.settle()


def test_a_poisoned_message_does_not_stop_the_queue(site: Site, wired: Wired) -> None:
    good = wired.tell(50)
    with counting(site):
        wired.publish([*good[:25], b"{half", b'{"type": 7}', *good[25:]])
        wired.settle()

    assert len(wired.counted.parked) == 2


def test_losing_the_database_delays_and_loses_nothing(site: Site, servers: Servers, wired: Wired) -> None:
    admin = create_engine(driver_url(servers.database_url), isolation_level="AUTOCOMMIT")
    with counting(site):
        for _ in range(5):
            wired.publish(wired.tell(300))
            with admin.connect() as connection:
                connection.execute(END_SESSIONS, {"database": f"{site.namespace}_reporting"})
            time.sleep(0.1)
        eventually("the counters are back", lambda: settles(wired), within=30)
        wired.settle()
    admin.dispose()


END_SESSIONS = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :database")


def settles(wired: Wired) -> bool:
    return wired.counted.positions == len(wired.log.events)


def test_losing_the_broker_delays_and_doubles_nothing(site: Site, wired: Wired) -> None:
    wire = Proxy(site.broker_uri("reporting"))
    with counting(site, uri=wire.uri):
        for _ in range(3):
            wired.publish(wired.tell(300))
            time.sleep(0.2)
            wire.cut()
            wire.mend()
        wired.settle()
    wire.close()


def test_a_counter_that_is_asked_to_stop_stops_within_ten_seconds_also_without_a_broker(
    site: Site, wired: Wired
) -> None:
    assert wired.calls == 0
    with counting(site, uri="amqp://nobody:nothing@127.0.0.1:1/") as parts:
        time.sleep(0.5)
        begun = time.monotonic()

    assert time.monotonic() - begun < 10
    assert not any(part.is_alive() for part in parts)


def test_rolls_beside_two_counters_leave_nothing_behind(site: Site, wired: Wired) -> None:
    with counting(site, processes=2):
        for _ in range(10):
            wired.publish(wired.tell(100))
        wired.settle()

    assert wired.counted.ask("SELECT count(*) FROM parcel")[0][0] == 0


def test_a_counter_that_lacks_a_live_indicator_ends_and_leaves_its_batch_to_another(site: Site, wired: Wired) -> None:
    wired.publish(wired.tell(20))
    with counting(site):
        wired.settle()
    wired.publish(wired.tell(5))
    older = plans(AS_OUTREACH.only(set(AS_OUTREACH.indicators) - {"persons"}))

    with closing(Counting(Settings("reporting", site.secrets, "test"), older, [TELLS])) as old:
        with pytest.raises(IndicatorsUnknown):
            old.consume(Event())
        assert wired.counted.positions == 20

    with counting(site):
        wired.settle()
