"""A whole site, running: its own databases, its own broker, every process, a frame, and people who record."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg

from deploy.demo.people import await_frame
from deploy.demo.world import World, organisation_id
from deploy.infrastructure import Servers
from deploy.infrastructure.addresses import free_port
from deploy.infrastructure.quarters import quarters
from deploy.management import Management, segment
from deploy.migrate import migrate
from deploy.processes import processes
from deploy.provision import provision, unprovision
from deploy.roster import ACTION_SERVICES, SERVICES
from deploy.seed import load_frame
from deploy.site import await_services, operator
from shared import clock
from shared.bus import Publisher, connect
from shared.rpc import PersonTokens, RpcClient
from shared.settings import Settings
from tests.builders import CITY, MARKER
from tests.journeys.broker import Broker, beside, own_broker
from tests.journeys.running import Running

NOON, LATER = "2022-02-10T12:00:00+08:00", "2022-04-30T00:00:00+08:00"
SPY = "spy"
RECORDER, APPROVER = "recorder", "approver"
CITIES = ("5101", "5109")


@dataclass(frozen=True)
class Live:
    """A site as the tests see it: as its operator, as its people, and as whoever may break it."""

    servers: Servers
    broker: Broker | None
    namespace: str
    secrets: Path
    running: Running
    operator: RpcClient
    recorder: RpcClient
    approver: RpcClient
    password: str
    portal: str
    heard: list[tuple[str, bytes]] = field(default_factory=list)

    def settings(self, service: str) -> Settings:
        """Give the settings of a service's process."""
        return Settings(service, self.secrets, "test")

    @property
    def clock(self) -> Path:
        """Name the file that every process of the site reads the domain's time by."""
        return self.secrets.parent / "clock"

    def let_pass(self, seconds: float) -> None:
        """Let so much of the domain's time have passed, for every process at once."""
        rate, anchor = self.clock.read_text(encoding="ascii").split()
        fresh = self.clock.with_name("clock.fresh")
        fresh.write_text(f"{rate} {float(anchor) - seconds}", encoding="ascii")
        fresh.rename(self.clock)

    def database(self, service: str) -> str:
        """Name a service's database."""
        return f"{self.namespace}_{service}"

    @contextmanager
    def connected(self, database: str) -> Iterator[psycopg.Connection]:
        """Connect to a database as the administrator, past every policy."""
        address = psycopg.conninfo.make_conninfo(self.servers.database_url, dbname=database)
        with psycopg.connect(address, autocommit=True) as connection:
            yield connection

    def ask(self, service: str, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask a service's database."""
        with self.connected(self.database(service)) as connection:
            answer = connection.execute(query, values or None)
            return answer.fetchall() if answer.description else []

    def administer(self, *statements: str) -> None:
        """Tell the database server something, a statement at a time."""
        with self.connected("postgres") as connection:
            for each in statements:
                connection.execute(each)

    def end_database_connections(self) -> None:
        """Terminate every connection that anybody has to the site's databases."""
        self.administer(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"  # noqa: S608 - our own random name
            f" WHERE datname LIKE '{self.namespace}\\_%' AND pid <> pg_backend_pid()"
        )

    def end_broker_connections(self) -> None:
        """Close every connection that anybody has to the site's virtual host."""
        management = self.management
        for each in management.get(f"/api/vhosts/{segment(self.namespace)}/connections"):
            path = f"/api/connections/{segment(each['name'])}"
            try:
                management.delete(path)
            except ConnectionError:  # one that ended by itself at that moment: 500 first, and then it is gone
                management.delete(path)

    @property
    def broker_uri(self) -> str:
        """Give the administrator's address of the site's virtual host."""
        return urlsplit(self.servers.broker_uri)._replace(path=f"/{self.namespace}").geturl()

    def publish(self, service: str, *bodies: bytes, kind: str = "VisitRecorded") -> None:
        """Say something to a service's exchange in its stead."""
        with closing(Publisher(self.broker_uri, f"{service}.events")) as publisher:
            publisher.publish([(kind, each) for each in bodies])

    def overheard(self) -> list[tuple[str, bytes]]:
        """Give everything that was ever said to the services' exchanges, oldest first, with its type."""
        with closing(connect(self.broker_uri)) as connection:
            channel = connection.channel()
            channel.auto_decode = False
            while message := channel.basic_get(SPY, no_ack=True):
                self.heard.append((message.delivery_info["routing_key"], bytes(message.body)))
        return self.heard

    def purge(self, queue: str = "reporting.facts") -> None:
        """Throw away what waits in a queue."""
        self.management.delete(f"/api/queues/{segment(self.namespace)}/{queue}/contents")

    @property
    def management(self) -> Management:
        """The broker's management API."""
        assert self.servers.management_url, "these journeys need the broker's management API"
        return Management(self.servers.management_url)


@contextmanager
def live_site(servers: Servers, folder: Path) -> Iterator[Live]:
    """Run a site for the length of the block."""
    namespace, home = f"t{secrets.token_hex(4)}", folder / "secrets"
    with ExitStack() as stack:
        room = stack.enter_context(quarters(Path(".local")))
        broker = stack.enter_context(own_broker(servers.origin, room))
        found = beside(servers, broker)
        stack.callback(unprovision, found, namespace, home)
        provision(found, namespace, home)
        for service in SERVICES:
            migrate(service, (home / "migrate" / service).read_text(encoding="utf-8"))
        started = folder / "clock"
        clock.release(started, 1.0)
        bind = f"127.0.0.1:{free_port()}"
        run = processes(home, "test", f"{NOON},{started},{LATER}", counters=2, targets=folder / "targets", bind=bind)
        running = Running(run, folder / "nuandong.log")
        stack.callback(running.stop_all)
        running.start_usual()
        rpc = stack.enter_context(operator(home))
        await_services(rpc, print)
        _settle(rpc)
        password = secrets.token_urlsafe(12)
        recorder, approver = (_person(rpc, role, password) for role in (RECORDER, APPROVER))
        portal = f"http://{bind}"
        live = Live(found, broker, namespace, home, running, rpc, recorder, approver, password, portal)
        _listen(live)
        yield live


def _settle(rpc: RpcClient) -> None:
    """Load the places and some organisations, and wait until every service knows them."""
    load_frame(rpc)
    rows = [each for each in World().organisations() if each["place"].startswith((*CITIES, "5100000000"))]
    known = rpc.call("portal", "add_organisations", deadline=30.0, id=uuid4(), fields={"rows": rows})
    await_frame(rpc, known["version"])


def _listen(live: Live) -> None:
    """Have a queue beside the counter's that hears everything."""
    with closing(connect(live.broker_uri)) as connection, connection.channel() as channel:
        channel.queue_declare(SPY, durable=True, auto_delete=False)
        for service in (*ACTION_SERVICES, "portal"):
            channel.queue_bind(SPY, f"{service}.events", "#")


def _person(rpc: RpcClient, role: str, password: str) -> RpcClient:
    """Register a person of one city under the name of the role, and sign in as that person."""
    fields = {
        "login": role,
        "password": password,
        "name": MARKER,
        "organisation": organisation_id("league", CITY),
        "roles": [role, "viewer"],
        "scope": [CITY],
    }
    rpc.call("portal", "add_person", deadline=30.0, id=uuid4(), fields=fields)
    return rpc.under(PersonTokens(rpc, role, password))
