"""Rebuilding every figure from the sources, beside live traffic, and changing over at one instant."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from services.reporting import store
from services.reporting.fold import Arrival, Counter, Plans, declarations, lacking, narrowed, roll
from services.reporting.rebuild.alone import alone
from services.reporting.rebuild.filling import fill
from services.reporting.rebuild.sources import PAGE, Answer, Sources
from shared.database import error_class, transaction
from shared.ledger import compact
from shared.rpc import DeadlinePassed
from shared.telemetry import Word, log

WORK = "rebuild"
SWAP_WITHIN_S = 2.0
SWAP_TRIES = 20
A_ROLL = 100_000
"""How many facts are rolled at once: nobody reads the shadow, and many facts have most of their cells in common."""

A_PARCEL = 20_000
"""How many facts are folded into one parcel: more of them have an entry in common, and fewer entries are joined."""

LOCK_NOT_GIVEN = "55"
FIRST_NUMBERED_BY_SECONDS = 10**9

Progress = Callable[[str, int, int], None]


class RebuildRefused(Exception):
    """The figures cannot be rebuilt now; the message says what stands in the way."""


class SwapLate(Exception):
    """Changing over would hold the counters back for too long."""


class EpochMoved(Exception):
    """A source began a new epoch in the middle of a rebuild."""


@dataclass
class Pass:
    """How far one service's log is read, and where its part from before the present epoch ends."""

    source: str
    position: int = 0
    inherited: int = 0


def rebuild(
    engine: Engine,
    plans: Plans,
    sources: Sources,
    services: Iterable[str],
    excepted: Collection[int] = (),
    progress: Progress = lambda _service, _position, _head: None,
    *,
    as_declared: bool = True,
    takes_away: bool = False,
) -> None:
    """Count everything again and change over; raises RebuildRefused, EpochMoved, or what a source failed with.

    It counts by everything that is declared, or else by what the live figures are counted by already; only if it
    `takes_away` does it drop an indicator of theirs, or count one otherwise: a version of yesterday would.
    """
    with alone(engine, WORK) as first:
        if not first:
            raise RebuildRefused("another rebuild is running")
        plans = _chosen(engine, plans, as_declared=as_declared, takes_away=takes_away)
        _Rebuild(engine, plans, sources, tuple(services), frozenset(excepted), progress).run()


@dataclass
class _Rebuild:
    engine: Engine
    plans: Plans
    sources: Sources
    services: tuple[str, ...]
    excepted: frozenset[int]
    progress: Progress
    passes: dict[str, Pass] = field(default_factory=dict)
    shadow: str = ""
    unrolled: int = 0
    filled: bool = False

    def run(self) -> None:
        self._clear()
        self._fill()
        for _ in range(SWAP_TRIES):
            # The second reading is short, and so is what is left to count while everybody is held back.
            for service in self.services * 2:
                self._read(service)
            self._roll()
            try:
                self._swap()
            except SwapLate:
                log("rebuild.swap_late")
            else:
                log("rebuild.done", schema=Word(self.shadow))
                return
        raise RebuildRefused("the sources tell faster than a rebuild can follow")

    def _enter(self, session: Session) -> None:
        store.enter(session, self.shadow)

    def _clear(self) -> None:
        self.passes = {service: Pass(self.sources.head(service).source) for service in self.services}
        with transaction(self.engine) as session:
            self.shadow = store.shadow(session)
            self._enter(session)
            session.execute(_CLEAR)
            store.declare(session, declarations(self.plans))
            store.adopt(session, [each.source for each in self.passes.values()])

    def _fill(self) -> None:
        """Read all there is, and make cells of it at once, into tables that are empty still."""
        for service in self.services:
            self._read(service)
        fill(self.engine, self.shadow)
        self.unrolled, self.filled = 0, True

    def _read(self, service: str) -> None:
        """Read a log up to where it ended at the first, for a busy one has no end; some pages come as others count."""
        done = self.passes[service]
        end = self._checked(self.sources.head(service), done).head
        with ThreadPoolExecutor(1) as ahead:
            coming = ahead.submit(self._pages, service, done, done.position, end)
            while (answer := coming.result()).facts:
                done.position = answer.facts[-1].event["position"]
                coming = ahead.submit(self._pages, service, done, done.position, end)
                self._count(done, answer)

    def _pages(self, service: str, done: Pass, position: int, end: int) -> Answer:
        """Ask for the pages of one parcel, or for as many as there are before the end."""
        gathered = Answer(done.source, end, [])
        while position < end and len(gathered.facts) < A_PARCEL:
            answer = self._checked(self.sources.after(service, position), done)
            if not answer.facts:
                break
            gathered.facts.extend(answer.facts)
            position = answer.facts[-1].event["position"]
            self.progress(service, position, answer.head)
        return gathered

    def _count(self, done: Pass, answer: Answer) -> None:
        Counter(self.engine, self.plans, self._enter, measured=False).count_arrivals(answer.facts)
        done.inherited = max(done.inherited, _inherited(done.source, answer.facts))
        self.unrolled += len(answer.facts)
        if self.filled and self.unrolled >= A_ROLL:
            self._roll()

    def _checked(self, answer: Answer, done: Pass) -> Answer:
        if answer.source != done.source:
            raise EpochMoved(answer.source)
        return answer

    def _roll(self) -> None:
        with transaction(self.engine) as session:
            self._enter(session)
            session.execute(_UNHURRIED)
            compact(session)
            while roll(session, A_ROLL):
                pass
        self.unrolled = 0

    def _swap(self) -> None:
        """Hold everybody back, count the rest, make sure that nothing is missing, and change over; raises SwapLate."""
        try:
            with transaction(self.engine) as session:
                session.execute(_IMPATIENT)
                store.hold_swap(session)
                self._change_over(session, _Deadline(SWAP_WITHIN_S))
        except DeadlinePassed as error:
            raise SwapLate from error
        except OperationalError as error:
            if error_class(error) != LOCK_NOT_GIVEN:
                raise
            raise SwapLate from error

    def _change_over(self, session: Session, deadline: _Deadline) -> None:
        was_live = store.live(session)
        self._enter(session)
        old = store.counted_epochs(session, was_live)
        for service, done in self.passes.items():
            rest = store.uncounted(session, was_live, done.source, PAGE + 1)
            self._count_rest(session, service, done, rest, deadline)
        store.settle_parked(session)
        if standing := store.parked_ids(session, self.excepted):
            raise RebuildRefused(f"parked messages stand in the way: {standing}; retry them, or except them by id")
        while roll(session):
            deadline.check()
        self._note_lost(session, was_live, old)
        store.forget_asked(session)
        store.point_at(session, self.shadow)
        deadline.check()

    def _note_lost(self, session: Session, was_live: str, old: Mapping[str, str]) -> None:
        for service, done in self.passes.items():
            if old.get(service, done.source) != done.source:
                store.note_lost(session, was_live, old[service], done.source, done.inherited)

    def _count_rest(self, session: Session, service: str, done: Pass, rest: list[int], deadline: _Deadline) -> None:
        """Count what was counted into the live schema since the log was read."""
        if not rest:
            return
        if len(rest) > PAGE:
            raise SwapLate
        answer = self.sources.at(service, rest, deadline.left())
        self._checked(answer, done)
        Counter(self.engine, self.plans, measured=False).count_in(session, answer.facts)
        gone = len(rest) - len(answer.facts)
        if gone:
            raise RebuildRefused(
                f"{gone} facts that were counted are gone from the log of {service}: "
                f"if it was restored from a backup, begin a new epoch: `nuandong epoch --begin {service}`"
            )
        deadline.check()


def _chosen(engine: Engine, plans: Plans, *, as_declared: bool, takes_away: bool) -> Plans:
    with transaction(engine) as session:
        store.look_at_live(session)
        live = store.declared(session)
    if not as_declared:
        return narrowed(plans, live or declarations(plans))
    if not takes_away and (gone := lacking(plans, live)):
        raise RebuildRefused(
            f"this version would take away, or count otherwise, what is live: {', '.join(gone)}; "
            "if that is meant, say --take-away"
        )
    return plans


class _Deadline:
    """Until when the counters may be held back."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds

    def left(self) -> float:
        return max(self._ends - time.monotonic(), 0.1)

    def check(self) -> None:
        if time.monotonic() > self._ends:
            raise SwapLate


def _inherited(source: str, facts: Iterable[Arrival]) -> int:
    """Tell the last position among facts told before the epoch began; epochs are numbered by the second they begin."""
    began = store.epoch_of(source)
    if began < FIRST_NUMBERED_BY_SECONDS:
        return max((event["position"] for event, _ in facts), default=0)
    return max(
        (event["position"] for event, _ in facts if _seconds(event["loggedat"]) < began),
        default=0,
    )


def _seconds(instant: str) -> float:
    return datetime.fromisoformat(instant).timestamp()


_CLEAR = text("TRUNCATE declared, counted, epoch, parcel, member, told, cell")
_UNHURRIED = text("SELECT set_config('statement_timeout', '10min', true)")
_IMPATIENT = text(f"SELECT set_config('lock_timeout', '{SWAP_WITHIN_S}s', true)")
