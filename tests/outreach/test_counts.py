"""What outreach's tables say of each figure is what its log told, after a winter of changes."""

from collections import Counter
from random import Random

from sqlalchemy import Engine, select, text

from deploy.demo.outreach import stories
from deploy.demo.world import World
from services.outreach.service import Outreach
from services.outreach.store import FIGURES
from shared.database import transaction
from shared.eventlog import event_log
from shared.identity import Role
from shared.settings import Settings
from shared.tally import counts
from shared.worker import in_process
from tests.builders import CHIEF, CLERK, a_token
from tests.conftest import Site


def test_the_tables_say_what_the_log_told(site: Site, known: Settings, database: Engine) -> None:
    winter = list(stories(Random(3), World(), 150))
    people = {"recorder": (CLERK, Role.RECORDER), "approver": (CHIEF, Role.APPROVER)}
    doors = {
        by: in_process(Outreach, known, a_token(site, "outreach", person, role, scope=("51",)))
        for by, (person, role) in people.items()
    }
    for step in (step for story in winter for step in story):
        getattr(doors[step.by], step.door)(**step.arguments)

    assert _said(database, "visits") == _told(database, "VisitRecorded", None)
    assert _said(database, "persons_visited") == _told(database, "VisitRecorded", "persons")
    assert _said(database, "lecture_audience_offline") == _told(database, "LectureHeld", "audience_offline")
    assert _said(database, "aid_cash") == _told(database, "AidDelivered", "cash_fen")


def _said(database: Engine, figure: str) -> Counter[str]:
    with transaction(database) as session:
        session.execute(text("SELECT set_config('role', current_database() || '_reader', true)"))
        rows = counts(session, FIGURES, figure, 0, 100_000)
    total = Counter[str]()
    for row in rows:
        if row["breakdown"] == "":
            total[row["place"] + row["on"]] += row["value"]
    return +total


def _told(database: Engine, kind: str, field: str | None) -> Counter[str]:
    total = Counter[str]()
    with transaction(database) as session:
        for fact in session.execute(select(event_log).where(event_log.c.type == kind)):
            leaf = fact.place if fact.place.startswith("51") else fact.home
            total[leaf + str(fact.occurred_on)] += fact.sign * (fact.data[field] if field else 1)
    return Counter({spot: value for spot, value in total.items() if value})


def test_every_figure_can_be_asked(database: Engine) -> None:
    with transaction(database) as session:
        session.execute(text("SELECT set_config('role', current_database() || '_reader', true)"))
        asked = {figure: counts(session, FIGURES, figure, 0, 10) for figure in FIGURES}

    assert set(asked) == set(FIGURES)
