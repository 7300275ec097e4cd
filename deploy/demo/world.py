"""Where a demo winter happens: real townships weighted plausibly, the organisations there, the season's days."""

from __future__ import annotations

import csv
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid5

from shared.rpc import RpcClient

PLACES = Path(__file__).parents[1] / "data" / "sichuan-places.csv"
DEMO = UUID("6e75616e-646f-4e67-8000-64656d6f0000")
PROVINCE = "510000000000"
CALL_S = 30.0
SEASON = (date(2021, 11, 18), date(2022, 3, 31))
TRAVEL_RUSH = (date(2022, 1, 17), date(2022, 2, 25))

# How many people of a city work away from home, roughly, against the median city.
AWAY = {
    "5101": 1.6, "5103": 0.9, "5104": 0.3, "5105": 1.3, "5106": 1.0, "5107": 1.4, "5108": 1.0,
    "5109": 1.1, "5110": 1.1, "5111": 0.9, "5113": 2.2, "5114": 1.0, "5115": 1.6, "5116": 1.5,
    "5117": 2.1, "5118": 0.5, "5119": 1.3, "5120": 1.2, "5132": 0.2, "5133": 0.2, "5134": 1.2,
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One call of a story: said on a day, to a door, by a place's recorder, approver or officer."""

    on: date
    service: str
    door: str
    arguments: dict[str, Any]
    city: str
    by: str = "recorder"

    def say(self, client: RpcClient) -> None:
        """Call the door as whoever the client speaks for."""
        client.call(self.service, self.door, deadline=CALL_S, **self.arguments)


Story = tuple[Step, ...]


def fresh(chance: Random) -> str:
    """Draw a new id."""
    return str(UUID(int=chance.getrandbits(128), version=4))


def organisation_id(kind: str, place: str) -> str:
    """Name the organisation of a kind in a place; the same in every demo."""
    return str(uuid5(DEMO, f"{kind}:{place}"))


class World:
    """Sichuan's places with the organisations that act there."""

    def __init__(self, path: Path = PLACES) -> None:
        """Read the places."""
        with path.open(encoding="utf-8", newline="") as file:
            self.places = list(csv.DictReader(file))

    @cached_property
    def cities(self) -> list[str]:
        """List the 21 cities' codes."""
        return [each["code"] for each in self.places if each["level"] == "city"]

    @cached_property
    def _townships(self) -> tuple[list[str], list[float]]:
        chosen = [each for each in self.places if each["level"] == "township"]
        weights = [AWAY[each["code"][:4]] * (1 if each["name"].endswith("乡") else 3) for each in chosen]
        return [each["code"] for each in chosen], list(accumulate(weights))

    def township(self, chance: Random) -> str:
        """Draw a township, the likelier the more people work away from it."""
        codes, weights = self._townships
        return codes[min(bisect(weights, chance.random() * weights[-1]), len(codes) - 1)]

    def city_of(self, place: str) -> str:
        """Name the city a place lies in."""
        return place[:4].ljust(12, "0")

    def county_of(self, place: str) -> str:
        """Name the county a place lies in."""
        return place[:6].ljust(12, "0")

    def lead(self, place: str) -> str:
        """Name the county's Youth League, which leads acts there."""
        return organisation_id("league", self.county_of(place))

    def away_lead(self, place: str) -> str:
        """Name the city's Youth League organisation outside the province."""
        return organisation_id("away", self.city_of(place))

    def partners(self, chance: Random, place: str) -> list[str]:
        """Draw the organisations that took part: often none, sometimes the county's or city's labour office."""
        offices = [organisation_id("labour", self.county_of(place)), organisation_id("labour", self.city_of(place))]
        return sorted(chance.sample(offices, chance.choices((0, 1, 2), (6, 3, 1))[0]))

    def day(self, chance: Random, start: date | None = None, end: date | None = None) -> date:
        """Draw a day of the season, weekends and the travel rush being the busier."""
        first, last = start or SEASON[0], end or SEASON[1]
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        weights = [
            (1.5 if day.weekday() > 4 else 1) * (2.5 if TRAVEL_RUSH[0] <= day <= TRAVEL_RUSH[1] else 1) for day in days
        ]
        return chance.choices(days, weights)[0]

    def organisations(self) -> Iterator[dict[str, Any]]:
        """List the demo's organisations as portal's door takes them."""
        kinds = (("league", "团委", "youth_league"), ("labour", "人社局", "labour"))
        for each in self.places:
            if each["level"] == "township":
                continue
            for kind, title, tree in kinds:
                parent = organisation_id(kind, each["parent"]) if each["parent"] else None
                yield _organisation(kind, each["code"], each["name"] + title, (tree, tree, each["level"]), parent)
            if each["level"] == "city":
                home = organisation_id("league", each["code"])
                yield _organisation(
                    "away", each["code"], each["name"] + "驻外团工委", ("youth_league", "away", "away"), home
                )


def _organisation(drawn: str, place: str, name: str, what: tuple[str, str, str], parent: str | None) -> dict[str, Any]:
    tree, kind, organiser = what
    return {
        "id": organisation_id(drawn, place),
        "name": name,
        "tree": tree,
        "kind": kind,
        "organiser": organiser,
        "parent": parent,
        "place": place,
    }
