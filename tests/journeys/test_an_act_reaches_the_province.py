"""One act, recorded once where it happens, is seen at every level, and every correction with it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.builders import CITY, COUNTY, LABOUR, LEAGUE, a_visit
from tests.journeys.clerks import surely
from tests.journeys.figures import MONTH, PROVINCE, SEASON, credited, differences, figures, on_day, settle
from tests.journeys.live import Live

TOWNSHIP, DAY = "510104019000", "2021-12-17"
NUMBERS = ("visits", "persons_visited", "households_visited")

Seen = dict[tuple[str, ...], int]


def seen(live: Live) -> Seen:
    """Read the visits of every level in every period, and what the two organisations are credited with."""
    settle(live)
    places = (PROVINCE, CITY, COUNTY, TOWNSHIP)
    found: Seen = {
        (place, period, each): read[each]
        for place in places
        for period in (MONTH, SEASON)
        for read in [figures(live, place, period)]
        for each in NUMBERS
    }
    found |= {(place, DAY, each): on_day(live, place, each, DAY) for place in places for each in NUMBERS}
    return found | {(each, "credited"): credited(live, each, "visits") for each in (LEAGUE, LABOUR)}


def change(before: Seen, now: Seen) -> set[tuple[str, int]]:
    """Tell which figures changed by how much, the same at every level and in every period where all is well."""
    return {(key[-1], now[key] - before[key]) for key in now if now[key] != before[key]}


def test_an_act_is_seen_at_every_level_until_it_is_amended_and_withdrawn(live: Live) -> None:
    before = seen(live)
    id, visit = str(uuid4()), a_visit(place=TOWNSHIP, occurred_on=DAY, joint_organisations=[LABOUR], persons=3)

    record(live, id, visit)
    recorded = seen(live)
    assert change(before, recorded) == {
        ("visits", 1),
        ("persons_visited", 3),
        ("households_visited", 1),
        ("credited", 1),
    }
    assert sum(recorded[key] != before[key] for key in recorded) == len(recorded)

    said = {"kind": "VisitRecorded", "id": id, "revision": 1, "fields": {**visit, "persons": 5}}
    surely(live.recorder, "outreach", "amend", **said)
    assert change(recorded, seen(live)) == {("persons_visited", 2)}

    surely(live.recorder, "outreach", "withdraw", kind="VisitRecorded", id=id, reason="重复填报")
    assert seen(live) == before
    assert differences(live) == []


def test_the_same_words_said_again_change_nothing(live: Live) -> None:
    id, visit = str(uuid4()), a_visit(place=TOWNSHIP, occurred_on=DAY)
    record(live, id, visit)
    once = seen(live)

    record(live, id, visit)

    assert seen(live) == once
    assert differences(live) == []


def record(live: Live, id: str, visit: dict[str, Any]) -> None:
    surely(live.recorder, "outreach", "record", kind="VisitRecorded", id=id, fields=visit)
