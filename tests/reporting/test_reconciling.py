"""Every cell against what the services' own tables say."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.reporting.rebuild import reconcile
from shared.facts import Fact
from tests.reporting.counted import Counted
from tests.reporting.log import DAY, NEIGHBOUR, OTHER_CITY, PARTNER, PROVINCE, TOWNSHIP, Log, called, where
from tests.reporting.sample import CATALOGUE, Called, Closed, Kind, Opened, Topic


class Service(Log):
    """A log beside the tables of its service, which say what still stands."""

    def __init__(self) -> None:
        super().__init__()
        self.standing: dict[str, tuple[int, Fact]] = {}

    def record(self, fact: Fact) -> dict[str, Any]:
        event = self.tell(fact)
        self.standing[event["id"]] = (event["position"], fact)
        return event

    def withdraw(self, event: dict[str, Any]) -> dict[str, Any]:
        del self.standing[event["id"]]
        return self.reverse(event)

    def counts(self, _service: str, figure: str) -> Iterator[dict[str, Any]]:
        for turn, fact in self.standing.values():
            for breakdown, item, value in SAID[figure](fact):
                yield {
                    "place": fact.place if fact.place.startswith("51") else fact.home,
                    "on": str(fact.occurred_on),
                    "organisations": [str(fact.organisation), *map(str, fact.joint_organisations)],
                    "breakdown": breakdown,
                    "item": item,
                    "value": value,
                    "turn": turn,
                }


Rows = Iterator[tuple[str, str | None, int]]


def said_calls(fact: Fact) -> Rows:
    if isinstance(fact, Called):
        yield from [("", None, 1), (f"kind={fact.kind.value}", None, 1)]
        yield from ((f"topics={topic.value}", None, 1) for topic in fact.topics)


def said_persons(fact: Fact) -> Rows:
    if isinstance(fact, Called) and fact.kind is Kind.ONE:
        yield "", None, fact.persons


def said_households(fact: Fact) -> Rows:
    if isinstance(fact, Called) and fact.household:
        yield from [("", str(fact.household), 1), (f"kind={fact.kind.value}", str(fact.household), 1)]


def said_townships(fact: Fact) -> Rows:
    if isinstance(fact, Called):
        yield "", fact.place, 1


def said_taking_part(fact: Fact) -> Rows:
    if isinstance(fact, Called):
        yield from (("", str(each), 1) for each in (fact.organisation, *fact.joint_organisations))


def said_posts(fact: Fact) -> Rows:
    if isinstance(fact, Opened | Closed):
        heads = fact.heads if isinstance(fact, Opened) else 0
        yield from [("", str(fact.post), heads), (f"kind={fact.kind.value}", str(fact.post), heads)]


SAID = {
    "calls": said_calls,
    "persons": said_persons,
    "away_calls": lambda _fact: iter(()),
    "households": said_households,
    "townships": said_townships,
    "taking_part": said_taking_part,
    "posts": said_posts,
}


@pytest.fixture
def service(counted: Counted) -> Service:
    """Give a service with some history, all of it counted."""
    made, chance = Service(), random.Random(7)
    for _ in range(60):
        carried = {
            "place": chance.choice((TOWNSHIP, NEIGHBOUR, OTHER_CITY)),
            "occurred_on": DAY + timedelta(days=chance.randint(0, 60)),
            "joint_organisations": chance.choice(((), (PARTNER,))),
        }
        kind = chance.choice(list(Kind))
        post = UUID(int=chance.randint(1, 4))
        made.record(
            chance.choice(
                [
                    called(**carried, kind=kind, household=UUID(int=chance.randint(1, 9)), topics=(Topic.CARE,)),
                    Opened(**where(**carried), post=post, kind=kind, heads=chance.randint(1, 9)),
                    Closed(**where(**carried), post=post, kind=kind),
                ]
            )
        )
    for event in chance.sample(made.events, 12):
        made.withdraw(event)
    counted.count(*made.events)
    counted.roll()
    return made


def differences(counted: Counted, service: Service) -> list[Any]:
    return reconcile(counted.engine, CATALOGUE, service)


def test_what_was_counted_once_reconciles_in_every_cell(counted: Counted, service: Service) -> None:
    assert len(counted.cells) > 300
    assert differences(counted, service) == []


@pytest.mark.parametrize("indicator", ["calls", "households", "posts"])
def test_a_cell_that_says_something_else_is_named(counted: Counted, service: Service, indicator: str) -> None:
    [(value,)] = counted.ask(
        "UPDATE cell SET value = value + 1 WHERE tree = 'p' AND unit = :unit AND period = '2021-12'"
        " AND indicator = :indicator AND breakdown = '' RETURNING value",
        unit=PROVINCE,
        indicator=indicator,
    )

    [found] = differences(counted, service)
    assert (found.indicator, found.cell) == (indicator, ("p", PROVINCE, "2021-12", ""))
    assert (found.stated, found.tables) == (value, value - 1)


def test_a_fact_that_was_not_counted_shows_at_every_level(counted: Counted, service: Service) -> None:
    service.record(called(persons=0, household=None, place=OTHER_CITY, occurred_on=DAY))

    units = {found.cell[1] for found in differences(counted, service) if found.indicator == "calls"}
    assert {OTHER_CITY, "510302000000", "510300000000", PROVINCE} <= units


def test_a_cell_that_nobody_told_is_found(counted: Counted, service: Service) -> None:
    counted.ask("INSERT INTO cell VALUES ('o', :unit, '2021-12', 'calls', '', 5)", unit=str(uuid4()))

    assert len(differences(counted, service)) == 1
