"""The relay: numbers what was told, publishes it in that order, remembers how far; nothing is lost or renumbered."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from sqlalchemy import NullPool, Row, create_engine, func, select, text, update
from sqlalchemy.exc import InterfaceError, OperationalError, ResourceClosedError
from sqlalchemy.orm import Session

from shared.bus import NotConfirmed, Publisher
from shared.database import driver_url
from shared.eventlog import begin_epoch_if_moved, head_body, relay, source, told_after
from shared.heartbeat import beat
from shared.metrics import NOT_CONFIRMED, RELAYED
from shared.telemetry import Word, log

BATCH = 5_000
PAUSE_S, IDLE_S, LULL = 0.1, 0.25, 1.25
"""How soon to look again after something came, how soon at the latest while nothing does, and how the pause grows."""

HEAD_EVERY_S, HEAD_IDLE_S = 1.0, 3.0
"""How often the end of the log is told while facts go out; the pause grows in a lull as the other does."""

LONGEST_PAUSE_S = 5.0

# The server notices within seconds that a keeper's machine is gone, and so lets another keeper lead.
_WATCHFUL = (
    "-c timezone=UTC -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"
    " -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3"
)

_NUMBER = text("""
    WITH waiting AS (SELECT id FROM event_log WHERE position IS NULL ORDER BY id LIMIT :most),
         numbered AS (SELECT id, :head + row_number() OVER (ORDER BY id) AS position FROM waiting),
         done AS (UPDATE event_log SET position = numbered.position FROM numbered
                  WHERE event_log.id = numbered.id RETURNING event_log.id)
    SELECT count(*) FROM done
""")

# Asked by every keeper all day, mostly in vain: a session around it would cost more than the question.
_WAITING = text("""
    SELECT head, published, EXISTS (SELECT FROM event_log WHERE position IS NULL) AS unnumbered FROM relay
""")


class LeadLost(Exception):
    """The connection that held the lead is gone; the process has to end, for another may lead by now."""


class Relay:
    """One service's relay: one unpooled connection holds the lead, numbers and marks; nothing is kept in memory."""

    def __init__(self, url: str, publisher: Publisher, service: str) -> None:
        """Connect to the service's database."""
        engine = create_engine(
            driver_url(url), poolclass=NullPool, connect_args={"options": _WATCHFUL, "connect_timeout": 5}
        )
        self._connection = engine.connect()
        self._publisher = publisher
        self._service = service

    def lead(self) -> bool:
        """Try to become the one keeper that leads; the lead lasts as long as the connection."""
        with self._transaction() as session:
            led = bool(session.scalar(select(func.pg_try_advisory_lock(func.hashtextextended("keeper", 0)))))
            if led:
                begin_epoch_if_moved(session)
        return led

    def number(self) -> int:
        """Give the next positions to committed facts that have none, without a gap; answer how many."""
        with self._transaction() as session:
            # A statement of its own: the next one's snapshot then begins after any other relay's numbering ended.
            head = session.execute(select(relay.c.head).with_for_update()).scalar_one()
            numbered = int(session.scalars(_NUMBER, {"most": BATCH, "head": head}).one())
            session.execute(update(relay).values(head=head + numbered))
        return numbered

    def publish(self) -> int:
        """Publish the facts after the mark and await all confirms; answer the last position that is out."""
        with self._transaction() as session:
            mark = session.scalars(select(relay.c.published)).one()
            # Asked each time, for an operator may begin an epoch beside a running keeper.
            told = told_after(session, source(session, self._service), mark, BATCH)
        self._publisher.publish((each.type, each.body.encode()) for each in told)
        RELAYED.labels(self._service).inc(len(told))
        return told[-1].position if told else mark

    def mark(self, position: int) -> None:
        """Remember that everything up to a position is published."""
        with self._transaction() as session:
            session.execute(update(relay).values(published=func.greatest(relay.c.published, position)))

    def tell_head(self) -> None:
        """Tell how far the log is published, so that a reader misses even the last fact."""
        with self._transaction() as session:
            head = head_body(source(session, self._service), session.scalars(select(relay.c.published)).one())
        self._publisher.publish([("HeadTold", head)], mandatory=False)

    def step(self) -> int:
        """Number, publish and mark what waits, a batch at most; answer how many facts went out."""
        waiting = self._waiting()
        if not (waiting.unnumbered and self.number()) and waiting.published >= waiting.head:
            return 0
        position = self.publish()
        self.mark(position)
        return int(position - waiting.published)

    def run(self, stop: Event) -> None:
        """Relay until told to stop; raises LeadLost."""
        head_told, head_pause, pause = 0.0, HEAD_EVERY_S, PAUSE_S
        while not stop.is_set():
            beat("relay")
            try:
                sent = self.step()
                pause = _pause_after(sent, pause)
                head_pause = HEAD_EVERY_S if sent else head_pause
                if time.monotonic() - head_told >= head_pause:
                    self.tell_head()
                    head_told, head_pause = time.monotonic(), min(head_pause * LULL, HEAD_IDLE_S)
            except NotConfirmed as error:
                pause = min(max(pause, PAUSE_S) * 2, LONGEST_PAUSE_S)
                NOT_CONFIRMED.labels(self._service).inc()
                log("relay.not_confirmed", reason=Word(str(error)), again_in=pause)
            stop.wait(pause)

    def close(self) -> None:
        """Give up the lead."""
        self._publisher.close()
        self._connection.close()

    def _waiting(self) -> Row[tuple[int, int, bool]]:
        with self._watched(), self._connection.begin():
            return self._connection.execute(_WAITING).one()

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        with self._watched(), Session(self._connection) as session, session.begin():
            yield session

    @contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, InterfaceError, ResourceClosedError) as error:
            # Closed for good: SQLAlchemy would otherwise connect anew, without the lock.
            self._connection.close()
            raise LeadLost(type(error).__name__) from error


def _pause_after(sent: int, pause: float) -> float:
    """Look again at once behind a full batch, soon behind any, and ever more seldom while nothing comes."""
    if sent:
        return 0.0 if sent >= BATCH else PAUSE_S
    return min(max(pause, PAUSE_S) * LULL, IDLE_S)
