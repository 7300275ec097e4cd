"""Postings and fairs as they stand before the test changes them."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from services.jobs.model import Fair, FairState, Posting

EMPLOYER = UUID("00000000-0000-4000-8000-0000000000e1")
WHERE: dict[str, Any] = {
    "place": "510104017000",
    "home": "510104000000",
    "organisation": UUID("00000000-0000-4000-8000-000000000001"),
    "organiser": "county",
}


def a_posting(**but: Any) -> Posting:
    told = {
        "id": uuid4(),
        "employer": EMPLOYER,
        "title": "焊工",
        "external_id": "",
        "trade": "electrics",
        "workplace": "county",
        "headcount": 5,
        "wage_low_fen": 400_000,
        "wage_high_fen": 600_000,
        "opens_on": date(2021, 12, 1),
        "closes_on": date(2021, 12, 31),
        "verified_on": date(2021, 12, 1),
        "filled": 0,
        "revision": 1,
        "closings": 0,
    }
    return Posting(**told | WHERE | but)


def a_fair(**but: Any) -> Fair:
    told = {
        "id": uuid4(),
        "joint_organisations": [],
        "mode": "offline",
        "venue": "station",
        "organiser_kind": "labour",
        "planned_on": date(2022, 1, 20),
        "state": FairState.OPENED.value,
        "holdings": 0,
        "confirmations": 0,
    }
    return Fair(**told | WHERE | but)
