"""Stations, volunteers and shifts, said through the doors as a recorder would."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from deploy.demo.world import organisation_id
from tests.builders import LEAGUE, TOWNSHIP
from tests.volunteers.conftest import Office

STARTS_AT = datetime(2022, 1, 24, 0, 0, tzinfo=UTC)
DAY = "2022-01-24"
ELSEWHERE_LEAGUE = organisation_id("league", "510903000000")


def after_start(minutes: int) -> str:
    return (STARTS_AT + timedelta(minutes=minutes)).isoformat()


def a_station(office: Office, **but: Any) -> str:
    fields = {
        "place": TOWNSHIP,
        "organisation": LEAGUE,
        "hub_kind": "railway",
        "hub": str(uuid4()),
        "opened_on": "2021-11-18",
    }
    return str(office.say("open_station", {**fields, **but})["station"])


def a_volunteer(office: Office, **but: Any) -> str:
    usual = {
        "place": TOWNSHIP,
        "organisation": LEAGUE,
        "source": "university",
        "recruited_on": "2021-11-18",
        "trained_on": "2021-11-18",
        "insured_until": "2022-03-31",
    }
    return str(office.say("recruit_volunteer", {**usual, **but})["volunteer"])


def a_plan(station: str, **but: Any) -> dict[str, Any]:
    posts = [{"post": "order", "needed": 2}, {"post": "tickets", "needed": 1}]
    return {"station": station, "starts_at": after_start(0), "ends_at": after_start(240), "posts": posts, **but}


def a_shift(office: Office, **but: Any) -> str:
    return str(office.say("open_shift", a_plan(a_station(office), **but))["shift"])


def came(office: Office, shift: str, volunteer: str, at: int = 0, post: str = "order") -> str:
    fields = {"shift": shift, "volunteer": volunteer, "post": post, "at": after_start(at)}
    return str(office.say("check_in", fields)["attendance"])


def left(office: Office, shift: str, volunteer: str, at: int = 240) -> None:
    office.say("check_out", {"shift": shift, "volunteer": volunteer, "at": after_start(at)})


def told_since(office: Office, before: int) -> list[tuple[str, int]]:
    return [(row.type, row.sign) for row in office.told()[before:]]


def worked(office: Office, *volunteers: str) -> tuple[str, list[str]]:
    shift = a_shift(office)
    office.now = STARTS_AT + timedelta(days=1)
    attendances = [came(office, shift, each) for each in volunteers]
    for each in volunteers:
        left(office, shift, each)
    return shift, attendances
