"""Who seeks work is handed on to jobs, over the real broker; while jobs is away, the need waits."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from services.jobs.service import Jobs
from services.outreach.service import Outreach
from shared.rpc import RpcClient
from shared.settings import Settings, environment
from shared.worker import in_process
from tests.builders import a_token, ready
from tests.conftest import Site
from tests.outreach.said import new_id, rule
from tests.outreach.test_needs import a_need, due
from tests.shared.serving import operator, until_answering


@pytest.fixture
def jobs(site: Site, tmp_path: Path) -> Iterator[Jobs]:
    known = ready(site, "jobs")
    serve = [sys.executable, "-m", "deploy", "serve", "jobs"]
    with (tmp_path / "jobs.log").open("ab") as log:
        surroundings = environment(NUANDONG_SECRETS=str(site.secrets))
        process = subprocess.Popen(serve, env=surroundings, stdout=log, stderr=log)
    try:
        with RpcClient(operator(site), lambda audience: a_token(site, audience)) as asker:
            until_answering(asker, of="jobs")
        yield in_process(Jobs, known, a_token(site, "jobs"))
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def seeking(clerk: Outreach) -> str:
    fields = a_need(category="work", seeker=new_id())
    return str(clerk.raise_need(id=new_id(), fields=fields)["answer"]["need"])


def test_while_jobs_is_away_the_need_waits_and_is_tried_again(
    keeper: Outreach, known: Settings, database: Engine, seeking: str
) -> None:
    [referral] = due(known, database, seeking)

    assert rule(keeper.refer_need(id=str(referral.id), fields=referral.fields)) == "ServiceAway"
    assert due(known, database, seeking) == [referral]
    assert not keeper.need(id=seeking)["answer"]["referred"]


def test_jobs_takes_over_who_seeks_work_once(
    keeper: Outreach, jobs: Jobs, known: Settings, database: Engine, seeking: str
) -> None:
    [referral] = due(known, database, seeking)
    first = keeper.refer_need(id=str(referral.id), fields=referral.fields)

    assert first == keeper.refer_need(id=str(referral.id), fields=referral.fields)
    assert rule(keeper.refer_need(id=new_id(), fields=referral.fields)) == "ReferredAlready"
    assert due(known, database, seeking) == []
    assert keeper.need(id=seeking)["answer"]["referred"]
    assert "answer" in jobs.referral(id=seeking)
