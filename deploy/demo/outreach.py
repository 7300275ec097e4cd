"""What outreach hears in a demo winter: visits, lectures and aid."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from deploy.demo.world import SEASON, Step, Story, World, fresh
from services.outreach.facts import AidSource, Corps, LectureTopic, Mode, Target, Venue, VisitTopic


def stories(chance: Random, world: World, acts: int) -> Iterator[Story]:
    """Tell about `acts` things: visits above all, lectures, some aid; now and then one amended or withdrawn."""
    households = [fresh(chance) for _ in range(max(1, acts * 2 // 3))]
    lecturers = [fresh(chance) for _ in range(max(1, acts // 20))]
    told = 0
    while told < acts:
        tale = chance.choices((_visit, _lecture, _aid), (70, 22, 8))[0]
        story = tale(chance, world, lecturers if tale is _lecture else households)
        told += len(story)
        yield story


def _act(world: World, chance: Random, place: str, day: date, kind: str, more: dict[str, Any]) -> Story:
    act = fresh(chance)
    fields = {
        "place": place,
        "organisation": world.lead(place),
        "joint_organisations": world.partners(chance, place),
        "occurred_on": str(day),
        **more,
    }
    city, said = world.city_of(place), day + timedelta(days=min(chance.choice((0, 0, 0, 1, 3)), (SEASON[1] - day).days))
    steps = [Step(said, "outreach", "record", {"kind": kind, "id": act, "fields": fields}, city)]
    if chance.random() < 0.02:
        withdrawn = {"kind": kind, "id": act, "reason": "重复填报"}
        steps.append(Step(said, "outreach", "withdraw", withdrawn, city))
    return tuple(steps)


def _visit(chance: Random, world: World, households: list[str]) -> Story:
    fields: dict[str, Any] = {
        "target": chance.choices(list(Target), (5, 3, 1, 1))[0],
        "household": chance.choice(households),
        "persons": chance.randint(1, 6),
        "topics": sorted(chance.sample(list(VisitTopic), chance.randint(0, 3))),
    }
    if fields["target"] == Target.SHOP_FLOOR:
        fields["enterprise"] = chance.choice(households)
    return _act(world, chance, world.township(chance), world.day(chance), "VisitRecorded", fields)


def _lecture(chance: Random, world: World, lecturers: list[str]) -> Story:
    online = chance.random() < 0.2
    fields: dict[str, Any] = {
        "topics": sorted(chance.sample(list(LectureTopic), chance.randint(1, 3))),
        "mode": Mode.ONLINE if online else Mode.OFFLINE,
        "venue": chance.choice(list(Venue)),
        "corps": chance.choices(list(Corps), (1, 5, 4))[0],
        "lecturer": chance.choice(lecturers),
        "minutes": chance.randrange(30, 150, 10),
        "audience_offline": 0 if online else chance.randint(12, 180),
        "audience_online": chance.randint(50, 4_000) if online else 0,
    }
    return _act(world, chance, world.township(chance), world.day(chance), "LectureHeld", fields)


def _aid(chance: Random, world: World, households: list[str]) -> Story:
    place, day, aid = world.township(chance), world.day(chance, end=SEASON[1] - timedelta(days=5)), fresh(chance)
    goods = chance.randint(0, 4)
    proposal = {
        "place": place,
        "organisation": world.lead(place),
        "household": chance.choice(households),
        "batch": fresh(chance),
        "source": chance.choice(list(AidSource)),
        "cash_fen": chance.randrange(20_000, 120_000, 10_000),
        "goods": goods,
        "goods_value_fen": goods * chance.randrange(2_000, 9_000, 500),
    }
    doors: list[tuple[str, dict[str, Any], str]] = [
        ("propose_aid", proposal, "recorder"),
        ("approve_aid", {"aid": aid}, "approver"),
        ("deliver_aid", {"aid": aid, "delivered_on": str(day), "receipt": "unsigned"}, "recorder"),
    ]
    if chance.random() < 0.8:
        doors.append(("sign_receipt", {"aid": aid, "receipt_on": str(day + timedelta(days=3))}, "recorder"))
    return tuple(
        Step(
            day + timedelta(days=3 if door == "sign_receipt" else 0),
            "outreach",
            door,
            {"id": aid if door == "propose_aid" else fresh(chance), "fields": fields},
            world.city_of(place),
            by,
        )
        for door, fields, by in doors
    )
