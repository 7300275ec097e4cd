"""A cluster of the tests' own, for backups copy every database of a server: that of others is left alone."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from deploy.backup import Archive
from deploy.infrastructure import Servers, postgres
from deploy.infrastructure.addresses import free_port
from deploy.infrastructure.quarters import quarters
from deploy.provision import backups, keys

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

    def tell(self, *statements: str) -> None:
        """Have each statement committed before the next."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            for each in statements:
                connection.execute(each)


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
