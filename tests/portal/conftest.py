"""Portal with the season's frame, and the doors as different people see them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, create_engine

from deploy.demo.world import World
from deploy.seed import first_frame
from services.portal.service import Portal
from shared.database import driver_url
from shared.identity import Identity, Role, service_identity, sign, signing_key
from shared.settings import Settings
from shared.worker import in_process
from tests.builders import LEAGUE
from tests.conftest import Site

PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Doors:
    """Portal's doors under the tokens of different callers."""

    site: Site
    known: Settings

    def nobody(self) -> Portal:
        """As somebody who has not signed in."""
        return in_process(Portal, self.known, None)

    def service(self, name: str) -> Portal:
        """As a service, or the operator."""
        key = signing_key(Settings(name, self.site.secrets))
        return in_process(Portal, self.known, sign(key, name, service_identity(name), "portal"))

    def person(self, *roles: Role, scope: tuple[str, ...] = ("510104",)) -> Portal:
        """As a person with roles in a scope."""
        identity = Identity(uuid4(), None, UUID(LEAGUE), frozenset(roles), scope)
        return in_process(Portal, self.known, sign(signing_key(self.known), "portal", identity, "portal"))


@pytest.fixture(scope="session")
def doors(site: Site) -> Doors:
    site.migrate("portal")
    made = Doors(site, Settings("portal", site.secrets, "test"))
    operator = made.service("operator")
    operator.load_frame(id=str(uuid4()), fields=first_frame())
    answer = operator.add_organisations(id=str(uuid4()), fields={"rows": list(World().organisations())})
    assert "answer" in answer
    return made


@pytest.fixture(scope="session")
def owner(site: Site) -> Iterator[Engine]:
    """The database's owner, whom policies bind as everybody."""
    made = create_engine(driver_url(site.owner_url("portal")))
    yield made
    made.dispose()


@pytest.fixture
def a_person(doors: Doors) -> Callable[..., dict[str, Any]]:
    """Registers a person, and gives what was said of them."""

    def register(**but: Any) -> dict[str, Any]:
        said = {
            "login": f"clerk-{uuid4()}",
            "password": PASSWORD,
            "name": "王小明",
            "organisation": LEAGUE,
            "roles": ["recorder"],
            "scope": ["510104000000"],
            **but,
        }
        answer = doors.service("operator").add_person(id=str(uuid4()), fields=said)
        assert "answer" in answer, answer
        return said

    return register
