"""What a process measures of its doors, its log and its loops, and to whom it is offered."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from deploy.infrastructure import Servers
from deploy.infrastructure.addresses import free_port
from shared import metrics
from shared.bus import connected, declare_exchange, declare_frame_queue
from shared.heartbeat import beat
from shared.refusals import Refused
from shared.rpc import RemoteFailure
from shared.settings import Settings
from shared.watching import LogWatch
from tests.builders import ready
from tests.conftest import Site
from tests.measured import measured, offered, sample
from tests.shared.conftest import Log, Relays
from tests.shared.serving import asking, secrets_through, served, until_answering


@pytest.fixture
def watch(site: Site, log: Log) -> Iterator[LogWatch]:
    """Give a watch over an empty log."""
    log.ask("SELECT FROM relay")
    with closing(LogWatch(Settings("outreach", site.secrets, "test"))) as made:
        yield made


def calls(method: str, outcome: str) -> tuple[str, frozenset[tuple[str, str]]]:
    return sample("nuandong_rpc_calls_total", service="outreach", method=method, outcome=outcome)


def test_a_served_process_offers_how_its_doors_fare_by_method(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready(site, "outreach")
    target = tmp_path / "serve-outreach.json"
    monkeypatch.setenv("NUANDONG_METRICS_PORT", "0")
    monkeypatch.setenv("NUANDONG_METRICS_TARGET", str(target))
    with served(site.secrets, tmp_path), asking(site) as client:
        until_answering(client)
        client.call("outreach", "say", id=str(uuid4()), fields={"words": "hush"})
        with pytest.raises(Refused):
            client.call("outreach", "say", id=str(uuid4()), fields={"words": "loud"})
        with pytest.raises(RemoteFailure):
            client.call("outreach", "stumble", words="张三")
        seen = offered(target)

    assert [seen[calls("say", "answer")], seen[calls("say", "refused")], seen[calls("stumble", "failed")]] == [1, 1, 1]
    assert seen[sample("nuandong_rpc_seconds_count", service="outreach", method="say")] == 2
    assert seen[sample("nuandong_refusals_total", service="outreach", rule="TooLoud")] == 1
    assert time.time() - seen[sample("nuandong_loop_beat_timestamp_seconds", loop="serve")] < 5
    assert seen[sample("process_resident_memory_bytes")] > 10_000_000
    assert "张三" not in str(seen)


def test_nothing_is_opened_unless_the_settings_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr(metrics, "start_http_server", opened.append)

    metrics.offer("count")

    assert opened == []


def test_a_question_is_noted_by_how_it_ended(site: Site) -> None:
    def asked(outcome: str) -> float:
        return measured("nuandong_asked_total", service="jobs", outcome=outcome) or 0.0

    before = asked("UnknownService") + asked("DeadlinePassed")
    with asking(site) as client, pytest.raises(Exception, match=r"nobody serves|did not answer"):
        client.call("jobs", "ping", deadline=0.3)
    assert asked("UnknownService") + asked("DeadlinePassed") == before + 1


def test_a_loop_notes_when_it_last_went_round() -> None:
    beat("lamp")
    assert time.time() - (measured("nuandong_loop_beat_timestamp_seconds", loop="lamp") or 0) < 1


def test_the_oldest_fact_that_is_not_with_the_broker_grows_old_until_it_is_relayed(
    watch: LogWatch, log: Log, relays: Relays
) -> None:
    def looked() -> list[float | None]:
        watch.look()
        names = ("nuandong_oldest_unrelayed_seconds", "nuandong_log_head", "nuandong_log_published")
        return [measured(name, service="outreach") for name in names]

    relay = relays()
    assert looked() == [0, 0, 0]

    log.tell(2)
    time.sleep(0.2)
    oldest, *where = looked()
    assert 0.2 < (oldest or 0) < 5
    assert where == [0, 0]

    relay.number()
    still, *where = looked()
    assert (still or 0) > (oldest or 0)
    assert where == [2, 0]

    relay.mark(1)
    assert (looked()[0] or 0) > 0.2
    relay.mark(2)
    assert looked() == [0, 2, 2]


def test_the_queues_of_a_service_are_measured_with_whoever_takes_from_them(site: Site, watch: LogWatch) -> None:
    with connected(site.broker_uri("portal")) as connection:
        declare_exchange(connection, "portal")
    with connected(site.broker_uri("outreach")) as connection:
        declare_frame_queue(connection, "outreach")
        with connection.channel() as channel:
            channel.queue_purge("outreach.frame")
    watch.look()

    assert measured("nuandong_queue_messages", queue="outreach.frame") == 0
    assert measured("nuandong_queue_consumers", queue="outreach.frame") == 0


def test_a_backup_that_nobody_receives_any_more_is_seen(watch: LogWatch, site: Site, servers: Servers) -> None:
    slot = f"{site.namespace}_backup"
    with psycopg.connect(servers.database_url, autocommit=True) as admin:
        admin.execute("SELECT pg_create_physical_replication_slot(%s, true)", [slot])
        try:
            watch.look()
        finally:
            admin.execute("SELECT pg_drop_replication_slot(%s)", [slot])

    assert measured("nuandong_backup_active", service="outreach") == 0
    assert (measured("nuandong_backup_behind_bytes", service="outreach") or -1.0) >= 0


def test_a_look_without_the_broker_is_no_sign_of_life(site: Site, tmp_path: Path) -> None:
    nobody = f"amqp://guest:guest@127.0.0.1:{free_port()}/"
    metrics.BEATS.labels("watch").set(0)

    with closing(LogWatch(Settings("outreach", secrets_through(site, nobody, tmp_path), "test"))) as watch:
        watch.look()

    assert measured("nuandong_loop_beat_timestamp_seconds", loop="watch") == 0
