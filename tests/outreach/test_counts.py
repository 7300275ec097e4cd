"""What outreach's tables say of each figure is what its log told, after a winter of changes."""

from collections.abc import Sequence
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, Row, select, text

from deploy.demo.outreach import stories
from deploy.demo.world import World
from services.outreach.facts import INDICATORS
from services.outreach.service import Outreach
from services.outreach.store import FIGURES
from shared.database import transaction
from shared.eventlog import event_log
from shared.facts import Counted, Ratio
from shared.identity import Role
from shared.settings import Settings
from shared.tally import counts
from shared.worker import in_process
from tests.builders import CHIEF, CLERK, a_token
from tests.conftest import Site
from tests.jobs.recount import answered, recounted

COUNTED = [each for each in INDICATORS if not isinstance(each, Ratio)]


@pytest.fixture(scope="module")
def winter(site: Site, known: Settings, database: Engine) -> Sequence[Row[Any]]:
    people = {"recorder": (CLERK, Role.RECORDER), "approver": (CHIEF, Role.APPROVER)}
    tokens = {by: a_token(site, "outreach", person, role, scope=("51",)) for by, (person, role) in people.items()}
    for step in (step for story in stories(Random(3), World(), 500) for step in story):
        if str(step.on) <= "2022-02-10":
            answer = getattr(in_process(Outreach, known, tokens[step.by]), step.door)(**step.arguments)
            assert "answer" in answer, (step, answer)
    with transaction(database) as session:
        return session.execute(select(event_log).order_by(event_log.c.id)).all()


@pytest.mark.parametrize("indicator", COUNTED, ids=lambda each: each.code)
def test_the_tables_say_what_the_log_told(indicator: Counted, winter: Sequence[Row[Any]], database: Engine) -> None:
    with transaction(database) as session:
        session.execute(text("SELECT set_config('role', current_database() || '_reader', true)"))
        said = counts(session, FIGURES, indicator.code, 0, 100_000)

    assert said, "the winter says nothing of this figure"
    assert answered(indicator, said) == recounted(indicator, winter)
