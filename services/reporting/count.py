"""The counting process: takes facts from the queue, rolls them into cells, mends what is missing; run any number."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import closing, contextmanager
from functools import partial
from threading import Event, Thread
from typing import TypeVar

from sqlalchemy import Engine

from services.reporting import store
from services.reporting.fold import MOST_FACTS, Counter, Plans, anything_waits, forget, left_over, plans, roll
from services.reporting.indicators import CATALOGUE, Catalogue
from services.reporting.measures import measured, measured_roll
from services.reporting.rebuild import AWAY, EpochMoved, Mender, RebuildRefused, RemoteSources, Sources, alone, rebuild
from services.reporting.watching import CountWatch
from shared.bus import Batches, BrokerLost, Delivery, connected, declare_facts_queue
from shared.database import engine, is_passing, transaction
from shared.heartbeat import beat
from shared.ledger import compact
from shared.refusals import Refused
from shared.rpc import RpcClient, ServiceTokens
from shared.settings import Settings
from shared.telemetry import Word, log

SUBSCRIBER = "reporting"
QUEUE = "reporting.facts"
GATHER_S = 0.1
"""How long a batch gathers: under load that fills it, and what a batch costs is shared by a thousand facts."""

ROLL_EVERY_S = 0.2
IDLE_S, LULL = 0.4, 1.1
"""How seldom at most to roll while no facts come, and how the pause grows until then."""

KEEPING_UP, BEHIND = 0.5, 2.0
"""For how much of the time that a roll took the roller then rests."""

MEND_EVERY_S = 1.0
FORGET_EVERY_S = 600.0
FOLLOW_EVERY_S = 30.0
FEWEST_FACTS = 500
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.1, 5.0
LEAVE_WITHIN_S = 8.0

MENDING = "gaps"

_Done = TypeVar("_Done")


class Stopped(Exception):
    """The process was asked to stop before a batch could be counted; it comes again."""


def count(settings: Settings, stop: Event, catalogue: Catalogue = CATALOGUE) -> None:
    """Count until told to stop; raises what made a part of it fail."""
    calm_collector()
    counting = Counting(settings, plans(catalogue), tuple(catalogue.services))
    with closing(counting), RpcClient(settings, ServiceTokens(settings)) as rpc:
        sources = RemoteSources(rpc)
        watch = CountWatch(counting.engine, settings.broker_uri, tuple(catalogue.services))
        parts = [counting.consume, Rolling(counting.engine).run, watch.run, lambda stop: counting.mend(sources, stop)]
        _run(parts, stop)


def calm_collector() -> None:
    """Let the garbage collector look for cycles seldom: events have none, and it walks through a batch ten times."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


class Counting:
    """The parts of one counting process, which share a database and a look at the queue."""

    def __init__(self, settings: Settings, plans: Plans, services: Sequence[str]) -> None:
        """Read where the database and the broker are; nothing is opened yet."""
        self._uri = settings.broker_uri
        self.engine = engine(settings.database_url)
        self._plans = plans
        self._services = services
        self.counter = Counter(self.engine, plans)
        self._idle = False
        self._follow_at = 0.0

    def close(self) -> None:
        """Close the connections to the database."""
        self.engine.dispose()

    def consume(self, stop: Event) -> None:
        """Count what comes, again and again across losses of the broker."""
        pause = FIRST_PAUSE_S
        while not stop.is_set():
            beat("consume")
            try:
                with connected(self._uri) as connection:
                    declare_facts_queue(connection, SUBSCRIBER, self._services)
                pause = FIRST_PAUSE_S
                self._listen(stop)
            except BrokerLost as error:
                log("count.unheard", reason=Word(str(error)), again_in=pause)
                stop.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE_S)
            except Stopped:
                return

    def _listen(self, stop: Event) -> None:
        """Gather one batch while the one before is counted: each takes its time, and the second waits for the first."""
        with closing(Batches(self._uri, QUEUE, wait=GATHER_S)) as batches:
            counted: Future[Sequence[Delivery]] = _beside(lambda: ())
            try:
                for batch in batches:
                    beat("consume")
                    if done := counted.result():
                        batches.ack(done)
                    if stop.is_set():
                        return
                    counted = _beside(partial(self._taken, batch, stop))
            finally:
                # What was gathered from a connection that is gone comes again, and must not meet itself.
                wait([counted])

    def _taken(self, batch: Sequence[Delivery], stop: Event) -> Sequence[Delivery]:
        """Count a batch and give it back, to be acknowledged; nothing is on its way once nothing new comes."""
        self._idle = not batch
        self._idle = not self._count(batch, stop)
        return batch

    def _count(self, batch: Sequence[Delivery], stop: Event) -> int:
        """Count a batch, however long the database is away: only what is counted may be acknowledged."""
        pause = FIRST_PAUSE_S
        while True:
            beat("consume")
            try:
                return measured(self.counter.count, [each.body for each in batch])
            except Exception as error:
                if not is_passing(error):
                    raise
                log("count.waits", error=type(error), again_in=pause)
            if stop.wait(pause):
                raise Stopped
            pause = min(pause * 2, LONGEST_PAUSE_S)

    def mend(self, sources: Sources, stop: Event) -> None:
        """Fetch what is missing, keep the ledger small, and begin again where a source began a new epoch."""
        mender = Mender(self.engine, sources, self.counter)
        while not stop.wait(MEND_EVERY_S):
            beat("mend")
            with _passing("mend"), alone(self.engine, MENDING) as first:
                if first:
                    mender.round(idle=self._idle)
                    self._compact()
            with _passing("epochs"):
                self._follow_epochs(sources)

    def _compact(self) -> None:
        with transaction(self.engine) as session:
            store.enter_live(session)
            compact(session)

    def _follow_epochs(self, sources: Sources) -> None:
        with transaction(self.engine) as session:
            asked = store.asked_epochs(session)
        if asked and time.monotonic() >= self._follow_at:
            log("epochs.asked", sources=len(asked))
            # What stands in the way of a rebuild seldom goes away within a second.
            self._follow_at = time.monotonic() + FOLLOW_EVERY_S
            # Longer than any other round, so each page of it is a sign of life. What waits for a rebuild goes on
            # waiting: a counter of yesterday's version must not take away what today's has brought.
            follow = partial(rebuild, as_declared=False, progress=lambda *_: beat("mend"))
            follow(self.engine, self._plans, sources, self._services)


class Rolling:
    """Rolls what was counted into cells, a few times each second."""

    def __init__(self, engine: Engine) -> None:
        """Begin with rolls of the usual size."""
        self._engine = engine
        self._looking = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._most = MOST_FACTS
        self._rest = KEEPING_UP
        self._forgotten = 0.0

    def run(self, stop: Event) -> None:
        """Roll until told to stop."""
        pause = ROLL_EVERY_S
        while not stop.wait(pause):
            beat("roll")
            begun, found = time.monotonic(), 0
            with _passing("roll"):
                found = self._roll()
            # Whoever is behind leaves the machine to the counters for most of the time; who finds nothing waits longer.
            longest = ROLL_EVERY_S if found else min(pause * LULL, IDLE_S)
            pause = max(longest, self._rest * (time.monotonic() - begun))

    def _roll(self) -> int:
        if self._forgotten + FORGET_EVERY_S > time.monotonic() and not self._waits():
            return 0
        # A roll that the database ends because it takes too long is tried again with half as much.
        most, self._most = self._most, max(self._most // 2, FEWEST_FACTS)
        with measured_roll() as rolled, transaction(self._engine) as session:
            store.enter_live(session)
            found = roll(session, most)
            rolled(found)
            self._rest = BEHIND if found and left_over(session) >= most else KEEPING_UP
            if time.monotonic() - self._forgotten > FORGET_EVERY_S:
                forget(session)
                self._forgotten = time.monotonic()
        self._most = MOST_FACTS
        return found

    def _waits(self) -> bool:
        with self._looking.connect() as connection:
            return anything_waits(connection)


def _beside(work: Callable[[], _Done]) -> Future[_Done]:
    """Do something beside this thread; a daemon does it, so that a server that hangs cannot hold the process back."""
    outcome: Future[_Done] = Future()

    def done() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:  # noqa: BLE001 - raised again where the outcome is asked for
            outcome.set_exception(error)

    Thread(target=done, daemon=True).start()
    return outcome


@contextmanager
def _passing(work: str) -> Iterator[None]:
    """Let pass what passes by itself: the same work is tried again in a moment."""
    try:
        yield
    except (*AWAY, Refused, RebuildRefused, EpochMoved) as error:
        log("count.later", work=Word(work), error=type(error))
    except Exception as error:
        if not is_passing(error):
            raise
        log("count.later", work=Word(work), error=type(error))


def _run(works: Sequence[Callable[[Event], None]], stop: Event) -> None:
    """Work on all parts until told to stop; a part that ends for whatever reason ends the whole."""
    failures: list[BaseException] = []
    # Daemons, so that a part that hangs in a broker's socket cannot hold the process back.
    parts = [Thread(target=_part, args=(work, stop, failures), daemon=True) for work in works]
    for each in parts:
        each.start()
    stop.wait()
    latest = time.monotonic() + LEAVE_WITHIN_S
    for each in parts:
        each.join(max(latest - time.monotonic(), 0.0))
    if failures:
        raise failures[0]


def _part(work: Callable[[Event], None], stop: Event, failures: list[BaseException]) -> None:
    try:
        work(stop)
    except BaseException as error:  # noqa: BLE001 - raised again by the main thread
        failures.append(error)
    finally:
        stop.set()
