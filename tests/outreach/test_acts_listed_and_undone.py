"""Acts listed as people look for them, and withdrawals taken back."""

from typing import Any
from uuid import UUID, uuid4, uuid5

from sqlalchemy import Engine, select, text

from services.outreach.service import Outreach
from shared.database import straight, transaction
from shared.eventlog import event_log
from shared.identity import CONFINING, service_identity
from shared.settings import Settings
from shared.worker import in_process
from tests.builders import CITY, COUNTY, LABOUR, a_token, a_visit
from tests.conftest import Site
from tests.outreach.test_acts import facts_in, rules

KIND = "VisitRecorded"


def signs(database: Engine, id: str) -> list[int]:
    facts = {str(uuid5(UUID(id), str(revision))) for revision in range(1, 5)}
    with transaction(database) as session:
        rows = session.execute(select(event_log).order_by(event_log.c.id)).all()
    return [row.sign for row in rows if {str(row.fact_id), str(row.reverses)} & facts]


def recorded(clerk: Outreach, **said: Any) -> str:
    id = str(uuid4())
    clerk.record(kind=KIND, id=id, fields=a_visit(**said))
    return id


def test_a_withdrawal_is_taken_back_and_the_act_counts_again(clerk: Outreach, database: Engine) -> None:
    id = recorded(clerk)
    clerk.withdraw(kind=KIND, id=id, reason="误录")

    first = clerk.reinstate(kind=KIND, id=id)["answer"]
    again = clerk.reinstate(kind=KIND, id=id)["answer"]

    assert first == again == {"id": id, "kind": KIND, "revision": 2}
    assert signs(database, id) == [1, -1, 1]
    shown = clerk.look_up(kind=KIND, id=id)["answer"]
    assert shown["withdrawn_at"] is None
    assert [each["content"] for each in shown["history"]] == [shown["history"][0]["content"]] * 2


def test_a_withdrawal_of_long_ago_stays(clerk: Outreach, database: Engine) -> None:
    id = recorded(clerk)
    clerk.withdraw(kind=KIND, id=id, reason="误录")
    with transaction(database) as session:
        straight(session, f"SELECT {CONFINING}", {"scope": list(service_identity("outreach").scope)})
        session.execute(
            text("UPDATE act SET withdrawn_at = withdrawn_at - interval '11 minutes' WHERE id = :id"), {"id": id}
        )
    before = facts_in(database)

    assert rules(clerk.reinstate(kind=KIND, id=id)) == [("TooLateToUndo", "id")]
    assert facts_in(database) == before


def test_nobody_takes_back_a_withdrawal_elsewhere(site: Site, known: Settings, clerk: Outreach) -> None:
    id = recorded(clerk)
    stranger = in_process(Outreach, known, a_token(site, "outreach", scope=("5109",)))
    clerk.withdraw(kind=KIND, id=id, reason="误录")

    assert rules(stranger.reinstate(kind=KIND, id=id)) == [("NotFound", "id")]


def test_a_list_is_narrowed_by_words_organisations_and_withdrawal(clerk: Outreach) -> None:
    day = {"occurred_on": "2021-12-28", "place": COUNTY}
    away = recorded(clerk, target="away_worker", **day)
    joint = recorded(clerk, target="young_worker", topics=["tickets", "safety"], joint_organisations=[LABOUR], **day)
    gone = recorded(clerk, target="away_worker", **day)
    clerk.withdraw(kind=KIND, id=gone, reason="误录")

    def listed(**wanted: Any) -> list[str]:
        same_day = {"since": "2021-12-28", "until": "2021-12-28"}
        return [each["id"] for each in clerk.listing(kind=KIND, **same_day, **wanted)["answer"]]

    assert listed(where={"target": "away_worker"}) == [away]
    assert listed(where={"topics": "safety"}) == [joint]
    assert listed(organisation=LABOUR) == [joint]
    assert listed(withdrawn=True) == [gone]
    assert rules(clerk.listing(kind=KIND, where={"recorded_by": "x"})) == [("FieldUnknown", "recorded_by")]


def test_the_newest_come_first_page_by_page(clerk: Outreach) -> None:
    days = ["2021-12-20", "2021-12-21", "2021-12-22"]
    ids = [recorded(clerk, occurred_on=day, place=CITY) for day in days]
    span = {"since": days[0], "until": days[-1], "place": CITY, "newest": True}

    first = clerk.listing(kind=KIND, limit=2, **span)["answer"]
    rest = clerk.listing(kind=KIND, after=[first[-1]["occurred_on"], first[-1]["id"]], **span)["answer"]

    assert [each["id"] for each in (*first, *rest)] == ids[::-1]
