"""A restored cluster beside the running site: its addresses, its services' doors, and what lies in its tables."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson
import psycopg
from psycopg.sql import SQL, Identifier

from deploy.provision.files import write
from deploy.roster import SERVICES
from shared.bus import Publisher
from shared.identity import service_identity, sign, signing_key
from shared.relay import Relay
from shared.settings import Settings, profile
from shared.worker.transactions import Caller, Desks

ASKS = "reporting"
NOWHERE = "amqp://127.0.0.1:1/"

_HEAD = "SELECT head FROM relay"
# Every row up to a position, whole, in any order: numbered facts are never changed, so both sides must say the same.
_LOGGED = "SELECT count(*), sum(hashtextextended(l::text, 0)::numeric) FROM event_log AS l WHERE position <= %s"
_TABLES = """
    SELECT schemaname, tablename FROM pg_tables
    WHERE schemaname <> ALL('{pg_catalog,information_schema}') AND has_table_privilege(
        current_database() || '_reader', format('%I.%I', schemaname, tablename), 'SELECT')
"""
_WRITES = "SELECT schemaname, relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_user_tables"
_READER = "SELECT set_config('role', current_database() || '_reader', true)"


class Aside:
    """The services on the restored cluster, with the keys that came out of the two halves."""

    def __init__(self, secrets: Path, site: Path, port: int) -> None:
        """Write down where each service's database now answers; raises nothing that the site would not."""
        self.secrets = secrets
        self._desks: dict[str, Desks] = {}
        for service in SERVICES:
            url = urlsplit((site / service / "database_url").read_text(encoding="utf-8"))
            here = url._replace(netloc=f"{url.username}:{url.password}@127.0.0.1:{port}", query="")
            write(secrets / service / "database_url", here.geturl())
            shutil.copy(site / service / "trusted.json", secrets / service)

    def settings(self, service: str) -> Settings:
        """Give the settings of a service."""
        return Settings(service, self.secrets, profile())

    def call(self, service: str, method: str, /, *, deadline: float, **arguments: Any) -> Any:  # noqa: ARG002 - nobody is away
        """Ask a service's door in this process, in the name of reporting."""
        known = self.settings(service)
        desks = self._desks.setdefault(service, Desks(known))
        token = sign(signing_key(self.settings(ASKS)), ASKS, service_identity(ASKS), service)
        doors = getattr(import_module(f"services.{service}.service"), service.capitalize())()
        doors.transactions = Caller(desks, token)
        answered = getattr(doors, method)(**arguments)
        return orjson.loads(orjson.dumps(answered))["answer"]

    def woken(self, service: str) -> str:
        """Begin the new epoch of a service's log as its keeper would, number what waits, and name the source."""
        relay = Relay(self.settings(service).database_url, Publisher(NOWHERE, f"{service}.events"), service)
        with closing(relay):
            relay.lead()
            while relay.number():
                pass
        return str(self.call(service, "head", deadline=0.0)["source"])

    def close(self) -> None:
        """Close every connection."""
        for desks in self._desks.values():
            desks.close()


@contextmanager
def aside(secrets: Path, site: Path, port: int) -> Iterator[Aside]:
    """Have the services on the restored cluster for the length of the block."""
    with closing(Aside(secrets, site, port)) as made:
        yield made


def head(url: str) -> int:
    """Tell how far a log is numbered."""
    with psycopg.connect(url) as connection:
        return int(connection.execute(_HEAD).fetchall()[0][0])


def logged(url: str, up_to: int) -> tuple[int, int]:
    """Count and digest a log up to a position."""
    with psycopg.connect(url) as connection:
        [(facts, digest)] = connection.execute(_LOGGED, [up_to]).fetchall()
    return int(facts), int(digest or 0)


def rows(url: str) -> Mapping[str, int]:
    """Count the rows of every table that its readers may see."""
    with psycopg.connect(url) as connection:
        tables = [Identifier(*each) for each in connection.execute(_TABLES)]
        connection.execute(_READER)
        counts = (connection.execute(SQL("SELECT count(*) FROM {}").format(each)).fetchall() for each in tables)
        return {each.as_string(): int(count) for each, [(count,)] in zip(tables, counts, strict=True)}


def writes(url: str) -> Mapping[str, int]:
    """Count the writes that each table ever had, which tell a quiet one from one that is as long as before."""
    with psycopg.connect(url) as connection:
        return {Identifier(*table).as_string(): int(count) for *table, count in connection.execute(_WRITES)}
