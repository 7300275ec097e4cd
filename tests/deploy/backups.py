"""A cluster of the tests' own, for backups copy every database of a server: that of others is left alone."""

from __future__ import annotations

import secrets
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from deploy.backup import Archive
from deploy.infrastructure import Servers, postgres
from deploy.infrastructure.addresses import free_port
from deploy.infrastructure.answering import database_answers, until
from deploy.infrastructure.programs import last_words, running, tied
from deploy.infrastructure.quarters import quarters
from deploy.provision import backups, keys
from tests.eventually import eventually

NAMESPACE = "nuandong"


@dataclass(frozen=True)
class OwnCluster:
    """A running cluster with a role for backups, and the secrets of the site on it."""

    room: Path
    url: str
    secrets: Path

    @property
    def backup_url(self) -> str:
        return (self.secrets / backups.OWNER / backups.ADDRESS).read_text()

    @property
    def archive(self) -> Archive:
        return Archive(self.room / "backups")

    def as_backup(self, url: str) -> str:
        """Give the address of another server for the role for backups."""
        return self.backup_url.replace(f":{urlsplit(self.backup_url).port}/", f":{urlsplit(url).port}/")

    def tell(self, *statements: str) -> None:
        """Have each statement committed before the next."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            for each in statements:
                connection.execute(each)

    def await_received(self) -> None:
        """Wait until whoever streams the log has all of it."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            [(now,)] = connection.execute("SELECT pg_logical_emit_message(true, 'nuandong', '')::text").fetchall()
            received = "SELECT FROM pg_stat_replication WHERE flush_lsn >= %s::pg_lsn"
            eventually("the log is received", lambda: connection.execute(received, [now]).rowcount)

    @contextmanager
    def served(self, data: Path, **more: str) -> Iterator[str]:
        """Run a server on a restored folder, as an operator would; give its address."""
        binary, port = postgres.binaries(), free_port()
        assert binary
        settings = postgres.SETTINGS | {"port": str(port)} | more
        options = [f"--{name}={value}" for name, value in settings.items()]
        command = [*tied("INT", postgres.SERVER_USER), str(binary / "postgres"), "-D", str(data), *options]
        url = self.url.replace(f":{urlsplit(self.url).port}/", f":{port}/")
        log = self.room / "served.log"
        with running(command, log, postgres.ENVIRONMENT, signal.SIGINT) as child:
            until(lambda: database_answers(url), lambda: child.poll() is None, lambda: last_words(log))
            yield url


def home() -> Iterator[Path]:
    """Give a folder that the server's own user can walk into."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@contextmanager
def own_cluster(folder: Path) -> Iterator[OwnCluster]:
    """Run a cluster with the site's role for backups, and make the site's keys."""
    binary = postgres.binaries()
    if binary is None:
        pytest.skip("NO POSTGRESQL PROGRAMS HERE: nothing of backup and restore was tested")
    password = secrets.token_hex(12)
    with quarters(folder) as room, postgres.postgres(binary, room, free_port(), password) as address:
        made = OwnCluster(room, address(), room / "secrets")
        keys.provision(made.secrets)
        found = Servers(made.url, "amqp://nowhere", None, "private")
        backups.provision(found, NAMESPACE, made.secrets, print)
        yield made
