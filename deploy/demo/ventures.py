"""What jobs hears of ventures in a demo winter: loans that the bank grants or refuses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from deploy.demo.world import SEASON, Step, Story, World, fresh
from services.jobs.facts.loans import RejectReason

PACE = (5, 12)  # days between two stages of a loan


def stories(chance: Random, world: World, acts: int) -> Iterator[Story]:
    """Tell about `acts` things."""
    told = 0
    while told < acts:
        story = tuple(_loan(chance, world))
        told += len(story)
        yield story


def _step(on: date, door: str, id: str, fields: dict[str, Any], city: str) -> Step:
    return Step(on, "jobs", door, {"id": id, "fields": fields}, city)


def _loan(chance: Random, world: World) -> Iterator[Step]:
    place, on, loan = world.township(chance), world.day(chance, end=SEASON[1] - timedelta(days=40)), fresh(chance)
    asked = chance.randrange(5_000_000, 30_000_000, 1_000_000)
    asking = {"place": place, "organisation": world.lead(place), "borrower": fresh(chance), "amount_fen": asked}
    yield _step(on, "recommend_loan", loan, {**asking, "on": str(on)}, world.city_of(place))
    granted = chance.randrange(asked // 2, asked, 500_000)
    stages = {"accept_loan": {}, "credit_loan": {"amount_fen": granted}, "disburse_loan": {"amount_fen": granted}}
    for door, more in stages.items():
        on += timedelta(days=chance.randint(*PACE))
        if chance.random() < 0.15:
            refusal = {"loan": loan, "on": str(on), "reason": chance.choice(list(RejectReason))}
            yield _step(on, "reject_loan", fresh(chance), refusal, world.city_of(place))
            return
        yield _step(on, door, fresh(chance), {"loan": loan, "on": str(on), **more}, world.city_of(place))
