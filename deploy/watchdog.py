"""The watchdog: passes alerts on to people, and tells them when the watchers themselves have fallen silent."""

from __future__ import annotations

import json
import time
import urllib.request
from collections import deque
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Event
from typing import Any

from shared.telemetry import Word, alarm, log

ALWAYS_FIRING = "Watchdog"
LOOK_EVERY_S = 1.0
AGAIN_S = 15.0
MOST_UNTOLD = 100
MOST_BYTES = 1_000_000

Tell = Callable[[str], None]


class Watchdog:
    """Hears Alertmanager say every half minute that all is awake, and minds when it no longer does."""

    def __init__(self, patience: float, tell: Tell | None = None) -> None:
        """Begin to listen; whoever is never heard at all is silent too."""
        self._patience = patience
        self._tell = tell
        self._heard_at = time.monotonic()
        self._untold: deque[str] = deque(maxlen=MOST_UNTOLD)
        self._again_at = 0.0
        self.awake = True

    def hear(self, notice: Mapping[str, Any]) -> None:
        """Take one notice of Alertmanager: a sign of life, or something for people."""
        for alert in notice["alerts"]:
            name, firing = alert["labels"]["alertname"], alert["status"] == "firing"
            if name != ALWAYS_FIRING:
                self._pass_on(name, alert, firing=firing)
            elif firing:
                self._heard_at = time.monotonic()

    def look(self) -> None:
        """Mind the silence, and tell what could not be told before."""
        silent = time.monotonic() - self._heard_at
        if self.awake and silent > self._patience:
            self.awake = False
            alarm("watchers.silent", seconds=round(silent))
            self._untold.append(f"【暖冬】监控已沉默 {silent:.0f} 秒:Prometheus 或 Alertmanager 可能已停止")
        elif not self.awake and silent <= self._patience:
            self.awake = True
            log("watchers.back")
            self._untold.append("【暖冬】监控已恢复")
        self._tell_people()

    def _pass_on(self, name: str, alert: Mapping[str, Any], *, firing: bool) -> None:
        (alarm if firing else log)("alert.firing" if firing else "alert.over", alert=Word(name))
        said = alert.get("annotations", {}).get("summary", name)
        self._untold.append(f"【暖冬】{'告警' if firing else '解除'} {name}:{said}")

    def _tell_people(self) -> None:
        if self._tell is None:
            self._untold.clear()
        elif self._untold and time.monotonic() >= self._again_at:
            try:
                self._tell("\n".join(self._untold))
            except OSError as error:
                alarm("watchdog.untold", error=type(error), messages=len(self._untold))
                self._again_at = time.monotonic() + AGAIN_S
            else:
                self._untold.clear()


def robot(address: str) -> Tell:
    """Tell through a group's robot: WeCom and DingTalk take text in the same form."""

    def tell(words: str) -> None:
        body = json.dumps({"msgtype": "text", "text": {"content": words}}).encode()
        request = urllib.request.Request(address, body, {"Content-Type": "application/json"})  # noqa: S310 - the operator's own
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - likewise
            # Both answer 200 whatever they think of it, and say inside whether they took it.
            if b'"errcode":0' not in answer.read(MOST_BYTES).replace(b" ", b""):
                raise ConnectionRefusedError("the robot did not take it")

    return tell


def watch(watchdog: Watchdog, host: str, port: int, stop: Event) -> None:
    """Listen for Alertmanager, and answer whoever asks whether the watchers are awake, until told to stop."""
    with _Ear(watchdog, (host, port)) as ear:
        log("watchdog.listens", port=ear.server_port)
        while not stop.is_set():
            ear.handle_request()
            watchdog.look()


class _Ear(HTTPServer):
    """Takes one request at a time, and returns every second so that the silence is minded."""

    timeout = LOOK_EVERY_S

    def __init__(self, watchdog: Watchdog, address: tuple[str, int]) -> None:
        self.watchdog = watchdog
        super().__init__(address, _Request)


class _Request(BaseHTTPRequestHandler):
    """A notice by POST, or the question whether the watchers are awake: 200 while they are heard, else 503."""

    timeout = 5  # whoever says nothing must not keep the watchdog from looking
    server: _Ear

    def do_POST(self) -> None:
        """Take a notice."""
        length = min(int(self.headers.get("Content-Length") or 0), MOST_BYTES)
        try:
            self.server.watchdog.hear(json.loads(self.rfile.read(length)))
        except (KeyError, TypeError, ValueError) as error:
            log("notice.unreadable", error=type(error))
            self._answer(HTTPStatus.BAD_REQUEST)
        else:
            self._answer(HTTPStatus.OK)

    def do_GET(self) -> None:
        """Answer whether the watchers are awake."""
        self._answer(HTTPStatus.OK if self.server.watchdog.awake else HTTPStatus.SERVICE_UNAVAILABLE)

    def _answer(self, status: HTTPStatus) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *values: Any) -> None:
        """Leave the library's own lines out: they quote what was asked."""
