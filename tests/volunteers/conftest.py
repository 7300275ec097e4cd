"""The doors of volunteers on a real database, whose time stands where a test puts it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, Row, select, text

from deploy.demo.trips import HOST_PROVINCES
from deploy.demo.world import World
from services.volunteers.service import Volunteers
from services.volunteers.store import due
from shared.database import engine, transaction
from shared.duty import Due
from shared.eventlog import event_log
from shared.frame import apply
from shared.identity import Role, service_identity, sign, signing_key
from shared.refusals import Refused, refused_from
from shared.settings import Settings
from shared.worker import in_process
from tests.builders import CLERK, COUNTY, MARKER, a_token, ready
from tests.conftest import Site

DISSOLVED = "510104099000"
EARLY = datetime(2021, 11, 18, 1, 0, tzinfo=UTC)


@dataclass
class Office:
    """Somebody who calls the doors, at the time that the test sets."""

    site: Site
    known: Settings
    database: Engine
    now: datetime = EARLY
    role: Role = Role.RECORDER
    scope: str = "5101"
    person: UUID = CLERK

    def say(self, door: str, fields: dict[str, Any], id: str = "") -> dict[str, Any]:
        """Call a door that writes; raises Refused."""
        answer: dict[str, Any] = self.ask(door, id=id or str(uuid4()), fields=fields)
        return answer

    def ask(self, door: str, **arguments: Any) -> Any:
        """Call a door; raises Refused."""
        token = a_token(self.site, "volunteers", self.person, self.role, scope=(self.scope,))
        answer: dict[str, Any] = getattr(in_process(Volunteers, self.known, token), door)(**arguments)
        if "refused" in answer:
            raise refused_from(answer["refused"])
        return answer["answer"]

    def refusals(self, door: str, fields: dict[str, Any], id: str = "") -> list[str]:
        """Call a door that refuses, and name the rules it names; nothing may be told."""
        before = len(self.told())
        with pytest.raises(Refused) as refused:
            self.say(door, fields, id)

        assert len(self.told()) == before
        return [each.rule for each in refused.value.refusals]

    def counts(self, figure: str) -> list[dict[str, Any]]:
        """Ask what the state tables say of a figure, as reporting does."""
        key = signing_key(Settings("reporting", self.site.secrets))
        token = sign(key, "reporting", service_identity("reporting"), "volunteers")
        answer: list[dict[str, Any]] = in_process(Volunteers, self.known, token).counts(figure=figure)["answer"]
        return answer

    def due(self, subject: str) -> list[Due]:
        """List the due work of a subject, as the keeper sees it."""
        with transaction(self.database) as session:
            session.execute(text("SELECT set_config('nuandong.scope', '{\"\"}', true)"))
            return [each for each in due(session, self.now) if str(each.subject) == subject]

    def told(self) -> list[Row[Any]]:
        """List everything told so far, in which no free text may stand."""
        with transaction(self.database) as session:
            log = list(session.execute(select(event_log).order_by(event_log.c.id)))

        assert MARKER not in str(log)
        return log


@pytest.fixture(scope="session")
def world() -> World:
    """Give the demo's Sichuan."""
    return World()


@pytest.fixture(scope="session")
def known(site: Site) -> Settings:
    """Give the settings of volunteers whose database is ready."""
    return ready(site, "volunteers")


@pytest.fixture(scope="session")
def database(known: Settings) -> Iterator[Engine]:
    """Give the database, in whose frame one township was dissolved in mid-season."""
    dissolved = {"code": DISSOLVED, "name": "已撤镇", "level": "township", "parent": COUNTY, "version": 2}
    row = {**dissolved, "valid_from": "2000-01-01", "valid_to": "2022-01-20"}
    hosts = [{**row, "code": each, "level": "outside", "parent": None, "valid_to": None} for each in HOST_PROVINCES]
    opened = engine(known.database_url, pool_size=2)
    with transaction(opened) as session:
        apply(session, {"version": 2, "rows": [{"kind": "frame_place", "row": each} for each in (row, *hosts)]})
    yield opened
    opened.dispose()


@pytest.fixture
def office(site: Site, known: Settings, database: Engine, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Give a recorder of 成都 on the season's first morning."""
    made = Office(site, known, database)
    monkeypatch.setattr("shared.clock.now", lambda: made.now)
    return made
