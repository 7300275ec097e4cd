"""Every free text that these journeys say holds a marker; it is found where it was recorded, and nowhere else."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import uuid4

import pytest

from deploy.roster import ACTION_SERVICES
from shared.refusals import Refused
from shared.rpc import DeadlinePassed, RemoteFailure
from shared.rpc.wire import Wire
from tests.builders import LEAGUE, MARKER, TOWNSHIP, a_visit
from tests.journeys.clerks import crew_at_work, surely
from tests.journeys.figures import settle
from tests.journeys.live import Live

WHERE = {"place": TOWNSHIP, "organisation": LEAGUE}
ESCAPED = MARKER.encode("unicode_escape").decode()


def holding(live: Live, service: str) -> set[str]:
    """Name the tables of a service's database that hold the marker anywhere."""
    tables = live.ask(service, "SELECT schemaname || '.' || tablename FROM pg_tables WHERE tableowner <> current_user")
    said = "SELECT 1 FROM {} AS each WHERE each::text LIKE %s LIMIT 1"
    return {table for (table,) in tables if live.ask(service, said.format(table), f"%{MARKER}%")}


def fill_in_every_free_text(live: Live) -> None:
    """Say the marker in every service, in words that are accepted."""
    with crew_at_work(live, seed="marker") as crew:
        crew.does(30)
    visit, station, shift = (str(uuid4()) for _ in range(3))
    surely(live.recorder, "outreach", "record", kind="VisitRecorded", id=visit, fields=a_visit())
    surely(live.recorder, "outreach", "withdraw", kind="VisitRecorded", id=visit, reason=MARKER)
    posting = {
        **WHERE, "employer": str(uuid4()), "title": MARKER, "external_id": MARKER, "trade": "electrics",
        "workplace": "county", "headcount": 5, "opens_on": "2021-12-01", "closes_on": "2022-03-31",
    }  # fmt: skip
    opened = {**WHERE, "hub_kind": "railway", "hub": str(uuid4()), "opened_on": "2022-01-17"}
    hours = {"starts_at": "2022-02-12T08:00:00+08:00", "ends_at": "2022-02-12T12:00:00+08:00"}
    planned = {"station": station, **hours, "posts": [{"post": "order", "needed": 2}]}
    surely(live.recorder, "jobs", "publish_posting", id=str(uuid4()), fields=posting)
    surely(live.recorder, "volunteers", "open_station", id=station, fields=opened)
    surely(live.recorder, "volunteers", "open_shift", id=shift, fields=planned)
    surely(live.recorder, "volunteers", "cancel_shift", id=str(uuid4()), fields={"shift": shift, "reason": MARKER})


ODD: tuple[dict[str, Any], ...] = (
    {"kind": MARKER, "id": MARKER, "fields": MARKER},
    {"kind": "VisitRecorded", "id": str(uuid4()), "fields": {MARKER: MARKER}},
    {"kind": "VisitRecorded", "id": str(uuid4()), "fields": a_visit(place=MARKER, persons=MARKER, note=MARKER * 99)},
    {"kind": "VisitRecorded", "id": str(uuid4()), "fields": a_visit(note=MARKER + "\x00")},
    {"kind": "VisitRecorded", "id": str(uuid4()), "fields": a_visit(occurred_on="2022-02-30"), "name": MARKER},
)


def say_it_where_it_is_refused(live: Live) -> None:
    """Say the marker in words that no door accepts, and in words that are no call at all."""
    for arguments in ODD:
        with pytest.raises((Refused, RemoteFailure)):
            surely(live.recorder, "outreach", "record", **arguments)
    wire = Wire(live.settings("operator").broker_uri, "operator")
    for body in (f"{{{MARKER}", f'["{MARKER}"]', f'{{"args": ["{MARKER}"], "kwargs": {{}}}}'):
        with suppress(DeadlinePassed):
            wire.ask("outreach.record", body.encode(), {"nameko.token": "x"}, 0.5)
    wire.close()


def test_what_people_write_freely_stays_in_the_service_where_they_wrote_it(live: Live) -> None:
    fill_in_every_free_text(live)
    say_it_where_it_is_refused(live)
    settle(live)

    found = {service: holding(live, service) for service in (*ACTION_SERVICES, "portal", "reporting")}

    assert {service for service, tables in found.items() if tables} == {*ACTION_SERVICES, "portal"}
    assert not any("public.event_log" in tables for tables in found.values())
    heard = live.overheard()
    assert {kind for kind, _ in heard} >= {"VisitRecorded", "ChildVisited", "JobPosted", "StationOpened", "HeadTold"}
    assert [kind for kind, body in heard if MARKER in body.decode() or ESCAPED in body.decode()] == []
    said = live.running.log.read_text(encoding="utf-8")
    assert "refused" in said or len(said) > 1_000
    assert [line for line in said.splitlines() if MARKER in line or ESCAPED in line] == []
