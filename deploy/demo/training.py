"""What jobs hears of training in a demo winter: trades that people ask for."""

from __future__ import annotations

from random import Random

from deploy.demo.world import Step, Story, World, fresh
from services.jobs.facts.hiring import Trade

TRADES = (Trade.FARMING, Trade.CONSTRUCTION, Trade.ELECTRICS, Trade.COOKING, Trade.ONLINE_TRADE, Trade.HOUSEHOLD)


def asked(chance: Random, world: World, people: list[str]) -> Story:
    """Somebody asks to be taught one trade, or two."""
    place, day = world.township(chance), world.day(chance)
    fields = {
        "place": place,
        "organisation": world.lead(place),
        "joint_organisations": world.partners(chance, place),
        "occurred_on": str(day),
        "trainee": chance.choice(people),
        "trades": chance.sample(TRADES, chance.choice((1, 1, 2))),
    }
    said = {"kind": "TrainingAsked", "id": fresh(chance), "fields": fields}
    return (Step(day, "jobs", "record", said, world.city_of(place)),)
