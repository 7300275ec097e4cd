"""Mending gaps: what a source says it told and nobody counted is fetched from its log."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Engine

from services.reporting import store
from services.reporting.fold import Counter
from services.reporting.measures import GAPS_MENDED
from services.reporting.rebuild.sources import AWAY, Sources
from shared.database import transaction
from shared.ledger import missing, totals
from shared.refusals import Refused
from shared.telemetry import Word, alarm, log

A_ROUND = 1_000


class Mender:
    """Compares what was told with what was counted, and fetches the difference."""

    def __init__(self, engine: Engine, sources: Sources, counter: Counter) -> None:
        """Remember whom to ask and how to count."""
        self._engine = engine
        self._sources = sources
        self._counter = counter
        self._earlier: dict[str, int] = {}

    def round(self, *, idle: bool) -> int:
        """Mend what is missing for long, or since the round before if nothing is on its way; answer how many facts."""
        with transaction(self._engine) as session:
            store.look_at_live(session)
            current = sorted(store.epochs(session).items())
            # Mostly all of them, all day: one question spares six a source.
            whole = store.note_plainly_whole(session)
        self._earlier |= whole
        return sum(
            self._patiently_mend(service, source, idle=idle) for service, source in current if source not in whole
        )

    def _patiently_mend(self, service: str, source: str, *, idle: bool) -> int:
        """Mend one source; while it is away, the others are mended all the same."""
        try:
            return self._mend(service, source, idle=idle)
        except (Refused, *AWAY) as error:
            log("gaps.later", source=Word(source), error=type(error))
            return 0

    def _mend(self, service: str, source: str, *, idle: bool) -> int:
        holes, known = self._holes(source, idle=idle)
        if known:
            self._check_end(service, source, known)
        if not holes:
            return 0
        answer = self._sources.at(service, holes)
        if answer.source != source:
            with transaction(self._engine) as session:
                store.look_at_live(session)
                store.ask_for_epochs(session, [answer.source])
            return 0
        mended = self._counter.count_arrivals(answer.facts)
        GAPS_MENDED.labels(service).inc(mended)
        log("gaps.mended", source=Word(source), missing=len(holes), mended=mended)
        if len(answer.facts) < len(holes):
            alarm("gaps.gone_from_log", source=Word(source), positions=len(holes) - len(answer.facts))
        return mended

    def _holes(self, source: str, *, idle: bool) -> tuple[Sequence[int], int]:
        """List what is to be fetched; and tell the last position counted, if it lies beyond the head that was told."""
        with transaction(self._engine) as session:
            store.look_at_live(session)
            head, settled = store.heads(session).get(source, (0, 0))
            apart = store.parked_positions(session, source)
            upto = max(settled, self._earlier.get(source, 0) if idle else 0)
            self._earlier[source] = head
            holes = missing(session, source, upto, apart, A_ROUND)
            if not missing(session, source, head, apart, 1):
                store.note_whole(session, source)
            _, last = totals(session).get(source, (0, 0))
            if last <= head:
                store.note_end(session, source, short=False)
        return holes, last if last > head else 0

    def _check_end(self, service: str, source: str, last: int) -> None:
        """Raise the alarm if a log ends before what was counted from it: the head that was told may only be late."""
        answer = self._sources.head(service)
        if answer.source == source and answer.head < last:
            with transaction(self._engine) as session:
                store.note_end(session, source, short=True)
            alarm("head.below_counted", source=Word(source), head=answer.head, counted=last)
