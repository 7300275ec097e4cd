"""Boards as somebody sees them who looks at one after another, over HTTP and from the real process of the pages."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from uuid import uuid4

from deploy.demo.world import PROVINCE, World, organisation_id
from deploy.infrastructure.addresses import free_port
from deploy.processes import processes
from deploy.seed import load_frame
from deploy.site import await_portal, operator
from deploy.supervisor import supervisor
from tests.bench.load import offered, request
from tests.bench.whole import CLOCK
from tests.builders import ready
from tests.conftest import Site
from tests.shared.serving import until_answering

ASKED = ("serve-portal", "serve-reporting", "web")
"""Who takes part in showing a board; nobody counts beside it, for the cells were written as if all were counted."""

LOOKS = 400


@contextmanager
def looking(site: Site, periods: tuple[str, ...]) -> Iterator[Looking]:
    """Have somebody signed in who sees the whole province, for the length of the block."""
    site.migrate("portal")
    ready(site, "reporting")
    port = free_port()
    made = processes(site.secrets, "test", CLOCK, bind=f"127.0.0.1:{port}")
    with (
        TemporaryDirectory() as folder,
        supervisor([each for each in made if each.name in ASKED], Path(folder) / "log"),
        operator(site.secrets) as rpc,
    ):
        for service in ("portal", "reporting"):
            until_answering(rpc, 60.0, service)
        await_portal(f"http://127.0.0.1:{port}/")
        load_frame(rpc)
        login, password, league = "onlooker", secrets.token_urlsafe(12), organisation_id("league", PROVINCE)
        rows = [each for each in World().organisations() if each["id"] == league]
        rpc.call("portal", "add_organisations", deadline=30.0, id=uuid4(), fields={"rows": rows})
        who = {"login": login, "password": password, "name": "测速", "organisation": league}
        fields = {**who, "roles": ["viewer"], "scope": [PROVINCE]}
        rpc.call("portal", "add_person", deadline=30.0, id=uuid4(), fields=fields)
        session = rpc.call("portal", "sign_in", login=login, password=password, code="")["session"]
        yield Looking(port, session, periods)


class Looking:
    """Somebody who looks at boards."""

    def __init__(self, port: int, session: str, periods: tuple[str, ...]) -> None:
        """Remember where the pages are, whose session it is, and which periods there are."""
        self._port = port
        self._session = session
        self._periods = periods

    def p99(self, chance: Random) -> float:
        """Look at boards of the province, of cities and of counties, one after another; answer p99 in milliseconds."""
        boards = [self._board(World(), chance) for _ in range(LOOKS)]
        offered(self._port, boards[: LOOKS // 10], 1)
        return offered(self._port, boards, 1)["p99"]

    def _board(self, world: World, chance: Random) -> str:
        here = world.township(chance)
        place = chance.choice([world.county_of(here), world.city_of(here), PROVINCE])
        address = f"/board/{place}?period={chance.choice(self._periods)}"
        return request("GET", address, Cookie=f"session={self._session}")
