"""Servers and a site for the tests that need them."""

import gc
import secrets
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from deploy import infrastructure
from deploy.infrastructure import Servers
from deploy.migrate import migrate
from deploy.provision import provision, unprovision
from shared.settings import given_servers
from tests import one_for_all

gc.disable()  # what is imported and collected stays: a fifth of that time would go into looking for garbage in it

NEEDS_SERVERS = "servers"
SHARED = pytest.StashKey[str]()
SHARING = ("tests/journeys", "tests/web")
"""Folders whose tests share one running site."""


@dataclass(frozen=True)
class Site:
    """One provisioned site: its own databases, virtual host and secrets under a random name."""

    namespace: str
    secrets: Path
    _migrated: set[str] = field(default_factory=set)

    def database_url(self, service: str) -> str:
        """Give the address of a service's database for the service itself."""
        return (self.secrets / service / "database_url").read_text()

    def owner_url(self, service: str) -> str:
        """Give the address of a service's database for its migrations."""
        return (self.secrets / "migrate" / service).read_text()

    def broker_uri(self, service: str) -> str:
        """Give the address of the broker for a service, or for the operator."""
        return (self.secrets / service / "broker_uri").read_text()

    def migrate(self, *services: str) -> None:
        """Bring the services' databases to their newest revision, once."""
        for service in set(services) - self._migrated:
            migrate(service, self.owner_url(service))
            self._migrated.add(service)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the order in which things go wrong in tests/journeys be chosen."""
    parser.addoption("--chaos-seed", type=int, default=7, help="the order in which everything goes wrong")


def pytest_configure(config: pytest.Config) -> None:
    """Have one pair of servers for all workers, where there are several."""
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        folder = TemporaryDirectory(prefix="nuandong-")
        config.add_cleanup(folder.cleanup)
        config.add_cleanup(one_for_all.start(Path(folder.name)))
        config.stash[SHARED] = folder.name


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker where the servers' addresses will lie."""
    node.workerinput["servers"] = node.config.stash[SHARED]


def pytest_report_header(config: pytest.Config) -> str:
    """Tell the seed, so that a failure can be repeated."""
    return f"chaos: --chaos-seed {config.getoption('--chaos-seed')}"


class SharingSites(LoadScopeScheduling):  # type: ignore[misc] # xdist's classes are typed as Any here
    """Keeps on one worker what shares a site: whole folders where their tests share one, elsewhere each file."""

    def _split_scope(self, nodeid: str) -> str:
        file, folder = _file_and_folder(nodeid)
        return folder if folder in SHARING else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> SharingSites:
    """Give what deals the tests out to the workers; xdist's own groups are not kept under this pytest."""
    return SharingSites(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest; mark what needs servers, so that `-m "not infrastructure"` runs in seconds."""
    items.sort(key=lambda item: _file_and_folder(item.nodeid)[1] not in SHARING)
    for item in items:
        if NEEDS_SERVERS in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.infrastructure)


def pytest_collection_finish() -> None:
    """Leave what was collected out of every later search for garbage."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


def _file_and_folder(nodeid: str) -> tuple[str, str]:
    """Name the file of a test, and its folder; what a test is given may hold slashes too."""
    file = nodeid.split("::", maxsplit=1)[0]
    return file, file.rsplit("/", maxsplit=1)[0]


@pytest.fixture(scope="session", autouse=True)
def clock_of_the_season() -> Iterator[None]:
    """Let it be noon of a day in the middle of the season."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NUANDONG_PROFILE", "test")
        patch.setenv("NUANDONG_CLOCK", "2022-02-10T12:00:00+08:00,1")
        yield


@pytest.fixture(scope="session", autouse=True)
def hang_ups_are_heard() -> Iterator[None]:
    """Let a hang-up end what it is sent to, also where the tests themselves run under nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture(scope="session")
def servers(request: pytest.FixtureRequest) -> Iterator[Servers]:
    """Give a PostgreSQL and a RabbitMQ."""
    if worker := getattr(request.config, "workerinput", None):
        yield one_for_all.awaited(Path(worker["servers"]))
        return
    with infrastructure.servers(given_addresses=given_servers()) as found:
        yield found


@contextmanager
def provisioned(servers: Servers, folder: Path) -> Iterator[Site]:
    """Provision a site under a random name for the length of the block."""
    made = Site(f"t{secrets.token_hex(4)}", folder / "secrets")
    provision(servers, made.namespace, made.secrets)
    try:
        yield made
    finally:
        unprovision(servers, made.namespace, made.secrets)


@pytest.fixture(scope="session")
def site(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Give the site of this run; it is removed at the end."""
    with provisioned(servers, tmp_path_factory.mktemp("site")) as made:
        yield made
