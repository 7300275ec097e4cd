"""What children hears in a demo winter: cases opened early and visited all season, some moved, some closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from deploy.demo.world import SEASON, Step, Story, World, fresh
from services.children.facts.cases import Category, CloseReason, Guardian, Sex
from services.children.facts.events import Theme
from services.children.facts.family import ContactKind, Helper
from services.children.facts.homes import Premises
from services.children.facts.returns import Parent, ReturnSource, ReturnStatus
from services.children.facts.visits import CheckTopic, FollowUp, Medium, NeedKind, Reached

OPENED_BY = SEASON[0] + timedelta(days=25)
OPENED_FROM = SEASON[0] + timedelta(days=1)
TURNS_FROM, TURNS_BY = date(2022, 2, 20), date(2022, 3, 20)
PLANS_BY = date(2022, 1, 14)
HOMEWARD, OUTWARD = (date(2022, 1, 17), date(2022, 2, 3)), (date(2022, 2, 5), date(2022, 2, 19))
LEAVES_FROM = date(2022, 3, 22)
REASONS = (CloseReason.PARENT_RETURNED, CloseReason.JOINED_PARENTS, CloseReason.OTHER)


@dataclass(frozen=True)
class _Child:
    """One case of the demo: its number, its township and who looks after it."""

    case: str
    place: str
    companion: str


class Company:
    """The companions of the demo: one for each township, engaged with her home before any child is hers."""

    def __init__(self, chance: Random, world: World) -> None:
        """Begin with nobody."""
        self._chance, self._world = chance, world
        self._at: dict[str, str] = {}
        self._arrivals: list[Story] = []

    def at(self, place: str) -> str:
        """Name the companion of a township; the first time she is asked for, she arrives."""
        if place not in self._at:
            self._at[place] = fresh(self._chance)
            self._arrivals.append(tuple(self._arrival(place)))
        return self._at[place]

    def arrived(self) -> list[Story]:
        """Tell of those who arrived since this was asked last."""
        arrivals, self._arrivals = self._arrivals, []
        return arrivals

    def _arrival(self, place: str) -> Iterator[Step]:
        day, house = SEASON[0], fresh(self._chance)
        yield self._said(day, "open_home", house, place, premises=self._chance.choice(list(Premises)), since=str(day))
        yield self._said(day, "engage_companion", self._at[place], place, house=house, since=str(day))
        if self._chance.random() < 0.5:
            yield from self._event(place, house)
        if self._chance.random() < 0.04:
            yield from self._departure(place)

    def _event(self, place: str, house: str) -> Iterator[Step]:
        day = self._world.day(self._chance, end=LEAVES_FROM)
        fields = {
            **_at(self._world, place),
            "occurred_on": str(day),
            "theme": self._chance.choices(list(Theme), (30, 30, 15, 10, 10, 5))[0],
            "children": self._chance.randint(8, 60),
            "house": house,
        }
        yield _act(day, "ChildEventHeld", fresh(self._chance), fields, self._world.city_of(place))

    def _departure(self, place: str) -> Iterator[Step]:
        day, successor = self._world.day(self._chance, start=LEAVES_FROM), fresh(self._chance)
        yield self._said(day, "engage_companion", successor, place, since=str(day))
        fields = {"companion": self._at[place], "until": str(day), "successor": successor}
        said = {"id": fresh(self._chance), "fields": fields}
        yield Step(day, "children", "release_companion", said, self._world.city_of(place))

    def _said(self, day: date, door: str, id: str, place: str, **fields: Any) -> Step:
        said = {"id": id, "fields": {**_at(self._world, place), **fields}}
        return Step(day, "children", door, said, self._world.city_of(place))


def stories(chance: Random, world: World, acts: int) -> Iterator[Story]:
    """Tell about `acts` things, the winter of a township's children at a time."""
    company, told = Company(chance, world), 0
    while told < acts:
        place = world.township(chance)
        winters = [_winter(chance, world, company, place) for _ in range(chance.randint(4, 9))]
        whole = [*company.arrived(), *winters]
        told += sum(map(len, whole))
        yield from whole


def _winter(chance: Random, world: World, company: Company, place: str) -> Story:
    return tuple(_days(chance, world, company, _Child(fresh(chance), place, company.at(place))))


def _days(chance: Random, world: World, company: Company, child: _Child) -> Iterator[Step]:
    opened_on = world.day(chance, start=OPENED_FROM, end=OPENED_BY)
    turn = chance.choices((None, _moved, _closed), (86, 6, 8))[0]
    turns_on = world.day(chance, start=TURNS_FROM, end=TURNS_BY) if turn else SEASON[1]
    yield _opened(chance, world, child, opened_on)
    calls = [world.day(chance, opened_on, turns_on) for _ in range(chance.randint(2, 7))]
    said = [
        step for day in calls for step in chance.choices((_visit, _contact), (85, 15))[0](chance, world, child, day)
    ]
    yield from sorted([*said, *_parents(chance, world, child, opened_on)], key=lambda step: step.on)
    if turn:
        yield turn(chance, world, company, child, turns_on)


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
        **_at(world, child.place),
        "occurred_on": str(day),
        "case": child.case,
        "medium": chance.choices(list(Medium), (55, 25, 12, 8))[0],
        "reached": Reached.YES if reached else Reached.NO,
        **(_found(chance) if reached else {"minutes": 0, "follow_up": FollowUp.SOON}),
    }
    yield _act(day, "ChildVisited", visit, fields, city)
    if chance.random() < 0.02:
        withdrawn = {"kind": "ChildVisited", "id": visit, "reason": "重复填报"}
        yield Step(day, "children", "withdraw", withdrawn, city)


def _found(chance: Random) -> dict[str, Any]:
    topics = sorted(chance.sample(list(CheckTopic), chance.randint(1, 4)))
    follow_up = chance.choices(list(FollowUp), (75, 15, 9, 1))[0]
    need = chance.choice(list(NeedKind)[1:]) if follow_up is FollowUp.NEED else NeedKind.NONE
    concerns = topics[:1] if follow_up is not FollowUp.NONE else []
    minutes = chance.randrange(10, 90, 5)
    return {"minutes": minutes, "topics": topics, "concerns": concerns, "follow_up": follow_up, "need": need}


def _contact(chance: Random, world: World, child: _Child, day: date) -> Iterator[Step]:
    fields = {
        **_at(world, child.place),
        "occurred_on": str(day),
        "case": child.case,
        "contact": chance.choices(list(ContactKind), (35, 65))[0],
        "times": chance.choices((1, 2, 3), (80, 15, 5))[0],
        "helper": chance.choices(list(Helper), (55, 15, 15, 10, 5))[0],
    }
    yield _act(day, "FamilyContacted", fresh(chance), fields, world.city_of(child.place))


def _parents(chance: Random, world: World, child: _Child, opened_on: date) -> Iterator[Step]:
    """Learn of each parent before the festival, and mostly again when one comes home and leaves."""
    for parent in Parent:
        if chance.random() < 0.15:
            continue
        plans = chance.choices((ReturnStatus.PLANNED, ReturnStatus.NOT_RETURNING, ReturnStatus.ABSENT), (60, 34, 6))[0]
        yield _noted(chance, world, child, parent, plans, world.day(chance, opened_on, PLANS_BY))
        if plans is ReturnStatus.PLANNED and chance.random() < 0.85:
            yield _noted(chance, world, child, parent, ReturnStatus.RETURNED, world.day(chance, *HOMEWARD))
            if chance.random() < 0.6:
                yield _noted(chance, world, child, parent, ReturnStatus.LEFT_AGAIN, world.day(chance, *OUTWARD))


def _noted(chance: Random, world: World, child: _Child, parent: Parent, status: ReturnStatus, day: date) -> Step:
    source = chance.choices(list(ReturnSource), (25, 35, 25, 5, 10))[0]
    fields = {"case": child.case, "parent": parent, "status": status, "as_of": str(day), "source": source}
    return Step(day, "children", "note_return", {"id": fresh(chance), "fields": fields}, world.city_of(child.place))


def _moved(chance: Random, world: World, company: Company, child: _Child, day: date) -> Step:
    county = world.county_of(child.place)
    near = [each["code"] for each in world.places if each["parent"] == county and each["code"] != child.place]
    place = chance.choice(near or [child.place])
    there = _Child(child.case, place, company.at(place))
    fields = {"case": child.case, **_where(world, there), "moved_on": str(day)}
    return Step(day, "children", "move_case", {"id": fresh(chance), "fields": fields}, world.city_of(child.place))


def _closed(chance: Random, world: World, _company: Company, child: _Child, day: date) -> Step:
    fields = {"case": child.case, "closed_on": str(day), "reason": chance.choice(REASONS)}
    return Step(day, "children", "close_case", {"id": fresh(chance), "fields": fields}, world.city_of(child.place))


def _act(day: date, kind: str, id: str, fields: dict[str, Any], city: str) -> Step:
    return Step(day, "children", "record", {"kind": kind, "id": id, "fields": fields}, city)


def _where(world: World, child: _Child) -> dict[str, str]:
    return {**_at(world, child.place), "companion": child.companion}


def _at(world: World, place: str) -> dict[str, str]:
    return {"place": place, "organisation": world.lead(place)}
