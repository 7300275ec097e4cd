"""A whole site on one machine: servers, databases, keys, every process, and the frame they work in."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from deploy.infrastructure import servers
from deploy.infrastructure.addresses import free_port
from deploy.migrate import migrate
from deploy.processes import processes
from deploy.provision import provision
from deploy.roster import SERVICES
from deploy.seed import load_frame
from deploy.supervisor import Supervisor, supervisor
from shared.rpc import BrokerAway, DeadlinePassed, RpcClient, ServiceTokens, UnknownService
from shared.settings import Settings, given_servers

NAMESPACE = "nuandong"
START_S = 90


class NotReady(Exception):
    """A process did not come up in time."""


@dataclass(frozen=True)
class Site:
    """A running site: its secrets, its processes, the operator's RPC, and where the portal answers."""

    secrets: Path
    running: Supervisor
    operator: RpcClient
    portal: str


@contextmanager
def site(home: Path, profile: str, say: Callable[[str], None], clock: str | None = None) -> Iterator[Site]:
    """Bring a site up for the length of the block; everything it started is stopped after it."""
    with servers(home, say, given_servers()) as found:
        secrets = home.absolute() / "secrets"
        provision(found, NAMESPACE, secrets, say)
        for service in SERVICES:
            migrate(service, (secrets / "migrate" / service).read_text(encoding="utf-8").strip())
        say("databases ready; starting the processes")
        bind = f"127.0.0.1:{free_port()}"
        run = processes(secrets, profile, clock, targets=targets(home), bind=bind)
        with (
            supervisor(run, log=home / "nuandong.log") as running,
            operator(secrets) as rpc,
        ):
            await_services(rpc, say)
            await_portal(f"http://{bind}/")
            load_frame(rpc)
            yield Site(secrets, running, rpc, f"http://{bind}/")


def targets(home: Path) -> Path:
    """Name the folder in which each process says where it can be watched."""
    return home.absolute() / "targets"


@contextmanager
def operator(secrets: Path) -> Iterator[RpcClient]:
    """Open the operator's RPC client."""
    known = Settings("operator", secrets)
    with RpcClient(known, ServiceTokens(known)) as client:
        yield client


def await_services(rpc: RpcClient, say: Callable[[str], None]) -> None:
    """Wait until every service answers; raises NotReady."""
    limit = time.monotonic() + START_S
    for service in SERVICES:
        while not _answers(rpc, service):
            if time.monotonic() > limit:
                raise NotReady(f"{service} did not answer within {START_S} s; see the log")
            time.sleep(0.2)
    say("all services answer")


def await_portal(portal: str) -> None:
    """Wait until the pages answer; raises NotReady."""
    limit = time.monotonic() + START_S
    while not _is_open(portal + "healthz"):
        if time.monotonic() > limit:
            raise NotReady(f"the portal did not answer within {START_S} s; see the log")
        time.sleep(0.2)


def _is_open(address: str) -> bool:
    try:
        with urlopen(address, timeout=5):  # noqa: S310 - our own loopback
            return True
    except OSError:
        return False


def _answers(rpc: RpcClient, service: str) -> bool:
    try:
        rpc.call(service, "ping", deadline=2.0)
    except (BrokerAway, DeadlinePassed, UnknownService):
        return False
    return True
