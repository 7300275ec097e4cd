"""What a keeper measures beside its work: where its log stands, and what waits at the broker for its service."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from threading import Event

from amqp import AMQPError, Connection
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from shared import metrics
from shared.bus import BrokerLost, connect, depth
from shared.database import engine, transaction
from shared.eventlog import waiting
from shared.heartbeat import beat
from shared.settings import Settings
from shared.telemetry import Word, log

LOOK_EVERY_S = 5.0
FIRST_LOOK_S = 0.5

# The slot of this site's backup, where `nuandong backup --follow` ever ran; it stays when the receiver ends.
_BACKUP = text("""
    SELECT active::int AS active, pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint AS behind
    FROM pg_replication_slots
    WHERE slot_name = regexp_replace(current_database(), '_[a-z]+$', '_backup') AND restart_lsn IS NOT NULL
""")


class LogWatch:
    """Looks at a service's log and queues every few seconds, apart from the relay: it sees that one hang."""

    def __init__(self, settings: Settings) -> None:
        """Remember whose log it is."""
        self._settings = settings
        self._engine = engine(settings.database_url, pool_size=1)
        own = settings.service
        frame = [f"{own}.frame"] if own != "portal" else []
        self._queues = QueueWatch(settings.broker_uri, [f"rpc-{own}", *frame])

    def run(self, stop: Event) -> None:
        """Look until told to stop."""
        pause = FIRST_LOOK_S
        with closing(self):
            while not stop.wait(pause):
                self.look()
                pause = LOOK_EVERY_S

    def close(self) -> None:
        """Close the connections to the database and the broker."""
        self._engine.dispose()
        self._queues.close()

    def look(self) -> None:
        """Look once; what cannot be seen now is seen later, and a look that fails is no sign of life."""
        service = self._settings.service
        try:
            with transaction(self._engine) as session:
                stands, backup = waiting(session), session.execute(_BACKUP).one_or_none()
            self._queues.look()
        except (OperationalError, BrokerLost) as error:
            log("watch.later", error=type(error), service=Word(service))
            return
        if backup is not None:
            metrics.BACKUP_ACTIVE.labels(service).set(backup.active)
            metrics.BACKUP_BEHIND.labels(service).set(backup.behind)
        metrics.LOG_HEAD.labels(service).set(stands.head)
        metrics.LOG_PUBLISHED.labels(service).set(stands.published)
        metrics.UNRELAYED_SECONDS.labels(service).set(stands.oldest_s)
        beat("watch")


class QueueWatch:
    """Measures what waits in queues and who takes from them, on one connection for as long as it lasts."""

    def __init__(self, uri: str, queues: Sequence[str]) -> None:
        """Remember what to look at; nothing is opened yet."""
        self._uri = uri
        self._queues = queues
        self._connection: Connection | None = None

    def look(self) -> None:
        """Look once; raises BrokerLost."""
        try:
            # No heartbeats: nobody reads between two looks, and the next one sees whether it is still there.
            self._connection = self._connection or connect(self._uri, heartbeat=0)
            for queue in self._queues:
                found = depth(self._connection, queue)
                metrics.QUEUE_MESSAGES.labels(queue).set(found.messages if found else 0)
                metrics.QUEUE_CONSUMERS.labels(queue).set(found.consumers if found else 0)
        except (AMQPError, OSError) as error:
            self.close()
            raise BrokerLost(type(error).__name__) from error

    def close(self) -> None:
        """Let go of the connection."""
        if self._connection is not None:
            self._connection.collect()
        self._connection = None
