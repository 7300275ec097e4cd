"""An empty log in a real database, and a real queue that hears it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import pytest
from sqlalchemy import Engine, create_engine, text

from shared.bus import Batches, Publisher, connected, declare_exchange, declare_facts_queue
from shared.database import driver_url, engine, transaction
from shared.eventlog import tell_many
from shared.relay import Relay
from tests.conftest import Site
from tests.shared.lamps import lamps
from tests.shared.vaulting import Doors, village

NOW = datetime(2021, 12, 5, 9, 30, tzinfo=UTC)

EMPTY = """
    ALTER TABLE event_log DISABLE TRIGGER USER;
    TRUNCATE event_log RESTART IDENTITY;
    ALTER TABLE event_log ENABLE TRIGGER USER;
    UPDATE relay SET head = 0, published = 0;
    DELETE FROM epoch WHERE number > 1;
    UPDATE epoch SET database_oid = (SELECT oid FROM pg_database WHERE datname = current_database())
"""

END_LEAD = """
    SELECT pg_terminate_backend(pid) FROM pg_locks
    WHERE locktype = 'advisory' AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@dataclass(frozen=True)
class Log:
    """One service's empty log, seen by the service and by its database's owner."""

    url: str
    app: Engine
    owner: Engine

    def tell(self, many: int) -> list[UUID]:
        """Tell some facts and commit; give their ids."""
        told = list(lamps(many))
        with transaction(self.app) as session:
            tell_many(session, told, NOW)
        return [fact_id for _, fact_id in told]

    def ask(self, query: str, **values: Any) -> list[Any]:
        """Ask as the owner, and commit."""
        with self.owner.begin() as connection:
            result = connection.execute(text(query), values)
            return list(result.all()) if result.returns_rows else []

    def end_lead(self) -> None:
        """Terminate the connection that holds the lead."""
        with transaction(self.app) as session:
            session.execute(text(END_LEAD))

    @property
    def positions(self) -> dict[int, UUID]:
        """Which fact stands at which position."""
        return {row.position: row.fact_id for row in self.ask("SELECT * FROM event_log WHERE position IS NOT NULL")}

    @property
    def mark(self) -> int:
        """How far the log is published."""
        return int(self.ask("SELECT published FROM relay")[0].published)


@pytest.fixture(scope="session")
def _engines(site: Site) -> Iterator[tuple[Engine, Engine]]:
    site.migrate("outreach")
    app, owner = engine(site.database_url("outreach")), create_engine(driver_url(site.owner_url("outreach")))
    yield app, owner
    app.dispose()
    owner.dispose()


@pytest.fixture
def log(site: Site, _engines: tuple[Engine, Engine]) -> Log:
    """Give an empty log."""
    made = Log(site.database_url("outreach"), *_engines)
    made.ask(EMPTY)
    return made


@dataclass
class Heard:
    """Everything that reached the queue, in order, with every repetition."""

    uri: str
    events: list[dict[str, Any]] = field(default_factory=list)

    def listen(self, wanted: int) -> list[dict[str, Any]]:
        """Take what comes until nothing comes; wait longer while fewer facts came than wanted."""
        batches, deadline = Batches(self.uri, "reporting.facts", idle=0.3), time.monotonic() + 20
        for batch in batches:
            if batch:
                self.events += [orjson.loads(each.body) for each in batch]
                batches.ack(batch)
            elif len(self.facts) >= wanted or time.monotonic() > deadline:
                break
        batches.close()
        return self.facts

    @property
    def facts(self) -> list[dict[str, Any]]:
        """The facts that came, with every repetition."""
        return [event for event in self.events if event["type"] != "HeadTold"]

    def by_position(self, wanted: int) -> dict[int, UUID]:
        """Tell which fact came at which position; the same position twice must be the very same event."""
        first: dict[int, dict[str, Any]] = {}
        for event in self.listen(wanted):
            assert first.setdefault(event["position"], event) == event
        return {position: UUID(event["id"]) for position, event in first.items()}

    @property
    def heads(self) -> list[int]:
        """The heads that were told."""
        return [event["data"]["head"] for event in self.events if event["type"] == "HeadTold"]


@pytest.fixture
def heard(site: Site) -> Heard:
    """Bind an empty queue to the log's exchange."""
    with connected(site.broker_uri("outreach")) as connection:
        declare_exchange(connection, "outreach")
    with connected(site.broker_uri("reporting")) as connection:
        with connection.channel() as channel:
            channel.queue_delete("reporting.facts")
        declare_facts_queue(connection, "reporting", ["outreach"])
    return Heard(site.broker_uri("reporting"))


class Relays:
    """Makes relays for one log, and ends them all."""

    def __init__(self, url: str, uri: str) -> None:
        self._url = url
        self.uri = uri
        self._made: list[Relay] = []

    def __call__(self, publisher: Publisher | None = None) -> Relay:
        """Make one more."""
        self._made.append(Relay(self._url, publisher or Publisher(self.uri, "outreach.events"), "outreach"))
        return self._made[-1]

    def end(self) -> None:
        """Close every one."""
        for relay in self._made:
            relay.close()


@pytest.fixture
def relays(site: Site, log: Log) -> Iterator[Relays]:
    """Give a maker of relays."""
    made = Relays(log.url, site.broker_uri("outreach"))
    yield made
    made.end()


@pytest.fixture
def doors(site: Site) -> Iterator[Doors]:
    """Give the doors of a service with an empty vault."""
    with village(site) as made:
        yield made
