"""Servers come in three ways, and always go again."""

import fcntl
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from kombu.connection import Connection

from deploy import infrastructure
from deploy.infrastructure import NoServersError, Servers, debian, from_binaries, postgres, stopping_like_ctrl_c
from deploy.infrastructure.addresses import free_port, management_of
from deploy.infrastructure.given import given
from deploy.infrastructure.quarters import OWNER, commands, quarters
from deploy.management import Management
from tests.eventually import eventually


def processes_of(home: Path) -> list[str]:
    return [command for _, command in commands() if f"{home}/servers/" in command]


def quiet(_: str) -> None:
    """Say nothing."""


@contextmanager
def foreground(home: Path) -> Iterator[tuple["subprocess.Popen[str]", Servers]]:
    command = [sys.executable, "-m", "deploy.infrastructure", "--private", "--home", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield process, Servers(**json.loads(process.stdout.readline()))
        finally:
            process.kill()


@pytest.fixture
def home() -> Iterator[Path]:
    """Give a folder that the server's own user can walk into, as a checkout usually is; pytest's own are closed."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.infrastructure
def test_private_servers_come_answer_on_loopback_and_go(home: Path) -> None:
    with from_binaries(home, quiet) as found:
        assert found.origin == "private"
        with psycopg.connect(found.database_url) as connection:
            assert connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (
                True,
            )
        with Connection(found.broker_uri) as broker:
            broker.connect()
        assert found.management_url
        listeners = Management(found.management_url).get("/api/overview")["listeners"]
        # Of its own listener the API says "::" wherever it stands.
        assert {each["ip_address"] for each in listeners if each["protocol"] != "http"} == {"127.0.0.1"}
        assert processes_of(home)
    assert processes_of(home) == []
    assert list((home / "servers").iterdir()) == []


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_every_way_of_being_told_to_stop_unwinds_the_block(how: signal.Signals) -> None:
    with pytest.raises(KeyboardInterrupt), stopping_like_ctrl_c():
        signal.raise_signal(how)


@pytest.mark.infrastructure
def test_told_to_stop_the_servers_go_and_their_data_with_them(home: Path) -> None:
    with foreground(home) as (process, _):
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
    assert processes_of(home) == []
    assert list((home / "servers").iterdir()) == []


@pytest.mark.infrastructure
def test_of_an_owner_killed_outright_no_process_stays_and_the_next_start_sweeps_its_data(home: Path) -> None:
    with foreground(home) as (process, _):
        process.kill()
    eventually("no server stays", lambda: not processes_of(home))
    assert len(list((home / "servers").iterdir())) == 1
    with quarters(home) as room:
        assert list((home / "servers").iterdir()) == [room]


def test_those_who_start_and_leave_at_the_same_moment_are_not_swept_away(home: Path) -> None:
    def stay(_turn: int) -> bool:
        with quarters(home) as room:
            time.sleep(0.005)
            return room.is_dir()

    with ThreadPoolExecutor(8) as pool:
        stayed = list(pool.map(stay, range(400)))

    assert all(stayed)


def test_a_sweep_ends_what_the_dead_left_and_leaves_the_living_alone(home: Path) -> None:
    rooms = home / "servers" / "dead", home / "servers" / "living"
    for room in rooms:
        room.mkdir(parents=True)
        (room / OWNER).touch()
        (room / "server").symlink_to("/bin/sleep")
    with (
        (rooms[1] / OWNER).open("w") as lock,
        subprocess.Popen([rooms[0] / "server", "60"]) as left,
        subprocess.Popen([rooms[1] / "server", "60"]) as used,
    ):
        fcntl.flock(lock, fcntl.LOCK_EX)
        with quarters(home):
            assert left.wait(5) == -signal.SIGKILL
            assert used.poll() is None
        used.kill()
    assert [room.exists() for room in rooms] == [False, True]


def test_only_where_the_server_runs_as_another_user_its_data_leave_a_folder_closed_to_others(home: Path) -> None:
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    with quarters(closed / ".local") as room:
        assert all(parent.stat().st_mode & 0o001 for parent in room.parents) == (os.geteuid() == 0)
    assert not room.exists()
    room.parent.rmdir()


def test_one_address_without_the_other_is_refused() -> None:
    with pytest.raises(NoServersError, match="only one of DATABASE_URL and AMQP_URI"):
        given("postgresql://127.0.0.1/postgres", None)


def test_a_given_database_that_does_not_answer_is_named_in_one_line() -> None:
    with pytest.raises(NoServersError, match=r"^DATABASE_URL is set, but no PostgreSQL answers there: .*$"):
        given(f"postgresql://127.0.0.1:{free_port()}/postgres", "amqp://127.0.0.1/")


def test_a_given_broker_that_does_not_answer_is_named_in_one_line(servers: Servers) -> None:
    with pytest.raises(NoServersError, match=r"^AMQP_URI is set, but no RabbitMQ answers there: .*$"):
        given(servers.database_url, f"amqp://guest:guest@127.0.0.1:{free_port()}/")


def test_given_servers_are_taken_as_they_are_and_stay(servers: Servers) -> None:
    with infrastructure.servers(given_addresses=(servers.database_url, servers.broker_uri), say=quiet) as found:
        assert (found.origin, found.management_url) == ("given", servers.management_url)
    psycopg.connect(servers.database_url).close()


def test_a_machine_without_servers_and_without_apt_is_told_the_three_ways(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "binaries", lambda: None)
    monkeypatch.setattr(debian, "can_install", lambda: False)
    with pytest.raises(NoServersError, match=r"DATABASE_URL and AMQP_URI.*Docker.*install postgresql") as refused:
        from_binaries(home, quiet)
    assert "\n" not in str(refused.value)


def test_two_who_install_at_once_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[tuple[int, str]] = []

    def slowly(command: Sequence[str], **_how: object) -> None:
        done.append((threading.get_ident(), command[0]))
        time.sleep(0.01)

    monkeypatch.setattr(debian, "_do", slowly)
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda _: debian.install(["something"], quiet), range(2)))

    turns = [who for who, _ in groupby(done, key=itemgetter(0))]
    assert (len(turns), len(set(turns))) == (2, 2)


@pytest.mark.infrastructure
def test_containers_come_answer_on_loopback_and_go(home: Path) -> None:
    containers = pytest.importorskip("deploy.infrastructure.containers")
    if not containers.ready(quiet):
        pytest.skip("no Docker engine with the images here")
    with containers.in_containers(home, quiet) as found:
        port = urlsplit(found.broker_uri).port
        shown = subprocess.run(["docker", "ps", "--format", "{{.Ports}}"], capture_output=True, text=True, check=True)
        assert f"127.0.0.1:{port}->5672/tcp" in shown.stdout
        assert f"0.0.0.0:{port}" not in shown.stdout
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(found.database_url)


def test_a_socket_that_an_engine_left_behind_is_no_engine_and_nothing_leaks(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    containers = pytest.importorskip("deploy.infrastructure.containers")
    with socket.socket(socket.AF_UNIX) as engine:
        engine.bind(str(home / "docker.sock"))
    monkeypatch.setenv("DOCKER_HOST", f"unix://{home}/docker.sock")
    assert not containers.ready(quiet)
    gc.collect()  # what leaks warns here, and every warning is an error


def test_the_management_api_stands_where_rabbitmq_has_it_by_habit() -> None:
    assert management_of("amqp://me:pw@broker/site") == "http://me:pw@broker:15672"
