"""From event_log to confirmed by the broker: our relay, and one that takes a row at a time."""

from __future__ import annotations

import json
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from deploy import infrastructure
from shared.bus import Publisher, connected, declare_exchange, declare_facts_queue
from shared.database import engine, transaction
from shared.eventlog import event_log, tell_many, told_after
from shared.relay import Relay
from shared.settings import given_servers
from tests.conftest import Site, provisioned
from tests.shared.lamps import lamps

SERVICE = "outreach"
BACKLOG = 30_000
SINGLE_ROWS = 1_500


def tell(own: Engine, many: int) -> None:
    """Tell a backlog of facts."""
    waiting = lamps(many)
    while some := list(islice(waiting, 10_000)):
        with transaction(own) as session:
            tell_many(session, some, datetime.now(UTC))


def ours(site: Site, own: Engine, many: int = BACKLOG) -> float:
    """Relay a backlog as the keeper does; answer facts per second."""
    tell(own, many)
    publisher = Publisher(site.broker_uri(SERVICE), f"{SERVICE}.events")
    with closing(Relay(site.database_url(SERVICE), publisher, SERVICE)) as relay:
        relay.tell_head()
        begun = time.monotonic()
        while relay.step():
            pass
        return many / (time.monotonic() - begun)


def row_at_a_time(site: Site, own: Engine, many: int = SINGLE_ROWS) -> float:
    """Relay as most outboxes do: each row is locked, published, confirmed, marked and committed by itself."""
    tell(own, many)
    waiting = select(event_log.c.id).where(event_log.c.position.is_(None)).order_by(event_log.c.id).limit(1)
    with closing(Publisher(site.broker_uri(SERVICE), f"{SERVICE}.events")) as publisher, own.connect() as connection:
        publisher.publish([])
        begun = time.monotonic()
        for position in range(BACKLOG + 1, BACKLOG + 1 + many):
            with Session(connection) as session, session.begin():
                row = session.scalars(waiting.with_for_update(skip_locked=True)).one()
                session.execute(update(event_log).where(event_log.c.id == row).values(position=position))
                (told,) = told_after(session, f"{SERVICE}/1", position - 1, 1)
                publisher.publish([(told.type, told.body.encode())])
        return many / (time.monotonic() - begun)


def main(site: Site) -> dict[str, float]:
    """Measure both in one run, on one database, into one queue."""
    site.migrate(SERVICE)
    with connected(site.broker_uri(SERVICE)) as connection:
        declare_exchange(connection, SERVICE)
    with connected(site.broker_uri("reporting")) as connection:
        declare_facts_queue(connection, "reporting", [SERVICE])
    own = engine(site.database_url(SERVICE), pool_size=1)
    figures = {"ours": ours(site, own), "row_at_a_time": row_at_a_time(site, own)}
    own.dispose()
    return figures


if __name__ == "__main__":
    with (
        infrastructure.servers(given_addresses=given_servers()) as found,
        tempfile.TemporaryDirectory() as folder,
        provisioned(found, Path(folder)) as made,
    ):
        print(json.dumps(main(made)))  # noqa: T201 - its answer
