"""States the published table each morning, beside the doors: it takes seconds of a processor for each month."""

from __future__ import annotations

from datetime import date
from threading import Event

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from services.reporting import store
from services.reporting.sharing.stating import publish
from shared import clock, frame
from shared.database import engine, transaction
from shared.heartbeat import beat
from shared.settings import Settings
from shared.telemetry import log

EVERY_S = 1.0


class Stating:
    """The part of reporting's keeper that states the published table."""

    def __init__(self, settings: Settings) -> None:
        """Remember whose table it is; nothing is opened yet."""
        self._engine = engine(settings.database_url, pool_size=1)

    def run(self, stop: Event) -> None:
        """State whatever waits, a period at a time, until told to stop."""
        try:
            while not stop.wait(EVERY_S):
                self._round(stop)
        finally:
            self._engine.dispose()

    def _round(self, stop: Event) -> None:
        try:
            while not stop.is_set() and state_one(self._engine):
                pass
        except OperationalError as error:
            log("published.not_stated", error=type(error))


def state_one(database: Engine) -> bool:
    """State the period that has waited longest, if one waits."""
    beat("published")
    with transaction(database) as session:
        waits = store.waiting_to_be_stated(session, clock.now())
    if waits is None:
        return False
    state(database, *waits)
    log("published.stated")
    return True


def state(database: Engine, period: str, day: date) -> None:
    """State a period as of a day, unless that was done; who comes second waits and finds it done."""
    with transaction(database) as session:
        store.publish_alone(session)
        last = store.edition_of(session, period)
        if last is None or last.day < day:
            publish(session, frame.current(session), period, day)
