"""Watchers beside a running site, in a hurry, and the questions a test asks them."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode

from deploy.watching import ALERTMANAGER, PROMETHEUS, Watchers, watchers
from tests.journeys.running import Running

PATIENCE_S = 3
HURRIED = re.compile(r"(\b(?:for|\w+_interval|group_wait): )\d+[sm]\b")


@dataclass(frozen=True)
class Watched:
    """The watchers, and what people were told."""

    watchers: Watchers
    running: Running
    told: list[str]

    def ask(self, expression: str) -> list[dict[str, Any]]:
        """Ask Prometheus; raises what it says of an expression that it does not understand."""
        answer = self._read("/api/v1/query?" + urlencode({"query": expression}))
        return list(answer["data"]["result"])

    def rules(self) -> list[dict[str, Any]]:
        """Give every alert as Prometheus sees it."""
        groups = self._read("/api/v1/rules")["data"]["groups"]
        return [rule for group in groups for rule in group["rules"]]

    def firing(self) -> set[str]:
        """Name the alerts that fire."""
        return {rule["name"] for rule in self.rules() if rule["state"] == "firing"}

    @property
    def awake(self) -> bool:
        """Whether the watchdog hears the watchers."""
        try:
            with urllib.request.urlopen(f"http://{self.watchers.watchdog}/", timeout=5):
                return True
        except (urllib.error.URLError, ConnectionError):
            return False

    def _read(self, path: str) -> Any:
        with urllib.request.urlopen(f"http://{self.watchers.prometheus}{path}", timeout=5) as answer:
            return json.load(answer)


class _Robot(BaseHTTPRequestHandler):
    told: list[str]

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.told.append(said["text"]["content"])
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"errcode": 0, "errmsg": "ok"}')

    def log_message(self, format: str, *values: Any) -> None:
        """Say nothing."""


@contextmanager
def watched(targets: Path, folder: Path) -> Iterator[Watched]:
    """Watch a site for the length of the block, every second instead of every quarter of a minute."""
    told: list[str] = []
    with _robot(told) as address:
        (folder / "robot").write_text(address, encoding="ascii")
        words = ("--patience", str(PATIENCE_S), "--robot", str(folder / "robot"))
        found = watchers(folder, targets, *words, resend="1s")
        for file in (folder / "watching").glob("*.yml"):
            file.write_text(HURRIED.sub(r"\g<1>1s", file.read_text(encoding="utf-8")), encoding="utf-8")
        running = Running(found.processes, folder / "watchers.log")
        running.start(PROMETHEUS, ALERTMANAGER, "watchdog")
        try:
            yield Watched(found, running, told)
        finally:
            running.stop_all()


@contextmanager
def _robot(told: list[str]) -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), type("Telling", (_Robot,), {"told": told})) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
