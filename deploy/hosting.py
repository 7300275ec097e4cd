"""Runs the plain processes until somebody asks them to stop."""

from __future__ import annotations

import signal
import sys
from importlib import import_module
from threading import Event

from shared.keeper import Part, keep
from shared.metrics import offer
from shared.relay import LeadLost
from shared.settings import Settings, settings
from shared.telemetry import alarm, configure

STOPPED_WITHIN_S = 20
"""Whatever hangs then, the kernel ends the process: what was not committed comes again."""


def stopping() -> Event:
    """Give an event that is set when somebody asks the process to stop."""
    stop = Event()

    def asked(*_: object) -> None:
        signal.alarm(STOPPED_WITHIN_S)
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, asked)
    return stop


def keep_service(service: str) -> None:
    """Keep a service until told to stop; a lost lead ends the process, which its supervisor starts again."""
    configure(f"keep-{service}")
    offer(f"keep-{service}")
    due = import_module(f"services.{service}.store").due
    known = settings(service)
    try:
        keep(known, due, stopping(), _more(known))
    except LeadLost as error:
        alarm("lead_lost", error=type(error))
        sys.exit(1)


def _more(known: Settings) -> list[Part]:
    """Name what only one service's keeper does: reporting's sends reminders and states the published table."""
    if known.service != "reporting":
        return []
    sender: Part = import_module("services.reporting.notices").Sender(known).run
    stating: Part = import_module("services.reporting.sharing.daily").Stating(known).run
    return [sender, stating]
