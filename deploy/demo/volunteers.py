"""What volunteers hears in a demo winter: stations, who is recruited for them, and the shifts worked there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from deploy.demo import trips
from deploy.demo.world import TRAVEL_RUSH, Step, Story, World, fresh
from services.volunteers.facts import HubKind, Post, Source, Weekday
from shared.clock import SHANGHAI

OPENED_ON = date(2021, 11, 18)
FIRST_SHIFT_ON = date(2021, 12, 10)
BEGINNINGS = (time(8), time(12, 30), time(17))
HOURS = timedelta(hours=4)


@dataclass(frozen=True)
class Told:
    """Who speaks about one station, and where."""

    chance: Random
    city: str
    where: dict[str, str]
    station: str
    project: str | None

    def step(self, on: date, door: str, fields: dict[str, Any], id: str = "") -> Step:
        """Say one thing on a day."""
        return Step(on, "volunteers", door, {"id": id or fresh(self.chance), "fields": fields}, self.city)


@dataclass(frozen=True)
class Plan:
    """A shift as planned: when, and how many at each post."""

    id: str
    starts_at: datetime
    needs: dict[Post, int]

    @property
    def ends_at(self) -> datetime:
        """Tell when it ends."""
        return self.starts_at + HOURS

    @property
    def said_on(self) -> date:
        """Tell when it can be spoken of: by then it is surely over."""
        return self.starts_at.date() + timedelta(days=1)


def stories(chance: Random, world: World, acts: int) -> Iterator[Story]:
    """Tell about `acts` things: a station with its season of shifts in a story, or a trip, or a team far away."""
    told = 0
    while told < acts:
        tale = chance.choices((_station, trips.trip, trips.away_team), (6, 10, 2))[0]
        story = tale(chance, world)
        told += len(story)
        yield story


def _station(chance: Random, world: World) -> Story:
    place = world.township(chance)
    where = {"place": place, "organisation": world.lead(place)}
    project = fresh(chance) if chance.random() < 0.4 else None
    told = Told(chance, world.city_of(place), where, fresh(chance), project)
    people = [fresh(chance) for _ in range(chance.randint(7, 12))]
    plans = _plans(chance)
    worked = [step for plan in plans for step in _shift(told, plan, people)]
    return (
        *_opening(told, world.partners(chance, place)),
        *(_planned(told, plan) for plan in plans),
        *sorted((step for each in people for step in _recruited(told, each)), key=lambda step: step.on),
        *sorted(worked, key=lambda step: step.on),
        *_closing(told),
    )


def _opening(told: Told, partners: list[str]) -> Iterator[Step]:
    chance = told.chance
    terms = {
        "hub_kind": chance.choices(list(HubKind), (4, 5, 1, 1))[0],
        "hub": fresh(chance),
        "partner": chance.choice([None, *partners]),
        "weekdays": list(Weekday),
        "opens_at": chance.choice(("06:30", "08:00")),
        "closes_at": chance.choice(("20:00", "22:30")),
    }
    yield told.step(OPENED_ON, "open_station", {**told.where, **terms, "opened_on": str(OPENED_ON)}, told.station)
    if chance.random() < 0.1:
        mended = {"station": told.station, "revision": 1, **terms, "hub": fresh(chance)}
        yield told.step(OPENED_ON, "change_station", mended)
    if told.project:
        yield from _published(told, told.project)


def _published(told: Told, project: str) -> Iterator[Step]:
    terms = {
        "number": f"SC{told.chance.randrange(10**11, 10**12)}",
        "published_on": str(OPENED_ON),
        "starts_on": str(FIRST_SHIFT_ON - timedelta(days=told.chance.randint(1, 15))),
        "ends_on": str(TRAVEL_RUSH[1]),
    }
    yield told.step(OPENED_ON, "publish_project", {**told.where, **terms}, project)
    if told.chance.random() < 0.1:
        mended = {**terms, "project": project, "revision": 1, "ends_on": str(TRAVEL_RUSH[1] + timedelta(days=9))}
        yield told.step(OPENED_ON, "change_project", mended)


def _recruited(told: Told, person: str) -> Iterator[Step]:
    chance, recruited_on = told.chance, OPENED_ON + timedelta(days=told.chance.randint(0, 12))
    source = chance.choices(list(Source), (6, 3, 3, 1, 2))[0]
    terms = {"source": source, "trained_on": str(recruited_on), "insured_until": "2022-03-31"}
    if chance.random() < 0.15:
        said = {**told.where, "source": source, "recruited_on": str(recruited_on)}
        yield told.step(recruited_on, "recruit_volunteer", said, person)
        trained_on = recruited_on + timedelta(days=chance.randint(1, 6))
        trained = {**terms, "volunteer": person, "revision": 1, "trained_on": str(trained_on)}
        yield told.step(trained_on, "change_volunteer", trained)
        return
    yield told.step(
        recruited_on, "recruit_volunteer", {**told.where, **terms, "recruited_on": str(recruited_on)}, person
    )


def _plans(chance: Random) -> list[Plan]:
    beginnings = {(_shift_day(chance), chance.choice(BEGINNINGS)) for _ in range(chance.randint(2, 4))}
    return [
        Plan(fresh(chance), datetime.combine(*beginning, SHANGHAI), _needs(chance)) for beginning in sorted(beginnings)
    ]


def _shift_day(chance: Random) -> date:
    return chance.choice([_day(FIRST_SHIFT_ON, chance), *(_day(TRAVEL_RUSH[0], chance) for _ in range(5))])


def _day(start: date, chance: Random) -> date:
    return start + timedelta(days=chance.randint(0, (TRAVEL_RUSH[1] - start).days))


def _needs(chance: Random) -> dict[Post, int]:
    posts = chance.sample(list(Post), chance.randint(1, 3))
    return {post: chance.randint(1, 2) for post in posts}


def _planned(told: Told, plan: Plan) -> Step:
    # Planned in the season's first days: however late the demo's fast clock finds it said, the shift is still ahead.
    fields = {
        "station": told.station,
        "project": told.project,
        "starts_at": plan.starts_at.isoformat(),
        "ends_at": plan.ends_at.isoformat(),
        "posts": [{"post": post, "needed": needed} for post, needed in plan.needs.items()],
    }
    return told.step(OPENED_ON, "open_shift", fields, plan.id)


def _shift(told: Told, plan: Plan, people: list[str]) -> Iterator[Step]:
    if told.chance.random() < 0.04:
        yield told.step(plan.starts_at.date(), "cancel_shift", {"shift": plan.id, "reason": "大雾停运"})
        return
    needed = [post for post, number in plan.needs.items() for _ in range(number)]
    pairs = zip(told.chance.sample(people, len(needed)), needed, strict=True)
    came = [(fresh(told.chance), person, post) for person, post in pairs if told.chance.random() < 0.85]
    for attendance, person, post in came:
        yield from _attendance(told, plan, attendance, {"volunteer": person, "post": post})
    served = {post: told.chance.randint(5, 120) for _, _, post in came}
    rows = [{"post": post, "people": number} for post, number in served.items()]
    yield told.step(plan.said_on, "complete_shift", {"shift": plan.id, "served": rows})
    for attendance, _, _ in came:
        if told.chance.random() < 0.02:
            yield told.step(plan.said_on, "void_attendance", {"attendance": attendance, "reason": "签错了人"})


def _attendance(told: Told, plan: Plan, attendance: str, who: dict[str, Any]) -> Iterator[Step]:
    came_at = plan.starts_at + timedelta(minutes=told.chance.randint(-14, 25))
    left_at = plan.ends_at + timedelta(minutes=told.chance.randint(-40, 14))
    came = {"shift": plan.id, **who, "at": came_at.isoformat()}
    yield told.step(plan.said_on, "check_in", came, attendance)
    if told.chance.random() < 0.95:
        left = {"shift": plan.id, "volunteer": who["volunteer"], "at": left_at.isoformat()}
        yield told.step(plan.said_on, "check_out", left)


def _closing(told: Told) -> Iterator[Step]:
    if told.chance.random() < 0.6:
        closed_on = TRAVEL_RUSH[1] + timedelta(days=told.chance.randint(1, 14))
        yield told.step(closed_on, "close_station", {"station": told.station, "closed_on": str(closed_on)})
