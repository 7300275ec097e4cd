"""What volunteers hears in a demo winter: stations, who is recruited for them, and the shifts worked there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from deploy.demo import shifts, trips
from deploy.demo.shifts import FIRST_SHIFT_ON, OPENED_ON, Told
from deploy.demo.world import TRAVEL_RUSH, Step, Story, World, fresh
from services.volunteers.facts import HubKind, Source, Weekday


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
    people, later = ([fresh(chance) for _ in range(chance.randint(*some))] for some in ((7, 9), (1, 4)))
    plans = shifts.plans(chance)
    crews = [shifts.crew(told, plan, people, later) for plan in plans]
    return (
        *_opening(told, world.partners(chance, place)),
        *(shifts.planned(told, plan) for plan in plans),
        *(step for each in people for step in _recruited(told, each, OPENED_ON)),
        *(step for crew in crews for step in shifts.signed_up(told, crew)),
        *shifts.swapped(told, crews),
        *sorted((step for each in later for step in _recruited_later(told, each)), key=lambda step: step.on),
        *sorted((step for crew in crews for step in shifts.worked(told, crew)), key=lambda step: step.on),
        *_closing(told),
    )


def _opening(told: Told, partners: list[str]) -> Iterator[Step]:
    chance = told.chance
    terms = {
        "hub_kind": chance.choices(list(HubKind), (4, 5, 1, 2))[0],
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
    if told.chance.random() < 0.2:
        mended = {**terms, "project": project, "revision": 1, "ends_on": str(TRAVEL_RUSH[1] + timedelta(days=9))}
        yield told.step(OPENED_ON, "change_project", mended)


def _recruited(told: Told, person: str, on: date, trained_on: date | None = None) -> Iterator[Step]:
    source = told.chance.choices(list(Source), (6, 3, 3, 1, 2))[0]
    trained = {"source": source, "trained_on": str(trained_on or on), "insured_until": "2022-03-31"}
    said = {**told.where, "source": source, "recruited_on": str(on)}
    yield told.step(on, "recruit_volunteer", said if trained_on else {**said, **trained}, person)
    if trained_on:
        yield told.step(trained_on, "change_volunteer", {**trained, "volunteer": person, "revision": 1})


def _recruited_later(told: Told, person: str) -> Iterator[Step]:
    on = OPENED_ON + timedelta(days=told.chance.randint(1, 20))
    return _recruited(told, person, on, on + timedelta(days=told.chance.randint(1, 6)))


def _closing(told: Told) -> Iterator[Step]:
    if told.chance.random() < 0.6:
        closed_on = TRAVEL_RUSH[1] + timedelta(days=told.chance.randint(4, 14))
        yield told.step(closed_on, "close_station", {"station": told.station, "closed_on": str(closed_on)})
