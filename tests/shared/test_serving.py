"""A served process and its broker: it outlives the broker, and ends when it is told to."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import amqp
import pytest
from kombu.utils.url import parse_url

from shared.rpc import DeadlinePassed, RpcClient
from tests.builders import MARKER, ready
from tests.conftest import Site
from tests.eventually import eventually
from tests.shared.proxy import Proxy
from tests.shared.serving import Served, asking, secrets_through, served, until_answering


@pytest.fixture
def client(site: Site) -> Iterator[RpcClient]:
    ready(site, "outreach")
    with asking(site) as asked:
        yield asked


@pytest.fixture
def proxy(site: Site) -> Iterator[Proxy]:
    made = Proxy(site.broker_uri("outreach"))
    yield made
    made.close()


@pytest.fixture
def echo(site: Site, client: RpcClient, proxy: Proxy, tmp_path: Path) -> Iterator[Served]:
    """The tests' service, whose wire to the broker can be cut."""
    with served(secrets_through(site, proxy.uri, tmp_path), tmp_path) as process:
        until_answering(client)
        yield process


@contextmanager
def channel_of(site: Site, user: str) -> Iterator[Any]:
    """Speak to the broker as one of its users."""
    parts = parse_url(site.broker_uri(user))
    host = f"127.0.0.1:{parts['port']}"
    with amqp.Connection(host, parts["userid"], parts["password"], virtual_host=parts["virtual_host"]) as connection:
        yield connection.channel()


def test_told_to_stop_a_service_stops(echo: Served) -> None:
    began = time.monotonic()

    assert echo.stop() == 0
    assert time.monotonic() - began < 10


def test_told_to_stop_a_service_finishes_what_it_began(echo: Served, client: RpcClient) -> None:
    answers: list[str] = []
    caller = threading.Thread(target=lambda: answers.append(client.call("outreach", "sleep", seconds=2, deadline=10)))
    caller.start()
    time.sleep(0.7)

    assert echo.stop() == 0
    caller.join()
    assert answers == ["slept"]


def test_told_to_stop_while_the_broker_is_away_a_service_stops_within_ten_seconds(echo: Served, proxy: Proxy) -> None:
    proxy.cut()
    time.sleep(1)
    began = time.monotonic()

    assert echo.stop() == 0
    assert time.monotonic() - began < 10


def test_told_to_stop_before_the_broker_ever_came_a_service_stops(site: Site, proxy: Proxy, tmp_path: Path) -> None:
    ready(site, "outreach")
    proxy.cut()
    with served(secrets_through(site, proxy.uri, tmp_path), tmp_path) as process:
        eventually("it serves", lambda: '"serving"' in process.said)

        assert process.stop() == 0


def test_a_service_that_starts_before_the_broker_serves_when_it_comes(
    site: Site, client: RpcClient, proxy: Proxy, tmp_path: Path
) -> None:
    proxy.cut()
    with served(secrets_through(site, proxy.uri, tmp_path), tmp_path) as process:
        eventually("it serves", lambda: '"serving"' in process.said)
        proxy.mend()

        until_answering(client, within=30)


def test_a_service_serves_again_after_the_broker_was_away(echo: Served, client: RpcClient, proxy: Proxy) -> None:
    proxy.cut()
    time.sleep(1)
    proxy.mend()

    until_answering(client, within=30)
    assert echo.process.poll() is None


def test_a_service_that_answers_while_the_broker_is_away_serves_again(
    echo: Served, client: RpcClient, proxy: Proxy
) -> None:
    id = uuid4()

    def ask() -> None:
        with pytest.raises(DeadlinePassed):
            client.call("outreach", "sleep", seconds=2, deadline=4)

    caller = threading.Thread(target=ask)
    caller.start()
    time.sleep(0.7)
    proxy.cut()
    caller.join()
    eventually("the reply is lost", lambda: "reply_lost" in echo.said or "service_died" in echo.said, within=30)
    proxy.mend()

    until_answering(client, within=30)
    assert "service_died" not in echo.said
    first = client.call("outreach", "say", id=id, fields={"words": "hello"})
    assert client.call("outreach", "say", id=id, fields={"words": "hello"}) == first


def test_a_service_that_died_begins_anew_by_itself(site: Site, echo: Served, client: RpcClient) -> None:
    call = amqp.Message(
        b'{"args":[],"kwargs":{}}',
        content_type="application/json",
        content_encoding="utf-8",
        reply_to="rpc.reply.x",
        expiration="1000",
        application_headers={"nameko.fragile": True},
    )
    with channel_of(site, "operator") as channel:
        channel.basic_publish(call, "nameko-rpc", "outreach.ping")
        eventually("it died", lambda: "service_died" in echo.said)

    until_answering(client)
    assert echo.process.poll() is None
    assert echo.said.count('"serving"') > 1


def test_replies_that_nobody_may_be_sent_do_not_wear_a_service_out(site: Site, echo: Served, client: RpcClient) -> None:
    with channel_of(site, "operator") as channel:
        for _ in range(15):
            call = amqp.Message(
                b'{"args":[],"kwargs":{}}',
                content_type="application/json",
                content_encoding="utf-8",
                reply_to="jobs.say",
            )
            channel.basic_publish(call, "nameko-rpc", "outreach.ping")

    until_answering(client)
    assert [client.call("outreach", "sleep", seconds=0) for _ in range(20)] == ["slept"] * 20
    assert "service_died" not in echo.said


def test_a_service_whose_queue_was_deleted_makes_it_again(site: Site, echo: Served, client: RpcClient) -> None:
    with channel_of(site, "outreach") as channel:
        channel.queue_delete("rpc-outreach")

    until_answering(client)
    assert echo.process.poll() is None


def test_a_call_that_nobody_awaits_any_more_is_not_done_later(site: Site, client: RpcClient, tmp_path: Path) -> None:
    id = uuid4()
    with served(site.secrets, tmp_path) as process:
        until_answering(client)
        process.stop()
    with pytest.raises(DeadlinePassed):
        client.call("outreach", "say", id=id, fields={"words": "hello"}, deadline=0.5)
    time.sleep(0.5)

    with served(site.secrets, tmp_path):
        until_answering(client)
        # had the first call been done, this other content would be refused
        assert client.call("outreach", "say", id=id, fields={"words": "goodbye"})["id"] == str(id)


@pytest.mark.parametrize(
    ("body", "properties"),
    [
        pytest.param(MARKER.encode(), {"content_type": "application/json"}, id="no JSON"),
        pytest.param(MARKER.encode(), {}, id="no content type"),
        pytest.param(f'"{MARKER}"'.encode(), {"content_type": "application/json", "reply_to": "x"}, id="no call"),
        pytest.param(f'{{"args":["{MARKER}"]}}'.encode(), {"content_type": "application/json"}, id="no reply awaited"),
        pytest.param(
            f'{{"args":["{MARKER}"],"kwargs":{{}}}}'.encode(),
            {"content_type": "application/json", "reply_to": "rpc.reply.x"},
            id="arguments without names",
        ),
    ],
)
def test_what_cannot_be_read_is_dropped_and_never_printed(
    site: Site, echo: Served, client: RpcClient, body: bytes, properties: dict[str, str]
) -> None:
    with channel_of(site, "operator") as channel:
        channel.basic_publish(amqp.Message(body, content_encoding="utf-8", **properties), "nameko-rpc", "outreach.say")
    time.sleep(0.3)

    until_answering(client)
    assert echo.process.poll() is None
    assert MARKER not in echo.said
