"""What volunteers hears of the way itself: teams outside the province, and trips from door to door."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

from deploy.demo.world import SEASON, TRAVEL_RUSH, Step, Story, World, fresh
from services.volunteers.facts import Direction, Vehicle

HOST_PROVINCES = ("440000000000", "330000000000", "310000000000", "320000000000")
SEATS = {Vehicle.COACH: (1, 8, 45), Vehicle.TRAIN: (1, 1, 900), Vehicle.PLANE: (1, 2, 150)}
LEFT_HOME_FROM = TRAVEL_RUSH[0] + timedelta(days=18)


def trip(chance: Random, world: World) -> Story:
    """Tell of one trip: home before the festival, where it began outside; back to work after it, from a county."""
    home = world.township(chance)
    homeward = chance.random() < 0.5
    start, end = (TRAVEL_RUSH[0], LEFT_HOME_FROM) if homeward else (LEFT_HOME_FROM, TRAVEL_RUSH[1])
    on, id, city = world.day(chance, start, end), fresh(chance), world.city_of(home)
    fields = {
        "place": chance.choice(HOST_PROVINCES) if homeward else world.county_of(home),
        "organisation": world.lead(home),
        "joint_organisations": world.partners(chance, home),
        "occurred_on": str(on),
        "direction": Direction.HOMEWARD if homeward else Direction.BACK_TO_WORK,
        **_ridden(chance),
    }
    named: dict[str, Any] = {"kind": "TripAid", "id": id}
    steps = [Step(on, "volunteers", "record", {**named, "fields": fields}, city)]
    if chance.random() < 0.08:
        counted_again = {**named, "revision": 1, "fields": {**fields, "people": fields["people"] + 1}}
        steps.append(Step(on + timedelta(days=1), "volunteers", "amend", counted_again, city))
    elif chance.random() < 0.06:
        steps.append(Step(on, "volunteers", "withdraw", {**named, "reason": "重复记录"}, city))
    return tuple(steps)


def _ridden(chance: Random) -> dict[str, Any]:
    vehicle = chance.choices(list(Vehicle), (20, 2, 1))[0]
    fewest, most, seats = SEATS[vehicle]
    vehicles = chance.randint(fewest, most)
    return {"vehicle": vehicle, "vehicles": vehicles, "people": vehicles * seats - chance.randint(0, seats // 3)}


def away_team(chance: Random, world: World) -> Story:
    """Tell of one team, which most often stands to the season's end."""
    home, id = world.township(chance), fresh(chance)
    formed_on, city = world.day(chance, SEASON[0], TRAVEL_RUSH[0]), world.city_of(home)
    formed = {
        "place": chance.choice(HOST_PROVINCES),
        "organisation": world.lead(home),
        "name": "川籍青年志愿服务队",
        "formed_on": str(formed_on),
    }
    steps = [Step(formed_on, "volunteers", "form_away_team", {"id": id, "fields": formed}, city)]
    if chance.random() < 0.2:
        on = TRAVEL_RUSH[1] + timedelta(days=chance.randint(1, 20))
        dissolved = {"team": id, "dissolved_on": str(on)}
        steps.append(Step(on, "volunteers", "dissolve_away_team", {"id": fresh(chance), "fields": dissolved}, city))
    return tuple(steps)
