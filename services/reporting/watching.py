"""What the counting process measures beside its work: how the live schema stands, and what waits in its queues."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

from sqlalchemy import Engine

from services.reporting import measures, store
from shared.bus import BrokerLost
from shared.database import is_passing, transaction
from shared.heartbeat import beat
from shared.telemetry import log
from shared.watching import FIRST_LOOK_S, LOOK_EVERY_S, QueueWatch

QUEUES = ("reporting.facts", "reporting.facts.dead")
LATELY = timedelta(minutes=1)
QUANTILES = {"0.5": "p50", "0.95": "p95", "0.99": "p99"}


class CountWatch:
    """Looks at the roll-up every few seconds, apart from the counting: it sees that one hang."""

    def __init__(self, engine: Engine, uri: str, services: Sequence[str]) -> None:
        """Remember what to look at."""
        self._engine = engine
        self._queues = QueueWatch(uri, QUEUES)
        self._services = services

    def run(self, stop: Event) -> None:
        """Look until told to stop; a look that fails is no sign of life."""
        pause = FIRST_LOOK_S
        with closing(self):
            while not stop.wait(pause):
                pause = LOOK_EVERY_S
                self._look_patiently()

    def close(self) -> None:
        """Close the connection to the broker; the engine is the counter's."""
        self._queues.close()

    def _look_patiently(self) -> None:
        try:
            self.look()
        except Exception as error:
            if not isinstance(error, BrokerLost) and not is_passing(error):
                raise
            log("watch.later", error=type(error))
        else:
            beat("watch")

    def look(self) -> None:
        """Look once."""
        with transaction(self._engine) as session:
            store.look_at_live(session)
            stands = store.status(session, self._services)
            lag = store.lag(session, datetime.now(UTC) - LATELY)
        for quantile, name in QUANTILES.items():
            measures.VISIBLE_SECONDS.labels(quantile).set((getattr(lag, name) or 0) / 1000)
        measures.WAITING_FACTS.set(stands["waiting"]["facts"])
        measures.PARKED_NOW.set(stands["parked"])
        measures.EPOCHS_ASKED.set(len(stands["epochs_asked"]))
        for source in stands["sources"]:
            _show(source)
        self._queues.look()


def _show(source: dict[str, Any]) -> None:
    service = source["service"]
    measures.MISSING.labels(service).set(source["missing"])
    measures.MISSING_SECONDS.labels(service).set(source["seconds_behind"] or 0.0)
    measures.LOG_SHORT.labels(service).set(source["alarm"])
    # Whoever was never heard is silent without end, not without a number: nobody would be alarmed by that.
    silent = source["seconds_silent"]
    measures.SILENT_SECONDS.labels(service).set(float("inf") if silent is None else silent)
