"""What cannot be counted is set aside, named by number, and never quoted; everything beside it is counted."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from tests.builders import LEAGUE, TOWNSHIP
from tests.eventually import eventually
from tests.journeys.commands import at
from tests.journeys.figures import counted_exactly, told
from tests.journeys.live import Live

SECRET = "李四也不该被引用"
NOWHERE = 9_000_000_000
"""Positions that no log will reach."""


def a_fact(live: Live, position: int, **but: Any) -> dict[str, Any]:
    """Say a visit as outreach would, were it the sender."""
    source, _ = told(live)["outreach"]
    return {
        "specversion": "1.0", "id": str(uuid4()), "source": source, "type": "VisitRecorded",
        "time": "2021-12-05T01:30:00Z", "datacontenttype": "application/json", "position": position, "sign": 1,
        "reverses": None, "place": TOWNSHIP, "home": "510104000000", "organisation": LEAGUE, "organiser": "county",
        "line": "care", "occurredon": "2021-12-05", "loggedat": "2021-12-05T01:30:00Z",
        "data": {"target": "young_worker", "household": str(uuid4()), "persons": 3, "topics": [], "enterprise": None},
        **but,
    }  # fmt: skip


def parked(live: Live) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = at(live, "parked", "--json").json
    return listed


def test_what_cannot_be_counted_is_parked_and_holds_nothing_else_back(live: Live) -> None:
    no_json = f"{{走访 {SECRET}".encode()
    of_a_type_unknown = a_fact(live, NOWHERE + 1, type="PartyHeld", data={"note": SECRET})
    without_persons = a_fact(live, NOWHERE + 2, data={"note": SECRET, "household": str(uuid4())})
    with_a_name_for_a_key = a_fact(live, NOWHERE + 3)
    with_a_name_for_a_key["data"]["household"] = SECRET
    without_a_source = {"type": "VisitRecorded", "note": SECRET}
    spoilt = [of_a_type_unknown, without_persons, with_a_name_for_a_key, without_a_source]

    with counted_exactly(live, seed="bad") as crew:
        crew.does(10)
        live.publish("outreach", no_json, *(json.dumps(each, ensure_ascii=False).encode() for each in spoilt))
        crew.does(10)
        eventually("all five are parked", lambda: len(parked(live)) == 5, every=0.5)

    shown = parked(live)
    assert {(each["reason"], each["position"]) for each in shown} == {
        ("undecodable", None),
        ("unknown_type", str(NOWHERE + 1)),
        ("missing_field", str(NOWHERE + 2)),
        ("wrong_value", str(NOWHERE + 3)),
        ("missing_field", None),
    }
    assert SECRET not in str(shown)
    assert SECRET not in live.running.log.read_text(encoding="utf-8")

    refused = at(live, "rebuild")
    assert refused.code == 1
    assert "parked" in refused.err.splitlines()[-1]
    for each in shown:
        assert at(live, "parked", "--retry", each["id"]).code == 0
    assert parked(live) == []
