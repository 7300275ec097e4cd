"""What jobs hears in a demo winter: postings, filled early or left to expire, fairs that show them, and training."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from deploy.demo import training
from deploy.demo.world import SEASON, Step, Story, World, fresh
from services.jobs.facts.hiring import Channel, FairMode, FairOrganiser, FairVenue, Trade, Workplace

AFTER_WINTER = SEASON[1] + timedelta(days=10)
LAST_CLOSING = SEASON[1] - timedelta(days=1)  # so that even an expiry, told for the day after, falls in the season


def stories(chance: Random, world: World, acts: int) -> Iterator[Story]:
    """Tell about `acts` things: postings above all, fairs that show some of them, and training asked for and given."""
    employers = [fresh(chance) for _ in range(max(5, acts // 10))]
    people = [fresh(chance) for _ in range(max(10, acts // 4))]
    tales = ((_posting, employers), (_fairs, employers), (training.asked, people), (training.taught, people))
    told = 0
    while told < acts:
        tale, keys = chance.choices(tales, (70, 12, 15, 3))[0]
        story = tale(chance, world, keys)
        told += len(story)
        yield story


def _step(on: date, door: str, id: str, fields: dict[str, Any], city: str) -> Step:
    return Step(on, "jobs", door, {"id": id, "fields": fields}, city)


def _wanted(chance: Random, world: World, place: str, employer: str, opens_on: date) -> dict[str, Any]:
    trade, low = chance.choice(list(Trade)), chance.randrange(250_000, 600_000, 10_000)
    return {
        "place": place,
        "organisation": world.lead(place),
        "employer": employer,
        "title": f"{trade.label}岗位",
        "trade": trade,
        "workplace": chance.choices(list(Workplace), (5, 3, 3, 2))[0],
        "headcount": chance.choice((1, 2, 3, 5, 8, 10, 20, 50)),
        "wage_low_fen": low,
        "wage_high_fen": low + chance.randrange(0, 300_000, 10_000),
        "opens_on": str(opens_on),
        "closes_on": str(_closing(opens_on + timedelta(days=chance.randint(15, 60)))),
        "channels": sorted(chance.sample(list(Channel), chance.randint(0, 3))),
    }


def _closing(day: date) -> date:
    """Let a posting expire within the season, or stand when the winter is over."""
    return day if day > AFTER_WINTER else min(day, LAST_CLOSING)


def _posting(chance: Random, world: World, employers: list[str]) -> Story:
    place, opens_on = world.township(chance), world.day(chance, end=LAST_CLOSING - timedelta(days=15))
    fields = _wanted(chance, world, place, chance.choice(employers), opens_on)
    id, city = fresh(chance), world.city_of(place)
    steps = [_step(opens_on, "publish_posting", id, fields, city)]
    if chance.random() < 0.15:
        on = opens_on + timedelta(days=2)
        again = {"posting": id, "channel": chance.choice(list(Channel)), "announced_on": str(on)}
        steps.append(_step(on, "announce_posting", fresh(chance), again, city))
    if chance.random() < 0.4:
        verified_on = opens_on + timedelta(days=chance.randint(3, 7))
        verification = {"posting": id, "verified_on": str(verified_on)}
        steps.append(_step(verified_on, "verify_posting", fresh(chance), verification, city))
    if chance.random() < 0.45:
        closed_on = opens_on + timedelta(days=chance.randint(8, 15))
        door, ending = _ending(chance, id, fields, closed_on)
        steps.append(_step(closed_on, door, fresh(chance), ending, city))
    return tuple(sorted(steps, key=lambda step: step.on))


def _ending(chance: Random, posting: str, fields: dict[str, Any], on: date) -> tuple[str, dict[str, Any]]:
    """Find the last of those wanted, or close on somebody's word."""
    if chance.random() < 0.3:
        return "fill_posting", {"posting": posting, "filled_on": str(on), "filled": fields["headcount"]}
    filled = chance.randint(0, fields["headcount"])
    reason = "filled" if filled else "withdrawn"
    return "close_posting", {"posting": posting, "reason": reason, "closed_on": str(on), "filled": filled}


def _fairs(chance: Random, world: World, employers: list[str]) -> Story:
    place, opens_on = world.township(chance), world.day(chance, end=LAST_CLOSING - timedelta(days=30))
    booths, steps = [], []
    for employer in chance.sample(employers, chance.randint(2, 4)):
        postings = [fresh(chance) for _ in range(chance.randint(1, 3))]
        booths.append({"employer": employer, "postings": postings})
        for id in postings:
            fields = _wanted(chance, world, place, employer, opens_on)
            steps.append(_step(opens_on, "publish_posting", id, fields, world.city_of(place)))
    for after in (6, 13)[: chance.choice((1, 1, 2))]:
        steps += _fair(chance, world, place, booths, opens_on + timedelta(days=after))
    return tuple(sorted(steps, key=lambda step: step.on))


def _fair(chance: Random, world: World, place: str, booths: list[dict[str, Any]], held_on: date) -> Iterator[Step]:
    id, city, came = fresh(chance), world.city_of(place), chance.sample(booths, chance.randint(1, len(booths)))
    visitors = chance.randint(30, 900)
    intents = visitors // chance.randint(4, 9)
    yield _step(held_on - timedelta(days=5), "open_fair", id, _plan(chance, world, place, booths, held_on), city)
    outcome = {
        "fair": id,
        "held_on": str(held_on),
        "visitors": visitors,
        "intents": intents,
        "employers": [booth["employer"] for booth in came],
    }
    yield _step(held_on, "hold_fair", fresh(chance), outcome, city)
    if chance.random() < 0.08:
        undone = {"id": fresh(chance), "fields": {"fair": id, "reason": "进场人次填错"}}
        yield Step(held_on + timedelta(days=1), "jobs", "take_back_fair", undone, city, "approver")
        again = {**outcome, "visitors": visitors + 20}
        yield _step(held_on + timedelta(days=1), "hold_fair", fresh(chance), again, city)
    if chance.random() < 0.7:
        confirmed_on = held_on + timedelta(days=chance.randint(7, 14))
        hires = {"fair": id, "confirmed_on": str(confirmed_on), "hires": chance.randint(intents // 3, intents)}
        yield _step(confirmed_on, "confirm_hires", fresh(chance), hires, city)


def _plan(chance: Random, world: World, place: str, booths: list[dict[str, Any]], planned_on: date) -> dict[str, Any]:
    mode = chance.choices(list(FairMode), (6, 2, 1))[0]
    venue = chance.choices((FairVenue.TOWNSHIP, FairVenue.STATION), (3, 1))[0]
    return {
        "place": place if venue == FairVenue.TOWNSHIP else world.county_of(place),
        "organisation": world.lead(place),
        "joint_organisations": world.partners(chance, place),
        "planned_on": str(planned_on),
        "mode": mode,
        "venue": venue if mode == FairMode.OFFLINE else FairVenue.OTHER,
        "organiser_kind": chance.choice(list(FairOrganiser)),
        "booths": booths,
    }
