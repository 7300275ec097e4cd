"""Jobs' doors, called by whoever the test says, on the day it says."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, Row, select

from services.jobs.service import Jobs
from shared import clock
from shared.database import transaction
from shared.eventlog import event_log
from shared.identity import Role, service_identity, sign, signing_key
from shared.refusals import Refused, refused_from
from shared.settings import Settings
from shared.worker import in_process
from tests.builders import a_token
from tests.conftest import Site


@dataclass
class Office:
    """Calls jobs' doors on a day of the domain's clock."""

    site: Site
    engine: Engine
    today: date = date(2022, 1, 10)

    def now(self) -> datetime:
        """Tell the domain's time: noon."""
        return datetime.combine(self.today, time(12), clock.SHANGHAI)

    def person(self, scope: str, role: Role) -> str:
        """Sign somebody in."""
        return a_token(self.site, "jobs", uuid4(), role, scope=(scope,))

    def keeper(self) -> str:
        """Sign the service itself in, as its keeper does."""
        return sign(signing_key(self._settings), "jobs", service_identity("jobs"), "jobs")

    def service(self, name: str) -> str:
        """Sign another service in."""
        return sign(signing_key(Settings(name, self.site.secrets, "test")), name, service_identity(name), "jobs")

    def ask(self, door: str, *, token: str, **arguments: Any) -> Any:
        """Call a door; raises Refused."""
        said = getattr(in_process(Jobs, self._settings, token), door)(**arguments)
        if "refused" in said:
            raise refused_from(said["refused"])
        return said["answer"]

    def call(
        self, door: str, fields: dict[str, Any], id: str | None = None, scope: str = "51", role: Role = Role.RECORDER
    ) -> Any:
        """Write through a door; raises Refused."""
        return self.ask(door, token=self.person(scope, role), id=id or str(uuid4()), fields=fields)

    def rules(self, door: str, fields: dict[str, Any], **more: Any) -> list[str]:
        """Name the rules by which a door refuses, and see that it told nothing."""
        before = len(self.told())
        with pytest.raises(Refused) as caught:
            self.call(door, fields, **more)
        assert len(self.told()) == before
        return [each.rule for each in caught.value.refusals]

    def told(self, about: str = "") -> list[Row[Any]]:
        """List what was told, in all or about one thing."""
        with transaction(self.engine) as session:
            rows = session.execute(select(event_log).order_by(event_log.c.id)).all()
        return [row for row in rows if not about or about in row.data.values()]

    def counts(self, figure: str) -> list[dict[str, Any]]:
        """Gather all pages of what the state tables say of a figure."""
        found: list[dict[str, Any]] = []
        while page := self.ask("counts", token=self.keeper(), figure=figure, offset=len(found), limit=500):
            found += page
        return found

    @property
    def _settings(self) -> Settings:
        return Settings("jobs", self.site.secrets, "test")
