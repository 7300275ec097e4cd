"""Acts through outreach's doors; the other services share them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from uuid import UUID, uuid4, uuid5

import pytest
from sqlalchemy import Engine, func, select

from deploy.demo.world import organisation_id
from services.outreach.service import Outreach
from shared.database import transaction
from shared.eventlog import event_log
from shared.identity import Role
from shared.settings import Settings
from shared.worker import in_process
from tests.builders import AWAY, CITY, COUNTY, ELSEWHERE, LABOUR, LEAGUE, MARKER, TOWNSHIP, a_lecture, a_token, a_visit
from tests.conftest import Site


def told(database: Engine, id: str) -> list[tuple[str, int, dict[str, Any]]]:
    """List what the log holds about an act, oldest first."""
    facts = {str(each) for each in _fact_ids(id)}
    with transaction(database) as session:
        rows = session.execute(select(event_log).order_by(event_log.c.id)).all()
    return [(row.type, row.sign, row.data) for row in rows if {str(row.fact_id), str(row.reverses)} & facts]


def _fact_ids(id: str) -> list[UUID]:

    return [uuid5(UUID(id), str(revision)) for revision in range(1, 5)]


def facts_in(database: Engine) -> int:
    with transaction(database) as session:
        return session.scalar(select(func.count()).select_from(event_log)) or 0


def rules(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["rule"], each["field"]) for each in answer["refused"]]


def test_a_recorded_visit_tells_one_fact_and_its_note_stays_at_home(clerk: Outreach, database: Engine) -> None:
    id = str(uuid4())

    answer = clerk.record(kind="VisitRecorded", id=id, fields=a_visit(joint_organisations=[LABOUR]))

    assert answer["answer"]["revision"] == 1
    [(kind, sign, data)] = told(database, id)
    assert (kind, sign) == ("VisitRecorded", 1)
    assert data["persons"] == 3
    assert data["joint_organisations"] == [LABOUR]
    assert MARKER not in str(data)


def test_the_same_id_with_the_same_content_is_answered_as_the_first_time(clerk: Outreach, database: Engine) -> None:
    id, visit = str(uuid4()), a_visit()

    first = clerk.record(kind="VisitRecorded", id=id, fields=visit)
    again = clerk.record(kind="VisitRecorded", id=id, fields=visit)

    assert first == again
    assert len(told(database, id)) == 1


def test_the_same_id_with_other_content_is_refused(clerk: Outreach, database: Engine) -> None:
    id, visit = str(uuid4()), a_visit()
    clerk.record(kind="VisitRecorded", id=id, fields=visit)

    assert rules(clerk.record(kind="VisitRecorded", id=id, fields={**visit, "persons": 4})) == [("IdAlreadyUsed", "id")]
    assert rules(clerk.record(kind="LectureHeld", id=id, fields=a_lecture())) == [("IdAlreadyUsed", "id")]
    assert len(told(database, id)) == 1


def test_a_retry_after_an_amendment_is_still_answered_as_the_first_time(clerk: Outreach) -> None:
    id, visit = str(uuid4()), a_visit()
    first = clerk.record(kind="VisitRecorded", id=id, fields=visit)
    clerk.amend(kind="VisitRecorded", id=id, revision=1, fields={**visit, "persons": 5})

    assert clerk.record(kind="VisitRecorded", id=id, fields=visit) == first


FOREIGN = {"place": ELSEWHERE, "organisation": organisation_id("league", ELSEWHERE[:6] + "000000")}

REFUSED: list[tuple[Callable[[], dict[str, Any]], str, str]] = [
    (lambda: a_visit(place="519999999999"), "PlaceUnknown", "place"),
    (lambda: a_visit(place="5101"), "FieldInvalid", "place"),
    (lambda: a_visit(place=ELSEWHERE), "OutOfScope", "place"),
    (lambda: a_visit(organisation=str(uuid4())), "OrganisationUnknown", "organisation"),
    (lambda: a_visit(joint_organisations=[str(uuid4())]), "OrganisationUnknown", "joint_organisations"),
    (lambda: a_visit(occurred_on="2022-02-11"), "DateInFuture", "occurred_on"),
    (lambda: a_visit(occurred_on="2021-10-31"), "DateOutsideCampaign", "occurred_on"),
    (lambda: a_visit(occurred_on="2021-02-30"), "FieldInvalid", "occurred_on"),
    (lambda: a_visit(persons=-1), "FieldInvalid", "persons"),
    (lambda: a_visit(persons=0), "FieldInvalid", "persons"),
    (lambda: a_visit(persons=100_000), "FieldInvalid", "persons"),
    (lambda: a_visit(persons=2.5), "FieldInvalid", "persons"),
    (lambda: a_visit(persons=True), "FieldInvalid", "persons"),
    (lambda: a_visit(target="rich_people"), "FieldInvalid", "target"),
    (lambda: a_visit(household="张三家"), "FieldInvalid", "household"),
    (lambda: a_visit(note="x" * 501), "FieldInvalid", "note"),
    (lambda: a_visit(note="\x00"), "FieldInvalid", "note"),
    (lambda: a_visit(topics=["safety", "safety"]), "FieldInvalid", "topics"),
    (lambda: a_visit(colour="red"), "FieldUnknown", "colour"),
    (lambda: {name: each for name, each in a_visit().items() if name != "household"}, "FieldMissing", "household"),
]

NAMES = [f"{rule}-{field}-{number}" for number, (_, rule, field) in enumerate(REFUSED)]


@pytest.mark.parametrize(("said", "rule", "field"), REFUSED, ids=NAMES)
def test_what_breaks_a_rule_is_refused_by_name_and_tells_nothing(
    clerk: Outreach, database: Engine, said: Callable[[], dict[str, Any]], rule: str, field: str
) -> None:
    before = facts_in(database)

    answer = clerk.record(kind="VisitRecorded", id=str(uuid4()), fields=said())

    assert rules(answer) == [(rule, field)]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in answer["refused"][0]["message"])
    assert facts_in(database) == before


def test_every_broken_field_is_named_at_once(clerk: Outreach) -> None:
    answer = clerk.record(kind="VisitRecorded", id=str(uuid4()), fields=a_visit(persons=-1, target="x"))

    assert {field for _, field in rules(answer)} == {"persons", "target"}


def test_a_kind_that_no_service_knows_is_refused(clerk: Outreach) -> None:
    assert rules(clerk.record(kind="PartyHeld", id=str(uuid4()), fields={})) == [("UnknownKind", "kind")]


def test_an_act_outside_the_province_lies_with_its_lead_organisation(clerk: Outreach, database: Engine) -> None:
    id = str(uuid4())
    clerk.record(kind="VisitRecorded", id=id, fields=a_visit(place=AWAY))

    with transaction(database) as session:
        row = session.execute(select(event_log).where(event_log.c.fact_id == _fact_ids(id)[0])).one()
    assert (row.place, row.home, row.organiser) == (AWAY, COUNTY, "county")


def test_a_viewer_may_not_record(site: Site, known: Settings) -> None:
    viewer = in_process(Outreach, known, a_token(site, "outreach", UUID(int=5), Role.VIEWER))

    assert rules(viewer.record(kind="VisitRecorded", id=str(uuid4()), fields=a_visit())) == [("RoleMissing", "token")]


def test_amending_reverses_the_old_fact_and_tells_the_new_one(clerk: Outreach, database: Engine) -> None:
    id, visit = str(uuid4()), a_visit()
    clerk.record(kind="VisitRecorded", id=id, fields=visit)

    answer = clerk.amend(kind="VisitRecorded", id=id, revision=1, fields={**visit, "persons": 6})

    assert answer["answer"]["revision"] == 2
    assert [(sign, data["persons"]) for _, sign, data in told(database, id)] == [(1, 3), (-1, 3), (1, 6)]


def test_a_stale_revision_is_refused_and_both_revisions_are_shown(clerk: Outreach) -> None:
    id, visit = str(uuid4()), a_visit()
    clerk.record(kind="VisitRecorded", id=id, fields=visit)
    clerk.amend(kind="VisitRecorded", id=id, revision=1, fields={**visit, "persons": 6})

    answer = clerk.amend(kind="VisitRecorded", id=id, revision=1, fields={**visit, "persons": 7})

    assert rules(answer) == [("StaleRevision", "revision")]
    assert answer["refused"][0]["details"] == {"given": 1, "current": 2}


def test_a_repeated_amendment_is_answered_as_the_first_time(clerk: Outreach, database: Engine) -> None:
    id, visit = str(uuid4()), a_visit()
    clerk.record(kind="VisitRecorded", id=id, fields=visit)
    changed = {**visit, "persons": 6}

    first = clerk.amend(kind="VisitRecorded", id=id, revision=1, fields=changed)
    again = clerk.amend(kind="VisitRecorded", id=id, revision=1, fields=changed)

    assert first == again
    assert len(told(database, id)) == 3


def test_withdrawing_tells_the_reversal_alone_and_only_once(clerk: Outreach, database: Engine) -> None:
    id, visit = str(uuid4()), a_visit()
    clerk.record(kind="VisitRecorded", id=id, fields=visit)

    first = clerk.withdraw(kind="VisitRecorded", id=id, reason="重复填报")
    again = clerk.withdraw(kind="VisitRecorded", id=id, reason="重复填报")

    assert first == again
    assert [sign for _, sign, _ in told(database, id)] == [1, -1]
    assert rules(clerk.amend(kind="VisitRecorded", id=id, revision=1, fields=a_visit())) == [("ActWithdrawn", "id")]


def test_an_act_of_another_place_can_be_neither_seen_nor_changed(site: Site, known: Settings, clerk: Outreach) -> None:
    id, visit = str(uuid4()), a_visit()
    clerk.record(kind="VisitRecorded", id=id, fields=visit)
    stranger = in_process(Outreach, known, a_token(site, "outreach", scope=("5109",)))

    assert rules(stranger.look_up(kind="VisitRecorded", id=id)) == [("NotFound", "id")]
    assert rules(stranger.withdraw(kind="VisitRecorded", id=id, reason="x")) == [("NotFound", "id")]
    assert rules(stranger.amend(kind="VisitRecorded", id=id, revision=1, fields=visit)) == [("NotFound", "id")]
    assert rules(stranger.record(kind="VisitRecorded", id=id, fields=a_visit(**FOREIGN))) == [("IdAlreadyUsed", "id")]
    assert id not in str(stranger.listing(kind="VisitRecorded"))


def test_looking_an_act_up_shows_every_revision(clerk: Outreach) -> None:
    id, visit = str(uuid4()), a_visit()
    clerk.record(kind="VisitRecorded", id=id, fields=visit)
    clerk.amend(kind="VisitRecorded", id=id, revision=1, fields={**visit, "persons": 6})

    history = clerk.look_up(kind="VisitRecorded", id=id)["answer"]["history"]

    assert [each["content"]["persons"] for each in history] == [3, 6]


def test_listing_goes_on_where_it_stopped(clerk: Outreach) -> None:
    day = "2021-11-07"
    made = {str(uuid4()) for _ in range(5)}
    for id in made:
        clerk.record(kind="VisitRecorded", id=id, fields=a_visit(occurred_on=day))

    first = clerk.listing(kind="VisitRecorded", place=CITY, since=day, until=day, limit=3)["answer"]
    last = [first[-1]["occurred_on"], first[-1]["id"]]
    rest = clerk.listing(kind="VisitRecorded", place=CITY, since=day, until=day, after=last)["answer"]

    assert {each["id"] for each in first + rest} == made
    assert len(first) == 3


def test_many_rows_are_recorded_all_together(clerk: Outreach, database: Engine) -> None:
    before = facts_in(database)
    rows = [{"id": str(uuid4()), **a_visit()} for _ in range(500)]

    answer = clerk.record_many(kind="VisitRecorded", rows=rows)

    assert len(answer["answer"]) == 500
    assert facts_in(database) - before == 500
    assert clerk.record_many(kind="VisitRecorded", rows=rows) == answer
    assert facts_in(database) - before == 500


def test_what_was_recorded_before_is_told_from_what_is_new_and_from_what_lies_elsewhere(
    clerk: Outreach, site: Site, known: Settings
) -> None:
    there, new = ({"id": str(uuid4()), **a_visit()} for _ in range(2))
    clerk.record_many(kind="VisitRecorded", rows=[there])
    asked = {"kind": "VisitRecorded", "ids": [there["id"], new["id"]]}
    elsewhere = in_process(Outreach, known, a_token(site, "outreach", scope=("5109",)))

    assert clerk.recorded_among(**asked) == {"answer": [UUID(there["id"])]}
    assert elsewhere.recorded_among(**asked) == {"answer": []}
    assert rules(clerk.recorded_among(kind="VisitRecorded", ids=["x"])) == [("FieldInvalid", "id")]


def test_one_bad_row_refuses_all_and_every_bad_row_is_named(clerk: Outreach, database: Engine) -> None:
    before = facts_in(database)
    rows = [{"id": str(uuid4()), **a_visit()} for _ in range(10)]
    rows[3] = {"id": str(uuid4()), **a_visit(persons=-1)}
    rows[7] = {"id": str(uuid4()), **a_visit(place=ELSEWHERE)}

    answer = clerk.record_many(kind="VisitRecorded", rows=rows)

    assert [(each["row"], each["rule"]) for each in answer["refused"]] == [(3, "FieldInvalid"), (7, "OutOfScope")]
    assert facts_in(database) == before


def test_an_id_used_twice_in_one_call_is_refused_where_the_content_differs(clerk: Outreach) -> None:
    id = str(uuid4())
    rows = [{"id": id, **a_visit()}, {"id": id, **a_visit()}]

    answer = clerk.record_many(kind="VisitRecorded", rows=rows)

    assert [(each["row"], each["rule"]) for each in answer["refused"]] == [(1, "IdAlreadyUsed")]


def test_more_rows_than_one_call_takes_are_refused(clerk: Outreach) -> None:
    rows = [{"id": str(uuid4())}] * 10_001

    assert rules(clerk.record_many(kind="VisitRecorded", rows=rows)) == [("TooManyRows", "rows")]


def test_a_row_without_an_id_is_refused(clerk: Outreach) -> None:
    assert rules(clerk.record_many(kind="VisitRecorded", rows=[a_visit()])) == [("FieldMissing", "id")]


def test_calls_that_race_with_the_same_ids_record_each_once(site: Site, known: Settings, database: Engine) -> None:
    rows = [{"id": str(uuid4()), **a_visit()} for _ in range(200)]
    before = facts_in(database)

    def call(_: int) -> dict[str, Any]:
        clerk = in_process(Outreach, known, a_token(site, "outreach"))
        answer: dict[str, Any] = clerk.record_many(kind="VisitRecorded", rows=rows)
        return answer

    with ThreadPoolExecutor(6) as callers:
        answers = list(callers.map(call, range(6)))

    assert all(each == answers[0] for each in answers)
    assert facts_in(database) - before == 200


def test_the_campaign_of_a_closed_season_takes_no_more(clerk: Outreach, monkeypatch: pytest.MonkeyPatch) -> None:
    id = str(uuid4())
    clerk.record(kind="VisitRecorded", id=id, fields=a_visit())
    monkeypatch.setattr("shared.desk.day_of", lambda _: date(2022, 5, 1))

    late = clerk.record(kind="VisitRecorded", id=str(uuid4()), fields=a_visit())

    assert rules(late) == [("CampaignClosed", "occurred_on")]
    assert rules(clerk.withdraw(kind="VisitRecorded", id=id, reason="x")) == [("CampaignClosed", "occurred_on")]


def test_acts_are_led_by_organisations_of_ones_own_scope(clerk: Outreach) -> None:
    foreign = organisation_id("league", "510900000000")

    answer = clerk.record(kind="VisitRecorded", id=str(uuid4()), fields=a_visit(organisation=foreign))

    assert rules(answer) == [("OutOfScope", "organisation")]
    assert foreign != LEAGUE


def test_a_township_records_for_the_organisation_that_its_recorder_belongs_to(site: Site, known: Settings) -> None:
    township = in_process(Outreach, known, a_token(site, "outreach", scope=(TOWNSHIP[:9],)))

    assert "fact_id" in township.record(kind="VisitRecorded", id=str(uuid4()), fields=a_visit())["answer"]


def test_what_stands_now_said_again_is_no_news_and_an_older_amendment_is(clerk: Outreach) -> None:
    id = str(uuid4())
    first, second, third = (a_visit(household=str(uuid4()), persons=persons) for persons in (1, 2, 3))
    recorded = clerk.record(kind="VisitRecorded", id=id, fields=first)["answer"]
    for revision, fields in ((1, second), (2, third)):
        assert "answer" in clerk.amend(kind="VisitRecorded", id=id, revision=revision, fields=fields)

    again = [clerk.record(kind="VisitRecorded", id=id, fields=fields) for fields in (first, third, second)]

    assert [each.get("answer", {}).get("fact_id") for each in again[:2]] == [recorded["fact_id"]] * 2
    assert again[2]["refused"][0]["rule"] == "IdAlreadyUsed"
