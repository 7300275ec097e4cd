"""The restore drill, with a site that is written into meanwhile, and with one in which something is amiss."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from deploy.backup import streaming
from deploy.custody import verified
from deploy.provision import databases
from deploy.provision import keys as keys_of_the_site
from deploy.roster import ACTION_SERVICES, SERVICES
from services.outreach.service import Outreach
from shared.bus import Publisher
from shared.relay import Relay
from shared.settings import Settings
from shared.worker import in_process
from tests.builders import LEAGUE, MARKER, TOWNSHIP, a_token, a_visit, ready
from tests.conftest import Site
from tests.deploy.backups import NAMESPACE, OwnCluster, home, own_cluster
from tests.journeys.commands import Said, nuandong

pytestmark = pytest.mark.infrastructure
own_home = pytest.fixture(scope="module", name="own_home")(home)


@pytest.fixture(scope="module")
def cluster(own_home: Path) -> Iterator[OwnCluster]:
    with own_cluster(own_home) as made:
        databases.provision(made.url, NAMESPACE, made.secrets)
        site = Site(NAMESPACE, made.secrets)
        site.migrate(*SERVICES)
        for service in ACTION_SERVICES:
            ready(site, service)
        for _ in range(30):
            records(made)
        keeps_a_name(made)
        yield made
        outreach(made).transactions.desks.close()


def outreach(cluster: OwnCluster) -> Any:
    """Call as a clerk whose token is fresh."""
    site = Site(NAMESPACE, cluster.secrets)
    return in_process(Outreach, Settings("outreach", cluster.secrets, "test"), a_token(site, "outreach"))


def records(cluster: OwnCluster) -> None:
    answer = outreach(cluster).record(id=str(uuid4()), kind="VisitRecorded", fields=a_visit())
    assert "answer" in answer, answer


def keeps_a_name(cluster: OwnCluster) -> None:
    kept = {
        "subject": str(uuid4()),
        "place": TOWNSHIP,
        "organisation": LEAGUE,
        "identity": {"name": MARKER, "address": MARKER, "phone": "13800138000"},
        "scopes": ["contact"],
        "given_by": "self",
        "given_on": "2021-12-05",
    }
    answer = outreach(cluster).keep_identity(kind="household", id=str(uuid4()), fields=kept)
    assert "answer" in answer, answer


@contextmanager
def working(cluster: OwnCluster) -> Iterator[None]:
    """Have visits recorded for the length of the block, one after another."""
    stop = Event()

    def work() -> None:
        while not stop.wait(0.005):
            records(cluster)

    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(work)
        try:
            yield
        finally:
            stop.set()
        done.result()


def drilled(cluster: OwnCluster) -> Said:
    env = {"NUANDONG_SECRETS": str(cluster.secrets)}
    return nuandong("drill", "--home", str(cluster.room / "drill"), "--json", env=env)


@pytest.mark.timeout(300)
def test_a_site_that_goes_on_is_restored_aside_counted_anew_and_nothing_is_left(
    cluster: OwnCluster,
) -> None:
    with working(cluster):
        found = drilled(cluster).json

    assert found["findings"] == []
    assert found["timeline"] == 2
    assert found["facts"] > 30
    assert set(found["epochs"]) >= set(ACTION_SERVICES)
    assert 0 < found["rpo_s"] < 5
    assert 0 < found["rto_s"] < 60
    assert list((cluster.room / "drill" / "servers").iterdir()) == []
    assert ask(cluster.url, "outreach", "SELECT slot_name FROM pg_replication_slots") == []


@pytest.mark.timeout(300)
def test_a_site_of_which_nothing_is_left_comes_back_at_an_instant_and_what_was_told_after_it_is_listed(
    cluster: OwnCluster,
) -> None:
    env, into, fresh = {"NUANDONG_SECRETS": str(cluster.secrets)}, cluster.room / "earlier", cluster.room / "fresh"
    one, other = str(cluster.room / "one"), str(cluster.room / "other")
    assert nuandong("backup", "--keys", one, other, env=env).code == 0
    with streaming(cluster.backup_url, cluster.archive, "nuandong_backup"):
        assert nuandong("backup", str(cluster.archive.folder), env=env).code == 0
        numbered(cluster)
        instant = datetime.now(UTC)
        for _ in range(3):
            records(cluster)
        head = numbered(cluster)
        cluster.await_received()

    words = ("restore", str(cluster.archive.folder), "--into", str(into), "--until", str(instant))
    keys = ("--keys", one, "--keys", other)
    said = nuandong(*words, *keys, "--json", env={"NUANDONG_SECRETS": str(fresh)})

    assert said.json["lost"] == {"outreach": 3}
    listed = [json.loads(line)["position"] for line in into.with_name("earlier.lost.jsonl").read_text().splitlines()]
    assert listed == [head - 2, head - 1, head]
    with cluster.served(into) as url:
        [(source, followed_by, positions)] = ask(url, "reporting", "SELECT source, followed_by, positions FROM lost")
        [(newest,)] = ask(url, "outreach", "SELECT max(number) FROM epoch")
        databases.provision(url, NAMESPACE, fresh)
        keys_of_the_site.provision(fresh)
        assert verified(Settings("outreach", fresh, "test"))["findings"] == []
    assert (source, followed_by) == ("outreach/1", f"outreach/{newest}")
    assert [(span.lower, span.upper - 1) for span in positions] == [(head - 2, head)]


def ask(url: str, service: str, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url.replace("/postgres", f"/{NAMESPACE}_{service}")) as connection:
        return connection.execute(query).fetchall()


def numbered(cluster: OwnCluster) -> int:
    """Number what outreach told, as its keeper would; answer how far."""
    url = (cluster.secrets / "outreach" / "database_url").read_text()
    with closing(Relay(url, Publisher("amqp://127.0.0.1:1/", "outreach.events"), "outreach")) as relay:
        relay.number()
    [(head,)] = ask(cluster.url, "outreach", "SELECT head FROM relay")
    return int(head)


def test_a_figure_that_the_tables_contradict_and_an_identity_that_does_not_open_are_found(
    cluster: OwnCluster,
) -> None:
    records(cluster)
    with psycopg.connect(cluster.url.replace("/postgres", f"/{NAMESPACE}_outreach")) as past_the_doors:
        past_the_doors.execute("SET session_replication_role = replica")
        past_the_doors.execute("DELETE FROM act WHERE id = (SELECT id FROM act LIMIT 1)")
        past_the_doors.execute("UPDATE vault_field SET sealed = set_byte(sealed, 40, 0) || sealed")

    said = drilled(cluster)

    assert said.code == 3
    assert "vault of outreach" in said.out
    assert "the tables say" in said.out
    assert MARKER not in said.out
