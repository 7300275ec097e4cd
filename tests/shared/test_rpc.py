"""Asking over a real broker: answers, refusals, deadlines, and a broker that goes away."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest

from shared.identity import Role, service_identity, sign, signing_key
from shared.refusals import Refused
from shared.rpc import BrokerAway, DeadlinePassed, RemoteFailure, RpcClient, ServiceTokens, UnknownService
from shared.settings import Settings, environment
from tests.builders import CLERK, MARKER, a_token, ready
from tests.conftest import Site
from tests.shared.proxy import Proxy
from tests.shared.serving import Served, asking, served, until_answering


@pytest.fixture(scope="module")
def echo(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    ready(site, "outreach")
    with served(site.secrets, tmp_path_factory.mktemp("echo")) as process, asking(site) as client:
        until_answering(client)
        yield process


@pytest.fixture
def client(site: Site, echo: Served) -> Iterator[RpcClient]:
    assert echo.process.poll() is None
    with asking(site) as asked:
        yield asked


@pytest.fixture
def proxied(site: Site, echo: Served) -> Iterator[tuple[Proxy, RpcClient]]:
    """A client whose wire to the broker can be cut."""
    assert echo.process.poll() is None
    proxy = Proxy(site.broker_uri("operator"))
    with RpcClient(
        Elsewhere("operator", site.secrets, "test", proxy.uri), lambda audience: a_token(site, audience)
    ) as asked:
        yield proxy, asked
    proxy.close()


@dataclass(frozen=True)
class Elsewhere(Settings):
    """Settings whose broker is reached another way."""

    uri: str = ""

    @property
    def broker_uri(self) -> str:
        """Give the other way."""
        return self.uri


def pending(client: RpcClient) -> int:
    link = client._wire._link  # noqa: SLF001 - whether a call leaks shows nowhere else
    return len(link.result()._pending) if link else 0  # noqa: SLF001


def test_a_door_answers(site: Site, client: RpcClient) -> None:
    viewer = client.under(lambda audience: a_token(site, audience, CLERK, Role.VIEWER))

    assert viewer.call("outreach", "hear") == [str(CLERK), "5101"]


def test_the_same_call_twice_is_answered_as_the_first_time(client: RpcClient) -> None:
    id = uuid4()
    first, second = (client.call("outreach", "say", id=id, fields={"words": "hello"}) for _ in range(2))

    assert first == second
    assert first["id"] == str(id)


def test_a_refusal_comes_back_as_data(client: RpcClient) -> None:
    with pytest.raises(Refused) as refused:
        client.call("outreach", "refuse_twice")

    told = refused.value.as_data()
    assert [(each["rule"], each["field"], each.get("row")) for each in told] == [
        ("TooLoud", "words", None),
        ("TooLoud", "words", 3),
    ]
    assert told[0]["message"] == "不能说“a”"


def test_a_failure_comes_back_as_an_id_that_the_log_knows(client: RpcClient, echo: Served) -> None:
    with pytest.raises(RemoteFailure) as failed:
        client.call("outreach", "stumble", words=MARKER)

    id = str(failed.value).rsplit(" ", 1)[-1]
    assert f'"id":"{id}"' in echo.said
    assert "ValueError" in echo.said
    assert MARKER not in echo.said


def test_an_unknown_door_is_a_failure(client: RpcClient) -> None:
    with pytest.raises(RemoteFailure, match="MethodNotFound"):
        client.call("outreach", "fly")


def test_a_service_that_was_never_served_is_unknown(client: RpcClient) -> None:
    with pytest.raises(UnknownService, match="volunteers"):
        client.call("volunteers", "ping")
    assert pending(client) == 0


def test_a_call_ends_at_its_deadline_and_its_late_reply_disturbs_nobody(client: RpcClient) -> None:
    began = time.monotonic()
    with pytest.raises(DeadlinePassed):
        client.call("outreach", "sleep", seconds=1, deadline=0.3)

    assert time.monotonic() - began < 0.8
    assert pending(client) == 0
    time.sleep(1)
    assert client.call("outreach", "sleep", seconds=0) == "slept"


def test_a_call_is_never_sent_with_more_time_than_its_token_has(site: Site, client: RpcClient) -> None:
    key = signing_key(Settings("outreach", site.secrets))
    short = client.under(lambda audience: sign(key, "outreach", service_identity("outreach"), audience, 2))
    began = time.monotonic()
    with pytest.raises(DeadlinePassed):
        short.call("outreach", "sleep", seconds=4, deadline=30)

    assert time.monotonic() - began < 3


def test_threads_share_one_connection(client: RpcClient) -> None:
    answers: list[bool] = []

    def ask() -> None:
        ids = [uuid4() for _ in range(20)]
        said = [client.call("outreach", "say", id=id, fields={"words": "hello"}, deadline=20)["id"] for id in ids]
        answers.append(said == [str(id) for id in ids])

    callers = [threading.Thread(target=ask) for _ in range(8)]
    for each in callers:
        each.start()
    for each in callers:
        each.join()

    assert answers == [True] * 8
    assert sum(thread.name == "rpc-operator" for thread in threading.enumerate()) == 2  # this client's and the module's


def test_waits_for_the_database_do_not_stop_other_calls(client: RpcClient) -> None:
    began = time.monotonic()
    callers = [
        threading.Thread(target=client.call, args=("outreach", "sleep"), kwargs={"seconds": 1, "deadline": 10})
        for _ in range(8)
    ]
    for each in callers:
        each.start()
    for each in callers:
        each.join()

    assert 1 < time.monotonic() - began < 2


def test_calls_in_flight_fail_when_the_broker_goes_away_and_the_next_one_connects_again(
    proxied: tuple[Proxy, RpcClient],
) -> None:
    proxy, client = proxied
    assert client.call("outreach", "sleep", seconds=0) == "slept"
    threading.Timer(0.3, proxy.cut).start()
    began = time.monotonic()
    with pytest.raises(BrokerAway):
        client.call("outreach", "sleep", seconds=5, deadline=20)
    assert time.monotonic() - began < 2
    with pytest.raises(BrokerAway):
        client.call("outreach", "ping")

    proxy.mend()

    assert client.call("outreach", "sleep", seconds=0) == "slept"
    assert pending(client) == 0


def test_a_cut_while_sending_leaves_nobody_waiting(proxied: tuple[Proxy, RpcClient]) -> None:
    proxy, client = proxied
    client.call("outreach", "sleep", seconds=0)
    proxy.cut_after(100_000)
    began = time.monotonic()
    with pytest.raises(BrokerAway):
        client.call("outreach", "stumble", words="x" * 5_000_000, deadline=20)

    assert time.monotonic() - began < 6
    proxy.mend()
    assert client.call("outreach", "sleep", seconds=0) == "slept"


def test_a_closed_client_takes_its_thread_and_queue_along(site: Site, echo: Served) -> None:
    assert echo.process.poll() is None
    before = set(threading.enumerate())
    with asking(site) as client:
        client.call("outreach", "sleep", seconds=0)
        [own] = set(threading.enumerate()) - before
    assert not own.is_alive()


def test_a_client_works_inside_a_cooperative_process_too(site: Site, echo: Served) -> None:
    assert echo.process.poll() is None
    script = """
from shared.green import go_green
go_green()
import eventlet, time
from shared.rpc import RpcClient, ServiceTokens
from shared.settings import settings
known = settings("outreach")
with RpcClient(known, ServiceTokens(known)) as client:
    client.call("outreach", "ping")
    began = time.monotonic()
    calls = [eventlet.spawn(client.call, "outreach", "sleep", seconds=1, deadline=10) for _ in range(4)]
    print([each.wait() for each in calls], time.monotonic() - began < 2)
"""
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env=environment(NUANDONG_SECRETS=str(site.secrets)),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert ran.stdout.strip() == "['slept', 'slept', 'slept', 'slept'] True"


def test_a_service_asks_under_its_own_name(site: Site, echo: Served) -> None:
    assert echo.process.poll() is None
    known = Settings("reporting", site.secrets, "test")
    with RpcClient(known, ServiceTokens(known)) as client:
        assert client.call("outreach", "ping")["service"] == "outreach"
        with pytest.raises(Refused, match="OutOfScope"):
            client.call("outreach", "who")


def test_a_broker_that_is_not_there_is_away(site: Site) -> None:
    with (
        RpcClient(Elsewhere("operator", site.secrets, "test", "amqp://nobody@127.0.0.1:1/")) as client,
        pytest.raises(BrokerAway),
    ):
        client.call("outreach", "ping")


def test_whoever_has_no_time_left_is_not_even_heard(site: Site, client: RpcClient) -> None:
    key = signing_key(Settings("outreach", site.secrets))
    late = client.under(lambda audience: sign(key, "outreach", service_identity("outreach"), audience, -5))

    with pytest.raises(Refused, match="IdentityExpired"):
        late.call("outreach", "ping")
