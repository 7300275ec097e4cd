"""Serving the tests' own service as a process of its own, and asking it."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shared.rpc import BrokerAway, DeadlinePassed, RpcClient, UnknownService
from shared.settings import Settings, environment
from tests.builders import a_token
from tests.conftest import Site
from tests.eventually import eventually


@dataclass
class Served:
    """A served process, and where it writes."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def said(self) -> str:
        """What the process has written so far."""
        return self.log.read_text(encoding="utf-8")

    def stop(self, within: float = 10.0) -> int:
        """Ask the process to stop, and tell how it ended."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(within)


@contextmanager
def served(secrets: Path, folder: Path) -> Iterator[Served]:
    """Serve for the length of the block."""
    log = folder / "serve.log"
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.shared.serve_echo"],
            env=environment(NUANDONG_SECRETS=str(secrets), PYTHONUNBUFFERED="1"),
            stdout=out,
            stderr=out,
        )
    try:
        yield Served(process, log)
    finally:
        process.kill()
        process.wait()


def secrets_through(site: Site, broker_uri: str, folder: Path) -> Path:
    """Copy a site's secrets, with another way to the broker for outreach."""
    copied = folder / "secrets"
    shutil.copytree(site.secrets, copied)
    (copied / "outreach" / "broker_uri").write_text(broker_uri)
    return copied


def operator(site: Site) -> Settings:
    """Name the settings of a caller who is none of the services."""
    return Settings("operator", site.secrets, "test")


def until_answering(client: RpcClient, within: float = 20.0, of: str = "outreach") -> None:
    """Wait until the service answers."""

    def answers() -> bool:
        try:
            return bool(client.call(of, "ping", deadline=1.0))
        except (BrokerAway, DeadlinePassed, UnknownService):
            return False

    eventually("the service answers", answers, within)


@contextmanager
def asking(site: Site) -> Iterator[RpcClient]:
    """Ask as a clerk whose token holds for outreach."""
    with RpcClient(operator(site), lambda audience: a_token(site, audience)) as client:
        yield client
