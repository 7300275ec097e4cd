"""A service of the tests' own with a vault, on outreach's database, and what is said at its doors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import Engine, create_engine, text

from shared import clock
from shared.database import driver_url, engine
from shared.desk import Desk
from shared.forms import Form
from shared.forms import text as text_field
from shared.identity import Identity, Role, service_identity, sign, signing_key
from shared.refusals import Refused, refused_from
from shared.settings import Settings
from shared.vault import Keys
from shared.worker import Transactions, VaultDoors, in_process
from tests.builders import CLERK, LEAGUE, TOWNSHIP, a_token, ready
from tests.conftest import Site

NAME, PHONE = "欧阳小满", "13800138000"
ENTERED = text("SELECT set_config('nuandong.scope', '{\"\"}', true)")
NURSE = UUID("00000000-0000-4000-8000-0000000000a5")


class Neighbour(Form):
    """邻里"""

    name = text_field(50, required=True, metadata={"label": "姓名"})
    phone = text_field(20, load_default="", metadata={"label": "电话", "findable": True})


def is_nurse(desk: Desk, _subject: UUID) -> bool:
    """Let nobody but the nurse look."""
    return desk.identity.person == NURSE


class Village(VaultDoors):
    """Knows its neighbours, and its infants, for whom their guardians speak."""

    name = "outreach"
    identities: ClassVar = {"neighbour": Neighbour, "infant": Neighbour}
    in_charge: ClassVar = {"infant": is_nurse}
    minors = frozenset({"infant"})
    transactions = Transactions("outreach")


@dataclass
class Doors:
    """The village's doors, for whoever calls."""

    site: Site
    known: Settings
    app: Engine
    owner: Engine
    person: UUID = CLERK

    def say(self, door: str, *roles: Role, scope: str = "510104", person: UUID | None = None, **arguments: Any) -> Any:
        """Call a door as a person; raises Refused."""
        token = a_token(self.site, "outreach", person or self.person, *roles, scope=(scope,))
        return _answer(getattr(in_process(Village, self.known, token), door)(**arguments))

    def refusals(self, door: str, *roles: Role, **arguments: Any) -> list[str]:
        """Call a door that refuses, and name the rules it names."""
        try:
            self.say(door, *roles, **arguments)
        except Refused as refused:
            return [each.rule for each in refused.refusals]
        return []

    def by_itself(self, door: str, **arguments: Any) -> Any:
        """Call as the service's own keeper does."""
        token = sign(signing_key(self.known), "outreach", service_identity("outreach"), "outreach")
        return _answer(getattr(in_process(Village, self.known, token), door)(**arguments))

    def kept(self, kind: str = "neighbour", **but: Any) -> UUID:
        """Keep somebody's identity."""
        said = keeping(**but)
        self.say("keep_identity", kind=kind, id=str(uuid4()), fields=said)
        return UUID(said["subject"])

    def asked(self, subject: UUID, purpose: str = "contact", **by: Any) -> str:
        """Ask for a look."""
        id = str(uuid4())
        self.say("ask_look", id=id, fields={"subject": str(subject), "purpose": purpose}, **by)
        return id

    def seen(self, subject: UUID, **by: Any) -> dict[str, Any]:
        """Look at somebody's identity."""
        looked: dict[str, Any] = self.say("look", id=self.asked(subject, **by), **by)
        return dict(looked["identity"])

    def raw(self, query: str, **values: Any) -> list[Any]:
        """Ask the database itself, as the application with every place in its scope."""
        with self.app.begin() as connection:
            connection.execute(ENTERED)
            result = connection.execute(text(query), values)
            return list(result.all()) if result.returns_rows else []

    def meddle(self, statement: str, **values: Any) -> None:
        """Change the database behind everybody's back, as whoever owns it could."""
        with self.owner.begin() as connection:
            connection.execute(ENTERED)
            connection.execute(text("ALTER TABLE vault_log DISABLE TRIGGER USER"))
            connection.execute(text(statement), values)
            connection.execute(text("ALTER TABLE vault_log ENABLE TRIGGER USER"))

    def dumped(self) -> str:
        """Give every row of every table, as whoever steals a backup would read it."""
        with self.owner.begin() as connection:
            connection.execute(ENTERED)
            tables = connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").scalars()
            rows = [connection.exec_driver_sql(f"SELECT each::text FROM {table} AS each") for table in tables.all()]  # noqa: S608
            return "\n".join(row for some in rows for row in some.scalars())

    @property
    def keys(self) -> Keys:
        """The keys as they lie in their files now."""
        return Keys(self.known)

    @property
    def itself(self) -> Identity:
        """The service."""
        return service_identity("outreach")


def _answer(answered: dict[str, Any]) -> Any:
    if "refused" in answered:
        raise refused_from(answered["refused"])
    return answered["answer"]


def keeping(**but: Any) -> dict[str, Any]:
    """Say an identity as a clerk would."""
    usual = {
        "subject": str(uuid4()),
        "place": TOWNSHIP,
        "organisation": LEAGUE,
        "identity": {"name": NAME, "phone": PHONE},
        "scopes": ["contact"],
        "given_by": "self",
        "given_on": str(clock.today()),
    }
    return {**usual, **but}


EMPTY = """
    ALTER TABLE vault_log DISABLE TRIGGER USER;
    TRUNCATE vault_subject, vault_field, vault_consent, vault_look, vault_log;
    ALTER TABLE vault_log ENABLE TRIGGER USER;
    UPDATE vault_log_head SET number = 0, digest = '';
"""


@contextmanager
def village(site: Site) -> Iterator[Doors]:
    """Open the village's doors on an empty vault."""
    known = ready(site, "outreach")
    app, owner = engine(known.database_url, pool_size=20), create_engine(driver_url(site.owner_url("outreach")))
    with owner.begin() as connection:
        connection.execute(text(EMPTY))
    try:
        yield Doors(site, known, app, owner)
    finally:
        app.dispose()
        owner.dispose()
