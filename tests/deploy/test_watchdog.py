"""The watchdog: what it hears, what it passes on, and what it says when nobody speaks to it any more."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Event, Thread
from typing import Any

import pytest

from deploy import watchdog as room
from deploy.infrastructure.addresses import free_port
from deploy.watchdog import Watchdog, robot, watch
from tests.eventually import eventually

AWAKE = {"alerts": [{"status": "firing", "labels": {"alertname": "Watchdog"}}]}
STUCK = {
    "alerts": [
        {"status": "firing", "labels": {"alertname": "RelayStuck"}, "annotations": {"summary": "jobs 的事实滞留"}},
        {
            "status": "resolved",
            "labels": {"alertname": "FrameOld"},
            "annotations": {"summary": "jobs 的目录已过时"},
        },
    ]
}


class Clock:
    """Real time as the test likes it."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now = 1_000.0
        patch.setattr("deploy.watchdog.time.monotonic", lambda: self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def test_silence_is_told_once_and_so_is_its_end(clock: Clock) -> None:
    told: list[str] = []
    dog = Watchdog(60, told.append)
    for _ in range(5):
        clock.now += 30
        dog.hear(AWAKE)
        dog.look()
    assert told == []

    for _ in range(5):
        clock.now += 30
        dog.look()
    assert [len(told), dog.awake is False, "监控已沉默 90 秒" in told[0]] == [1, True, True]

    dog.hear(AWAKE)
    dog.look()
    assert dog.awake is True
    assert told[1:] == ["【暖冬】监控已恢复"]


def test_whoever_is_never_heard_is_silent_too(clock: Clock) -> None:
    dog = Watchdog(60)
    clock.now += 61
    dog.look()
    assert dog.awake is False


def test_an_alertmanager_that_no_longer_hears_from_prometheus_is_no_sign_of_life(clock: Clock) -> None:
    dog = Watchdog(60)
    clock.now += 61
    dog.hear({"alerts": [{"status": "resolved", "labels": {"alertname": "Watchdog"}}]})
    dog.look()
    assert dog.awake is False


def test_alerts_are_passed_on_in_one_message_and_are_no_sign_of_life(clock: Clock) -> None:
    told: list[str] = []
    dog = Watchdog(60, told.append)
    clock.now += 61
    dog.hear(STUCK)
    dog.look()
    [message] = told
    first, second, third = message.splitlines()
    assert first == "【暖冬】告警 RelayStuck:jobs 的事实滞留"
    assert second == "【暖冬】解除 FrameOld:jobs 的目录已过时"
    assert "沉默" in third


def test_what_cannot_be_told_is_told_later(clock: Clock) -> None:
    told: list[str] = []
    reachable: list[bool] = []

    def tell(words: str) -> None:
        if not reachable:
            raise ConnectionRefusedError
        told.append(words)

    dog = Watchdog(600, tell)
    dog.hear(STUCK)
    dog.look()
    reachable.append(True)
    dog.look()
    assert told == []

    clock.now += room.AGAIN_S
    dog.look()
    assert len(told) == 1


class Robot(BaseHTTPRequestHandler):
    """A group's robot, which keeps what it was told."""

    heard: list[Any]

    def do_POST(self) -> None:
        self.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"errcode": 0}' if "恢复" in self.heard[-1]["text"]["content"] else b'{"errcode": 310000}')

    def log_message(self, format: str, *values: Any) -> None:
        """Say nothing."""


@contextmanager
def a_robot() -> Iterator[tuple[str, list[Any]]]:
    """Run a robot for the length of the block; give its address and what it heard."""
    heard: list[Any] = []
    with HTTPServer(("127.0.0.1", 0), type("Hearing", (Robot,), {"heard": heard})) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/", heard
        finally:
            server.shutdown()
            thread.join()


def test_a_robot_is_told_in_the_form_of_wecom_and_dingtalk() -> None:
    with a_robot() as (address, heard):
        robot(address)("监控已恢复")
    assert heard == [{"msgtype": "text", "text": {"content": "监控已恢复"}}]


def test_a_robot_that_answers_and_does_not_take_it_was_not_told() -> None:
    with a_robot() as (address, _), pytest.raises(OSError, match="did not take it"):
        robot(address)("没有关键词")


@contextmanager
def listening(dog: Watchdog) -> Iterator[int]:
    """Have the watchdog listen for the length of the block."""
    stop, port = Event(), free_port()
    thread = Thread(target=watch, args=(dog, "127.0.0.1", port, stop))
    thread.start()
    try:
        eventually("the watchdog listens", lambda: asked(port) in {200, 503})
        yield port
    finally:
        stop.set()
        thread.join()


def asked(port: int, method: str = "GET", body: bytes | None = None) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request(method, "/", body)
        return connection.getresponse().status
    except ConnectionRefusedError:
        return 0
    finally:
        connection.close()


def test_whoever_asks_learns_whether_the_watchers_are_heard() -> None:
    with listening(Watchdog(0.2)) as port:
        eventually("it is silent", lambda: asked(port) == 503)
        assert asked(port, "POST", json.dumps(AWAKE).encode()) == 200


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"alerts": [{}]}', b'{"alerts": 7}'])
def test_a_notice_that_cannot_be_read_does_not_hurt_the_watchdog(body: bytes) -> None:
    with listening(Watchdog(60)) as port:
        assert asked(port, "POST", body) == 400
        assert asked(port) == 200
