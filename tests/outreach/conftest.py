"""Outreach's database, who calls its doors, and what its log holds."""

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, Row, select

from deploy.demo.outreach import stories
from deploy.demo.outreach.acts import HOSTS
from deploy.demo.world import World
from services.outreach.service import Outreach
from shared.database import engine, transaction
from shared.eventlog import event_log
from shared.frame import apply
from shared.identity import Role, service_identity, sign, signing_key
from shared.settings import Settings
from shared.worker import in_process
from tests.builders import CHIEF, CLERK, a_token, ready
from tests.conftest import Site


@pytest.fixture(scope="session")
def known(site: Site) -> Settings:
    found = ready(site, "outreach")
    stands = {"level": "outside", "parent": None, "valid_from": "2000-01-01", "valid_to": None, "version": 2}
    rows = [{"kind": "frame_place", "row": {"code": code, "name": "省外", **stands}} for code in HOSTS]
    opened = engine(found.database_url, pool_size=1)
    with transaction(opened) as session:
        apply(session, {"version": 2, "rows": rows})
    opened.dispose()
    return found


@pytest.fixture(scope="session")
def database(known: Settings) -> Iterator[Engine]:
    opened = engine(known.database_url, pool_size=2)
    yield opened
    opened.dispose()


@pytest.fixture
def clerk(site: Site, known: Settings) -> Outreach:
    return in_process(Outreach, known, a_token(site, "outreach"))


@pytest.fixture
def chief(site: Site, known: Settings) -> Outreach:
    return in_process(Outreach, known, a_token(site, "outreach", CHIEF, Role.APPROVER, Role.RECORDER))


@pytest.fixture
def keeper(known: Settings) -> Outreach:
    token = sign(signing_key(known), "outreach", service_identity("outreach"), "outreach")
    return in_process(Outreach, known, token)


@pytest.fixture
def told(database: Engine) -> Callable[[str], list[tuple[str, int, dict[str, Any]]]]:
    def about(thing: str) -> list[tuple[str, int, dict[str, Any]]]:
        with transaction(database) as session:
            rows = session.execute(select(event_log).order_by(event_log.c.id)).all()
        return [(row.type, row.sign, row.data) for row in rows if thing in row.data.values()]

    return about


@pytest.fixture(scope="session")
def winter(site: Site, known: Settings, database: Engine) -> Sequence[Row[Any]]:
    people = {"recorder": (CLERK, Role.RECORDER), "approver": (CHIEF, Role.APPROVER)}
    tokens = {by: a_token(site, "outreach", person, role, scope=("51",)) for by, (person, role) in people.items()}
    for step in (step for story in stories(Random(5), World(), 500) for step in story):
        if str(step.on) <= "2022-02-10":
            answer = getattr(in_process(Outreach, known, tokens[step.by]), step.door)(**step.arguments)
            assert "answer" in answer, (step, answer)
    with transaction(database) as session:
        return session.execute(select(event_log).order_by(event_log.c.id)).all()
