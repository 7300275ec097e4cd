"""From the queue to committed: our counter, a bare drain of the same queue, and a stock nameko event_handler."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from threading import Event, Thread
from uuid import UUID

import orjson
from amqp import Message
from sqlalchemy import Engine, text

from deploy import infrastructure
from deploy.demo.world import World
from deploy.infrastructure import Servers
from services.outreach.facts import Target, VisitRecorded, VisitTopic
from services.reporting import store
from services.reporting.count import QUEUE, Counting, Rolling, calm_collector
from services.reporting.fold import Counter, plans
from services.reporting.indicators import CATALOGUE
from shared.bus import Batches, Publisher, connected, declare_exchange, declare_facts_queue
from shared.database import engine, transaction
from shared.facts import Organiser, PlaceCode, data_of
from shared.ledger import totals
from shared.settings import Settings, environment, given_servers
from tests.conftest import Site, provisioned

SERVICE, SOURCE = "outreach", "outreach/1"
FACTS = 30_000
STOCK_FACTS = 3_000
ROUNDS = 3
PATIENCE_S = 120
FIRST_DAY = date(2022, 1, 10)


def visits(many: int, seed: int = 7) -> Iterator[tuple[str, bytes]]:
    """Tell visits of one week, three figures each and one of them of different keys, as they travel."""
    world, chance = World(), random.Random(seed)
    for position in range(1, many + 1):
        place = world.township(chance)
        fact = VisitRecorded(
            place=PlaceCode(place),
            home=PlaceCode(world.county_of(place)),
            organisation=UUID(world.lead(place)),
            organiser=Organiser.COUNTY,
            occurred_on=FIRST_DAY + timedelta(days=chance.randrange(7)),
            target=chance.choice(list(Target)),
            household=UUID(int=chance.getrandbits(128)),
            persons=chance.randint(1, 6),
            topics=(chance.choice(list(VisitTopic)),),
        )
        yield "VisitRecorded", _event(fact, position, UUID(int=chance.getrandbits(128)))


def _event(fact: VisitRecorded, position: int, id: UUID) -> bytes:
    event = {
        "specversion": "1.0",
        "id": str(id),
        "source": SOURCE,
        "type": "VisitRecorded",
        "time": datetime.now(UTC),
        "datacontenttype": "application/json",
        "position": position,
        "sign": 1,
        "reverses": None,
        "place": fact.place,
        "home": fact.home,
        "organisation": str(fact.organisation),
        "organiser": fact.organiser.value,
        "line": fact.line.value,
        "occurredon": fact.occurred_on,
        "loggedat": datetime.now(UTC),
        "data": data_of(fact),
    }
    return orjson.dumps(event, option=orjson.OPT_UTC_Z)


def fill(site: Site, many: int) -> None:
    """Fill the queue."""
    with closing(Publisher(site.broker_uri(SERVICE), f"{SERVICE}.events")) as publisher:
        publisher.publish(visits(many))
    time.sleep(1.0)


def drained(site: Site, many: int) -> float:
    """Take everything from the queue and acknowledge it; answer messages per second."""
    fill(site, many)
    taken, begun = 0, time.monotonic()
    with closing(Batches(site.broker_uri("reporting"), QUEUE)) as batches:
        for batch in batches:
            taken += len(batch)
            if batch:
                batches.ack(batch)
            if taken >= many:
                return many / (time.monotonic() - begun)
    raise AssertionError("the queue ended early")


class Watched(Counter):
    """A counter that tells when so many facts are committed, without a look at the database."""

    def __init__(self, own: Engine, many: int) -> None:
        super().__init__(own, plans(CATALOGUE))
        self._left = many
        self.done = Event()

    def count(self, bodies: Sequence[bytes]) -> int:
        """Count a batch as ever."""
        counted = super().count(bodies)
        self._left -= counted
        if self._left <= 0:
            self.done.set()
        return counted


def counted(site: Site, own: Engine, many: int) -> float:
    """Count everything as one counting process does, its roller beside it; answer facts per second to committed."""
    forget(own)
    fill(site, many)
    counting = Counting(Settings("reporting", site.secrets, "test"), plans(CATALOGUE), [SERVICE])
    counting.counter = watched = Watched(counting.engine, many)
    stop = Event()
    parts = [
        Thread(target=part, args=(stop,), daemon=True) for part in (counting.consume, Rolling(counting.engine).run)
    ]
    begun = time.monotonic()
    for part in parts:
        part.start()
    assert watched.done.wait(300)
    seconds = time.monotonic() - begun
    stop.set()
    for part in parts:
        part.join(30)
    counting.close()
    return many / seconds


def _counted(own: Engine) -> int:
    with transaction(own) as session:
        store.look_at_live(session)
        return totals(session).get(SOURCE, (0, 0))[0]


def forget(own: Engine) -> None:
    """Forget everything that was counted."""
    with transaction(own) as session:
        store.look_at_live(session)
        session.execute(text("TRUNCATE counted, epoch, parcel, member, told, cell"))


def stock(site: Site, servers: Servers, own: Engine, many: int = STOCK_FACTS) -> float:
    """Count as nameko's own event_handler does, one transaction for each event; answer facts per second."""
    forget(own)
    handler = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.stock", servers.broker_uri, site.database_url("reporting")],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert handler.stdout is not None
        assert handler.stdout.readline() == "ready\n"
        publish_as_nameko(servers, many)
        return _pace(own, many)
    finally:
        handler.terminate()
        handler.wait(15)


def streamed(site: Site, own: Engine, many: int = STOCK_FACTS) -> float:
    """Count as a FastStream subscriber of our queue does, a transaction each; answer facts per second."""
    forget(own)
    fill(site, many)
    addresses = (site.broker_uri("reporting"), site.database_url("reporting"))
    subscriber = subprocess.Popen([sys.executable, "-m", "tests.bench.streamed", *addresses])
    try:
        return _pace(own, many)
    finally:
        subscriber.terminate()
        subscriber.wait(15)


def publish_as_nameko(servers: Servers, many: int) -> None:
    """Publish the same facts as plain JSON, which is what a stock handler reads."""
    with connected(servers.broker_uri) as connection, connection.channel() as channel:
        for key, body in visits(many):
            message = Message(body, content_type="application/json", content_encoding="utf-8", delivery_mode=2)
            channel.basic_publish(message, f"{SERVICE}.events", key)


def side_by_side(site: Site, own: Engine, many: int, processes: int) -> float:
    """Count with some processes at once, each with its roller; answer facts per second from the first to the last."""
    forget(own)
    fill(site, many)
    known = environment(NUANDONG_SECRETS=str(site.secrets), NUANDONG_PROFILE="test")
    counters = [subprocess.Popen([sys.executable, "-m", "deploy", "count"], env=known) for _ in range(processes)]
    try:
        return _pace(own, many)
    finally:
        for each in counters:
            each.terminate()
        for each in counters:
            each.wait(15)


def _pace(own: Engine, many: int) -> float:
    """Wait until all is counted; answer facts per second from the first that was seen to be."""
    first, begun = _await_counted(own, 1), time.monotonic()
    return (_await_counted(own, many) - first) / (time.monotonic() - begun)


def _await_counted(own: Engine, enough: int) -> int:
    ends = time.monotonic() + PATIENCE_S
    while (found := _counted(own)) < enough:
        if time.monotonic() > ends:
            raise TimeoutError(f"{found} of {enough} facts were counted in {PATIENCE_S} s")
        time.sleep(0.02)
    return found


def main(site: Site, servers: Servers, many: int = FACTS) -> dict[str, float]:
    """Measure all in one run; drain and counter take turns, and of all turns the middle one counts."""
    site.migrate("reporting")
    for service in CATALOGUE.services:
        with connected(site.broker_uri(service)) as connection:
            declare_exchange(connection, service)
    with connected(site.broker_uri("reporting")) as connection:
        declare_facts_queue(connection, "reporting", [SERVICE])
    own = engine(site.database_url("reporting"), pool_size=2)
    calm_collector()
    rounds = [(drained(site, many), counted(site, own, many)) for _ in range(ROUNDS)]
    drain, ours = (median(each) for each in zip(*rounds, strict=True))
    one, two = (side_by_side(site, own, 2 * many, processes) for processes in (1, 2))
    stream = streamed(site, own)
    handler = stock(site, servers, own)
    own.dispose()
    return {
        "one": one,
        "two": two,
        "cores": float(len(os.sched_getaffinity(0))),
        "drain": drain,
        "ours": ours,
        "stock": handler,
        "stream": stream,
        "of_drain": median(counted / drained for drained, counted in rounds),
        "times_stock": ours / handler,
    }


if __name__ == "__main__":
    with (
        infrastructure.servers(given_addresses=given_servers()) as found,
        tempfile.TemporaryDirectory() as folder,
        provisioned(found, Path(folder)) as made,
    ):
        print(json.dumps(main(made, found)))  # noqa: T201 - its answer
