"""A service's keeper: relays its facts, does its due work, keeps its copy of the frame; one leads, others stand by."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime
from threading import Event, Thread
from uuid import UUID

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from shared import clock, metrics
from shared.bus import Batches, BrokerLost, Publisher, connected, declare_frame_queue
from shared.database import engine, transaction
from shared.duty import Due
from shared.frame import refresh
from shared.heartbeat import beat
from shared.identity import enter, trusted_keys
from shared.refusals import Refused
from shared.relay import Relay
from shared.rpc import BrokerAway, DeadlinePassed, RemoteFailure, RpcClient, ServiceTokens, UnknownService
from shared.settings import Settings
from shared.telemetry import Word, log
from shared.trace import following
from shared.watching import LogWatch

STAND_BY_S = 0.5
DUE_EVERY_S, DUE_IDLE_S, LULL = 1.0, 4.0, 1.5
"""How often to look for due work, how seldom at most while nothing is due, and how the pause grows until then."""

REST_S = 60.0
RETRY_S = 5.0
FRAME_EVERY_S = 30.0
LEAVE_WITHIN_S = 8.0

AWAY = (BrokerAway, DeadlinePassed, RemoteFailure, UnknownService, OperationalError)
"""What passes by itself, so that trying again later is the remedy."""

Listing = Callable[[Session, datetime], Sequence[Due]]
Part = Callable[[Event], None]


def keep(settings: Settings, due: Listing, stop: Event, more: Sequence[Part] = ()) -> None:
    """Stand by until leading, then keep the service until told to stop; raises LeadLost, or what made a part fail.

    More parts run beside the usual ones, for as long as this keeper leads.
    """
    publisher = Publisher(settings.broker_uri, f"{settings.service}.events")
    with closing(Relay(settings.database_url, publisher, settings.service)) as relay:
        metrics.LEADS.labels(settings.service).set(0)
        while not relay.lead():
            beat("relay")
            if stop.wait(STAND_BY_S):
                return
        metrics.LEADS.labels(settings.service).set(1)
        log("keeper.leads", service=Word(settings.service))
        with RpcClient(settings, ServiceTokens(settings)) as rpc:
            parts = [relay.run, DueWork(settings, due, rpc).run, LogWatch(settings).run, *more]
            _run(parts if settings.service == "portal" else [*parts, FrameCopy(settings, rpc).run], stop)


class DueWork:
    """Calls the door of whatever is due, under the service's own identity."""

    def __init__(self, settings: Settings, due: Listing, rpc: RpcClient) -> None:
        """Remember whose work it is and who lists it."""
        self._settings = settings
        self._due = due
        self._rpc = rpc
        self._engine = engine(settings.database_url, pool_size=1)
        self._resting: dict[UUID, float] = {}

    def run(self, stop: Event) -> None:
        """Look every second of real time, whatever the domain's clock says; more seldom while nothing is due."""
        pause = DUE_EVERY_S
        try:
            while not stop.wait(pause):
                pause = DUE_EVERY_S if self.round(stop) else min(pause * LULL, DUE_IDLE_S)
        finally:
            self._engine.dispose()

    def round(self, stop: Event) -> int:
        """Do once what is due; what was tried a short while ago rests. Answer how much was due."""
        beat("due")
        try:
            listed = {each.id: each for each in self._listed()}
        except OperationalError as error:
            log("due.not_listed", error=type(error))
            return 0
        metrics.DUE.labels(self._settings.service).set(len(listed))
        self._resting = {id: until for id, until in self._resting.items() if id in listed}
        for id, each in listed.items():
            if stop.is_set():
                break
            beat("due")
            if self._resting.get(id, 0.0) <= time.monotonic():
                with following():
                    outcome, rest = self._call(each)
                metrics.DUE_CALLS.labels(self._settings.service, each.rule, outcome).inc()
                self._resting[id] = time.monotonic() + rest
        return len(listed)

    def _listed(self) -> Sequence[Due]:
        with transaction(self._engine) as session:
            own = self._settings.service
            enter(session, self._rpc.token_for(own), own, trusted_keys(self._settings))
            return self._due(session, clock.now())

    def _call(self, due: Due) -> tuple[str, float]:
        """Call the door; answer how it ended, and for how many seconds to leave it alone."""
        rule = Word(due.rule)
        try:
            self._rpc.call(self._settings.service, due.door, id=due.id, fields=due.fields)
        except Refused as refused:
            for refusal in refused.refusals:
                log("due.refused", rule=rule, refusal=Word(refusal.rule))
            return "refused", REST_S
        except AWAY as error:
            log("due.failed", rule=rule, error=type(error))
            return "failed", RETRY_S
        log("due.done", rule=rule)
        return "done", REST_S


class FrameCopy:
    """Brings the service's copy of the frame up to date: at start, when portal says so, and every half minute."""

    def __init__(self, settings: Settings, rpc: RpcClient) -> None:
        """Remember whose copy it is."""
        self._settings = settings
        self._rpc = rpc

    def run(self, stop: Event) -> None:
        """Listen until told to stop, again and again across losses of the broker."""
        while not stop.is_set():
            beat("frame")
            try:
                self._listen(stop)
            except BrokerLost as error:
                log("frame.unheard", reason=Word(str(error)))
                stop.wait(RETRY_S)

    def _listen(self, stop: Event) -> None:
        with connected(self._settings.broker_uri) as connection:
            declare_frame_queue(connection, self._settings.service)
        again_at = 0.0
        with closing(Batches(self._settings.broker_uri, f"{self._settings.service}.frame", wait=0.0)) as batches:
            for heard in batches:
                beat("frame")
                if stop.is_set():
                    return
                if heard or time.monotonic() >= again_at:
                    again_at = time.monotonic() + self._refresh()
                if heard:
                    batches.ack(heard)

    def _refresh(self) -> float:
        try:
            refresh(self._settings, self._rpc)
        except (Refused, *AWAY) as error:
            log("frame.not_refreshed", error=type(error))
            return RETRY_S
        metrics.FRAME_REFRESHED.labels(self._settings.service).set_to_current_time()
        return FRAME_EVERY_S


class _Part(Thread):
    """A part of the keeper that, ending for whatever reason, ends the whole."""

    def __init__(self, work: Callable[[Event], None], ends: Event) -> None:
        # A daemon, so that a part that hangs in a broker's socket cannot hold the process back.
        super().__init__(name=work.__qualname__, daemon=True)
        self._work = work
        self._ends = ends
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self._work(self._ends)
        except BaseException as error:  # noqa: BLE001 - raised again by the main thread
            self.error = error
        finally:
            self._ends.set()


def _run(works: Sequence[Callable[[Event], None]], stop: Event) -> None:
    parts = [_Part(work, stop) for work in works]
    for part in parts:
        part.start()
    stop.wait()
    latest = time.monotonic() + LEAVE_WITHIN_S
    for part in parts:
        part.join(max(latest - time.monotonic(), 0.0))
    for part in parts:
        if part.error is not None:
            raise part.error
