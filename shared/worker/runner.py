"""Serves a service's doors until it is told to stop, however the broker fares."""

from __future__ import annotations

import logging
import os
import signal
import sys
from typing import Any

import eventlet
import orjson
from nameko.runners import ServiceRunner

from shared.green import must_be_green
from shared.heartbeat import beat
from shared.metrics import offer
from shared.settings import Settings
from shared.telemetry import Word, alarm, configure, log
from shared.worker.transactions import WORKERS

GRACE_S = 8.0
PAUSE_S = 0.5


def encode(content: Any) -> str:
    """Write an answer as JSON: ids, dates and codes as text."""
    return orjson.dumps(content).decode()


SERIALIZERS = {
    "orjson": {
        "encoder": f"{__name__}.encode",
        "decoder": "orjson.loads",
        "content_type": "application/json",
        "content_encoding": "utf-8",
    }
}


class Asked:
    """Whether somebody asked the process to stop; a signal's handler may do no more than remember it."""

    def __init__(self) -> None:
        """Listen for the signals that ask."""
        self.to_stop = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._heard)

    def _heard(self, _number: int, _frame: Any) -> None:
        self.to_stop = True


def serve(known: Settings, service: type) -> None:
    """Serve until SIGTERM or SIGINT, then end within ten seconds; begin anew whenever nameko dies."""
    must_be_green()
    configure(f"serve-{known.service}")
    offer(f"serve-{known.service}")
    asked, runner = Asked(), _runner(known, service)
    running = eventlet.spawn(_run, runner)
    log("serving", service=Word(known.service))
    while not asked.to_stop and not running.dead:
        beat("serve")
        eventlet.sleep(0.1)
    if not asked.to_stop:
        _begin_anew()
    _stop(runner, running)


def _runner(known: Settings, service: type) -> ServiceRunner:
    # a door's failure is reported by the door; nameko's own report would quote it
    logging.getLogger("nameko").setLevel(logging.CRITICAL)
    config = {
        "AMQP_URI": known.broker_uri,
        "max_workers": WORKERS,
        "heartbeat": 10,
        "serializer": "orjson",
        "SERIALIZERS": SERIALIZERS,
    }
    runner = ServiceRunner(config)
    runner.add_service(service)
    return runner


def _run(runner: ServiceRunner) -> None:
    try:
        runner.start()
        runner.wait()
    except Exception as error:  # noqa: BLE001 - whatever ended nameko, the process begins anew
        alarm("service_died", error=type(error))


def _begin_anew() -> None:
    eventlet.sleep(PAUSE_S)
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - ourselves, with our own words


def _stop(runner: ServiceRunner, running: Any) -> None:
    # without a broker nameko would wait for ever for its consumers to end
    eventlet.spawn_after(GRACE_S, os._exit, 0)
    runner.stop()
    running.wait()
