"""What outreach hears in a demo winter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from deploy.demo.outreach import acts as drawn_acts
from deploy.demo.outreach import processes
from deploy.demo.world import Story, World

Tale = Callable[[Random, World, drawn_acts.Cast], Story]

TALES: dict[Tale, int] = {
    drawn_acts.visit: 500,
    drawn_acts.lecture: 150,
    drawn_acts.publicity: 90,
    drawn_acts.reads: 40,
    drawn_acts.care_event: 35,
    drawn_acts.culture_event: 35,
    drawn_acts.away_event: 12,
    drawn_acts.coordination: 25,
    processes.aid: 60,
    processes.need: 45,
    processes.away_organisation: 10,
    processes.resource: 10,
}
PLANS_AMONG = 60


def stories(chance: Random, world: World, acts: int) -> Iterator[Story]:
    """Tell about `acts` things: a plan here and there first, then whatever the winter brings."""
    drawn = drawn_acts.cast(chance, acts)
    units = [each["code"] for each in world.places if each["level"] in {"city", "county"}]
    told = 0
    for unit in chance.sample(units, min(len(units), 1 + acts // PLANS_AMONG)):
        yield processes.plan(chance, world, unit)
        told += 1
    while told < acts:
        (tale,) = chance.choices(list(TALES), list(TALES.values()))
        story = tale(chance, world, drawn)
        told += len(story)
        yield story
