"""What children hears in a demo winter: cases opened early and visited all season, some moved, some closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Any

from deploy.demo.world import SEASON, Step, Story, World, fresh
from services.children.facts.cases import Category, CloseReason, Guardian, Sex
from services.children.facts.visits import CheckTopic, FollowUp, Medium, Reached

OPENED_BY = SEASON[0] + timedelta(days=25)
TURNS_FROM = date(2022, 2, 20)
REASONS = (CloseReason.PARENT_RETURNED, CloseReason.JOINED_PARENTS, CloseReason.OTHER)


@dataclass(frozen=True)
class _Child:
    """One case of the demo: its number, its township and who looks after it."""

    case: str
    place: str
    companion: str


def stories(chance: Random, world: World, acts: int) -> Iterator[Story]:
    """Tell about `acts` things, a child's winter at a time."""
    companions: defaultdict[str, str] = defaultdict(lambda: fresh(chance))
    told = 0
    while told < acts:
        place = world.township(chance)
        story = tuple(islice(_winter(chance, world, _Child(fresh(chance), place, companions[place])), acts - told))
        told += len(story)
        yield story


def _winter(chance: Random, world: World, child: _Child) -> Iterator[Step]:
    opened_on = world.day(chance, end=OPENED_BY)
    turn = chance.choices((None, _moved, _closed), (86, 6, 8))[0]
    turns_on = world.day(chance, start=TURNS_FROM) if turn else SEASON[1]
    yield _opened(chance, world, child, opened_on)
    for day in sorted(world.day(chance, opened_on, turns_on) for _ in range(chance.randint(2, 7))):
        yield from _visit(chance, world, child, day)
    if turn:
        yield turn(chance, world, child, turns_on)


def _opened(chance: Random, world: World, child: _Child, day: date) -> Step:
    fields = {
        **_where(world, child),
        "born_month": f"{chance.randint(2007, 2017)}-{chance.randint(1, 12):02}",
        "sex": chance.choice(list(Sex)),
        "guardian": chance.choices(list(Guardian), (70, 15, 10, 4, 1))[0],
        "category": chance.choices(list(Category), (80, 15, 5))[0],
        "opened_on": str(day),
    }
    return Step(day, "children", "open_case", {"id": child.case, "fields": fields}, world.city_of(child.place))


def _visit(chance: Random, world: World, child: _Child, day: date) -> Iterator[Step]:
    reached = chance.random() < 0.93
    visit, city = fresh(chance), world.city_of(child.place)
    fields: dict[str, Any] = {
        "place": child.place,
        "organisation": world.lead(child.place),
        "occurred_on": str(day),
        "case": child.case,
        "medium": chance.choices(list(Medium), (55, 25, 12, 8))[0],
        "reached": Reached.YES if reached else Reached.NO,
        "minutes": chance.randrange(10, 90, 5) if reached else 0,
        "topics": sorted(chance.sample(list(CheckTopic), chance.randint(1, 4))) if reached else [],
        "follow_up": chance.choices(list(FollowUp), (75, 15, 9, 1))[0] if reached else FollowUp.SOON,
    }
    yield Step(day, "children", "record", {"kind": "ChildVisited", "id": visit, "fields": fields}, city)
    if chance.random() < 0.02:
        withdrawn = {"kind": "ChildVisited", "id": visit, "reason": "重复填报"}
        yield Step(day, "children", "withdraw", withdrawn, city)


def _moved(chance: Random, world: World, child: _Child, day: date) -> Step:
    county = world.county_of(child.place)
    near = [each["code"] for each in world.places if each["parent"] == county and each["code"] != child.place]
    there = _Child(child.case, chance.choice(near or [child.place]), fresh(chance))
    fields = {"case": child.case, **_where(world, there), "moved_on": str(day)}
    return Step(day, "children", "move_case", {"id": fresh(chance), "fields": fields}, world.city_of(child.place))


def _closed(chance: Random, world: World, child: _Child, day: date) -> Step:
    fields = {"case": child.case, "closed_on": str(day), "reason": chance.choice(REASONS)}
    return Step(day, "children", "close_case", {"id": fresh(chance), "fields": fields}, world.city_of(child.place))


def _where(world: World, child: _Child) -> dict[str, str]:
    return {"place": child.place, "organisation": world.lead(child.place), "companion": child.companion}
