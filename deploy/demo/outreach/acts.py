"""Acts of outreach in a demo winter: visits above all, lectures, publicity, events; some amended or withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from deploy.demo.world import SEASON, TRAVEL_RUSH, Step, Story, World, fresh
from services.outreach.facts import Corps, LectureTopic, Mode, Target, Venue, VisitTopic
from services.outreach.facts.away import AwayEventKind
from services.outreach.facts.occasions import CultureKind
from services.outreach.facts.organising import CoordinationKind
from services.outreach.facts.publicity import Medium, Outlet, PublicityTopic
from shared.facts import Line

HOSTS = ("440000000000", "330000000000", "310000000000", "350000000000", "650000000000")


@dataclass(frozen=True)
class Cast:
    """Who comes up again and again in a winter: households, lecturers, enterprises' Leagues, published items."""

    households: Sequence[str]
    lecturers: Sequence[str]
    leagues: Sequence[str]
    items: Sequence[str]


def cast(chance: Random, acts: int) -> Cast:
    """Draw a cast for a winter of so many acts."""

    def some(share: int) -> list[str]:
        return [fresh(chance) for _ in range(max(1, acts // share))]

    return Cast([*some(2), *some(6)], some(20), some(50), some(30))


def visit(chance: Random, world: World, drawn: Cast) -> Story:
    """Tell of a visit to a household, or to the shop floor of an enterprise."""
    fields: dict[str, Any] = {
        "target": chance.choices(list(Target), (5, 3, 1, 1))[0],
        "household": chance.choice(drawn.households),
        "persons": chance.randint(1, 6),
        "topics": sorted(chance.sample(list(VisitTopic), chance.randint(0, 3))),
    }
    if fields["target"] == Target.SHOP_FLOOR:
        fields["enterprise"] = chance.choice(drawn.leagues)
    return _act(world, chance, "VisitRecorded", fields)


def lecture(chance: Random, world: World, drawn: Cast) -> Story:
    """Tell of a lecture, in person or online; now and then one for those far from home."""
    online, away = chance.random() < 0.2, chance.random() < 0.05
    fields: dict[str, Any] = {
        "topics": sorted(chance.sample(list(LectureTopic), chance.randint(1, 3))),
        "mode": Mode.ONLINE if online else Mode.OFFLINE,
        "venue": chance.choice(list(Venue)),
        "corps": chance.choices(list(Corps), (1, 5, 4))[0],
        "lecturer": chance.choice(drawn.lecturers),
        "minutes": chance.randrange(30, 150, 10),
        "audience_offline": 0 if online else chance.randint(12, 180),
        "audience_online": chance.randint(50, 4_000) if online else 0,
    }
    return _act(world, chance, "LectureHeld", fields, away=away)


def publicity(chance: Random, world: World, drawn: Cast) -> Story:
    """Tell that something was published, or handed out."""
    medium = chance.choice(list(Medium))
    fields = {
        "about": chance.choices(list(Line), (5, 3, 4, 3, 3, 2, 1))[0],
        "topic": chance.choice(list(PublicityTopic)),
        "medium": medium,
        "outlet": chance.choice(list(Outlet)),
        "item": chance.choice(drawn.items),
        "times": chance.randint(1, 5),
        "copies": chance.randrange(100, 3_000, 50) if medium == Medium.PRINT else 0,
    }
    return _act(world, chance, "PublicityPublished", fields, at="city")


def reads(chance: Random, world: World, drawn: Cast) -> Story:
    """Tell how often something had been read."""
    fields = {"item": chance.choice(drawn.items), "reads": int(chance.lognormvariate(8, 1.2))}
    return _act(world, chance, "ReadsCounted", fields, at="city")


def care_event(chance: Random, world: World, drawn: Cast) -> Story:
    """Tell of an event that enterprises' Leagues held for their workers."""
    fields = {
        "topics": sorted(chance.sample(list(VisitTopic), chance.randint(1, 2))),
        "enterprise_leagues": chance.sample(drawn.leagues, min(len(drawn.leagues), chance.randint(1, 3))),
        "persons": chance.randint(15, 300),
    }
    return _act(world, chance, "CareEventHeld", fields, at="county")


def culture_event(chance: Random, world: World, _drawn: Cast) -> Story:
    """Tell of culture or sports."""
    fields = {"kind": chance.choice(list(CultureKind)), "participants": chance.randint(20, 800)}
    return _act(world, chance, "CultureEventHeld", fields, at="county")


def away_event(chance: Random, world: World, _drawn: Cast) -> Story:
    """Tell of a gathering of those who did not go home."""
    day = world.day(chance, *TRAVEL_RUSH)
    fields = {
        "kind": chance.choice(list(AwayEventKind)),
        "persons": chance.randint(20, 400),
        "cleared_by": fresh(chance),
        "cleared_on": str(day - timedelta(days=chance.randint(1, 7))),
    }
    return _act(world, chance, "AwayEventHeld", fields, away=True, day=day)


def coordination(chance: Random, world: World, _drawn: Cast) -> Story:
    """Tell that departments arranged something with each other."""
    return _act(world, chance, "CoordinationHeld", {"kind": chance.choice(list(CoordinationKind))}, at="county")


def _act(
    world: World,
    chance: Random,
    kind: str,
    more: dict[str, Any],
    *,
    at: str = "township",
    away: bool = False,
    day: date | None = None,
) -> Story:
    home, act, on = world.township(chance), fresh(chance), day or world.day(chance)
    places = {"township": home, "county": world.county_of(home), "city": world.city_of(home)}
    fields = {
        "place": chance.choice(HOSTS) if away else places[at],
        "organisation": world.away_lead(home) if away else world.lead(home),
        "joint_organisations": world.partners(chance, home),
        "occurred_on": str(on),
        **more,
    }
    city, said = world.city_of(home), on + timedelta(days=min(chance.choice((0, 0, 0, 1, 3)), (SEASON[1] - on).days))
    steps = [Step(said, "outreach", "record", {"kind": kind, "id": act, "fields": fields}, city)]
    if chance.random() < 0.02:
        withdrawn = {"kind": kind, "id": act, "reason": "重复填报"}
        steps.append(Step(said, "outreach", "withdraw", withdrawn, city))
    elif chance.random() < 0.02:
        partners = world.partners(chance, home)
        amended = {"kind": kind, "id": act, "revision": 1, "fields": {**fields, "joint_organisations": partners}}
        steps.append(Step(said, "outreach", "amend", amended, city))
    return tuple(steps)
