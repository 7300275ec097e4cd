"""Publicity, events, those far away, and what departments arrange."""

from typing import Any

import pytest
from sqlalchemy import Engine, text

from deploy.demo.world import World
from services.outreach.service import Outreach
from services.outreach.store import FIGURES
from shared.database import transaction
from shared.tally import Page, counts
from tests.builders import AWAY, CITY, LABOUR, LEAGUE, MARKER, TOWNSHIP, a_lecture
from tests.outreach.said import Told, new_id, rule

AWAY_LEAGUE = World().away_lead(CITY)


def an_act(**but: Any) -> dict[str, Any]:
    return {"place": TOWNSHIP, "organisation": LEAGUE, "occurred_on": "2022-01-28", "note": MARKER, **but}


def a_publication(**but: Any) -> dict[str, Any]:
    said = {"about": "jobs", "topic": "vacancies", "medium": "article", "outlet": "league", "item": new_id()}
    return an_act(**said, times=3, **but)


def an_away_event(**but: Any) -> dict[str, Any]:
    cleared = {"cleared_by": new_id(), "cleared_on": "2022-01-20"}
    return an_act(**{"place": AWAY, "organisation": AWAY_LEAGUE, "kind": "gathering", "persons": 80, **cleared, **but})


def figure(database: Engine, code: str) -> int:
    with transaction(database) as session:
        session.execute(text("SELECT set_config('role', current_database() || '_reader', true)"))
        rows = counts(session, FIGURES, code, Page(0, 100_000))
    return sum(row["value"] for row in rows if row["breakdown"] == "")


def test_publicity_of_every_line_is_one_kind_of_act(clerk: Outreach, told: Told) -> None:
    for line in ("publicity", "care", "jobs", "ventures", "travel", "children", "organising"):
        item = new_id()
        said = a_publication() | {"about": line, "item": item}
        clerk.record(kind="PublicityPublished", id=new_id(), fields=said)

        assert [data["about"] for _, _, data in told(item)] == [line]


def test_only_print_is_handed_out_in_copies(clerk: Outreach) -> None:
    refused = clerk.record(kind="PublicityPublished", id=new_id(), fields=a_publication(copies=100))

    assert rule(refused) == "CopiesOfNoPrint"
    printed = a_publication(copies=100) | {"medium": "print"}
    assert "answer" in clerk.record(kind="PublicityPublished", id=new_id(), fields=printed)


def test_a_care_event_names_every_league_that_took_part(clerk: Outreach) -> None:
    leagues = [new_id() for _ in range(3)]
    event = an_act(topics=["tickets"], enterprise_leagues=leagues, persons=50)
    id = clerk.record(kind="CareEventHeld", id=new_id(), fields=event)["answer"]["id"]

    shown = clerk.look_up(kind="CareEventHeld", id=id)["answer"]
    assert shown["data"]["enterprise_leagues"] == leagues
    twice = event | {"enterprise_leagues": [leagues[0], leagues[0]]}
    assert rule(clerk.record(kind="CareEventHeld", id=new_id(), fields=twice)) == "FieldInvalid"


def test_the_departments_of_a_coordination_are_the_organisations_that_took_part(
    clerk: Outreach, database: Engine
) -> None:
    before = figure(database, "coordinations")
    held = an_act(kind="meeting", joint_organisations=[LABOUR])
    id = clerk.record(kind="CoordinationHeld", id=new_id(), fields=held)["answer"]["id"]

    assert clerk.look_up(kind="CoordinationHeld", id=id)["answer"]["joint_organisations"] == [LABOUR]
    assert figure(database, "coordinations") == before + 1


def test_lectures_of_organisations_far_away_count_among_their_events(clerk: Outreach, database: Engine) -> None:
    before = figure(database, "away_events")
    clerk.record(kind="AwayEventHeld", id=new_id(), fields=an_away_event())
    clerk.record(kind="LectureHeld", id=new_id(), fields=a_lecture(place=AWAY, organisation=AWAY_LEAGUE))
    clerk.record(kind="LectureHeld", id=new_id(), fields=a_lecture())

    assert figure(database, "away_events") == before + 2


@pytest.mark.parametrize(
    ("but", "broken"),
    [
        ({"place": TOWNSHIP}, "HeldAtHome"),
        ({"organisation": LEAGUE}, "NotLedAway"),
        ({"cleared_on": "2022-01-29"}, "ClearedTooLate"),
        ({"cleared_on": "soon"}, "FieldInvalid"),
        ({"persons": 0}, "FieldInvalid"),
    ],
)
def test_an_away_event_is_held_away_by_those_away_once_it_was_cleared(
    clerk: Outreach, but: dict[str, Any], broken: str
) -> None:
    assert rule(clerk.record(kind="AwayEventHeld", id=new_id(), fields=an_away_event(**but))) == broken


def test_many_rows_name_each_away_event_that_breaks_a_rule(clerk: Outreach) -> None:
    rows = [{"id": new_id(), **an_away_event(**but)} for but in ({}, {"place": TOWNSHIP}, {"organisation": LEAGUE})]

    refused = clerk.record_many(kind="AwayEventHeld", rows=rows)["refused"]

    assert [(each["row"], each["rule"]) for each in refused] == [(1, "HeldAtHome"), (2, "NotLedAway")]


def test_how_often_an_item_was_read_is_what_was_counted_last(clerk: Outreach, database: Engine) -> None:
    item = new_id()
    for on, reads in (("2022-01-10", 100), ("2022-01-12", 250)):
        said = {"place": TOWNSHIP, "organisation": LEAGUE, "occurred_on": on, "item": item, "reads": reads}
        clerk.record(kind="ReadsCounted", id=new_id(), fields=said)

    with transaction(database) as session:
        session.execute(text("SELECT set_config('role', current_database() || '_reader', true)"))
        rows = [row for row in counts(session, FIGURES, "reads", Page(0, 100_000)) if row["item"] == item]
    assert [row["value"] for row in sorted(rows, key=lambda row: (row["on"], row["turn"]))] == [100, 250]
