"""The people, places and acts that tests begin with; every free text carries a marker that must never leave home."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from deploy.demo.world import World, organisation_id
from shared.database import engine, transaction
from shared.frame import apply
from shared.identity import Identity, Role, sign, signing_key
from shared.settings import Settings
from tests.conftest import Site

MARKER = "王小明不该离开本服务"

CITY = "510100000000"
COUNTY = "510104000000"
TOWNSHIP = "510104017000"
ELSEWHERE = "510903001000"
AWAY = "440000000000"
LEAGUE = organisation_id("league", COUNTY)
LABOUR = organisation_id("labour", COUNTY)
CLERK = UUID("00000000-0000-4000-8000-00000000c1e4")
CHIEF = UUID("00000000-0000-4000-8000-00000000c4ef")


def frame_changes() -> dict[str, Any]:
    """Give the whole frame of the tests as portal would send it."""
    world = World()
    rows = [
        *(_row("frame_place", **{**each, "parent": each["parent"] or None}) for each in world.places),
        _row("frame_place", code=AWAY, name="广东省", level="outside", parent=None),
        *(_row("frame_organisation", **each) for each in world.organisations()),
        {
            "kind": "frame_campaign",
            "row": {
                "id": "2021-22", "starts_on": "2021-11-01", "ends_on": "2022-03-31", "closes_on": "2022-04-30",
                "months": ["2021-11", "2021-12", "2022-01", "2022-02", "2022-03"], "travel_starts_on": "2022-01-17",
                "homeward_ends_on": "2022-01-31", "travel_ends_on": "2022-02-25", "version": 1,
            },
        },
    ]  # fmt: skip
    return {"version": 1, "rows": rows}


def _row(table: str, /, **told: Any) -> dict[str, Any]:
    return {"kind": table, "row": {**told, "valid_from": "2000-01-01", "valid_to": None, "version": 1}}


def ready(site: Site, service: str) -> Settings:
    """Migrate a service's database and fill its copy of the frame; answer its settings."""
    site.migrate(service)
    known = Settings(service, site.secrets, "test")
    opened = engine(known.database_url, pool_size=1)
    with transaction(opened) as session:
        apply(session, frame_changes())
    opened.dispose()
    return known


def a_token(site: Site, audience: str, person: UUID = CLERK, *roles: Role, scope: tuple[str, ...] = ("5101",)) -> str:
    """Sign a token as portal would."""
    identity = Identity(person, None, UUID(LEAGUE), frozenset(roles or {Role.RECORDER}), scope)
    return sign(signing_key(Settings("portal", site.secrets)), "portal", identity, audience)


def a_visit(**but: Any) -> dict[str, Any]:
    """Say a visit as a clerk would."""
    return {
        "place": TOWNSHIP,
        "organisation": LEAGUE,
        "occurred_on": "2021-12-05",
        "target": "young_worker",
        "household": str(uuid4()),
        "persons": 3,
        "note": MARKER,
        **but,
    }


def a_lecture(**but: Any) -> dict[str, Any]:
    """Say a lecture as a clerk would."""
    return {
        "place": TOWNSHIP,
        "organisation": LEAGUE,
        "occurred_on": "2021-12-06",
        "topics": ["employment"],
        "mode": "offline",
        "venue": "village",
        "corps": "youth",
        "lecturer": str(uuid4()),
        "minutes": 60,
        "audience_offline": 40,
        "note": MARKER,
        **but,
    }
