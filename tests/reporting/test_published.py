"""The published table: what it shows to whom, from when on, and what it never shows."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from services.reporting.service import Reporting
from shared.facts import PlaceCode
from shared.rpc import ServiceTokens
from shared.worker import in_process
from tests.builders import CITY, COUNTY, TOWNSHIP
from tests.reporting.asked import PROVINCE, Asked, visit

DECEMBER = date(2022, 1, 4)
"""The first day on which December is over and settled."""

NEXT_DOOR = PlaceCode("510105000000")
FAR = PlaceCode("510903001000")


def publish(asked: Asked, day: date = DECEMBER, *periods: str) -> None:
    for period in periods or ("2021-11", "2021-12"):
        token = ServiceTokens(asked.known)("reporting")
        doors: Any = in_process(Reporting, asked.known, token)
        said = doors.publish(id=uuid4(), fields={"period": period, "day": str(day)})
        assert "answer" in said, said


def shown(asked: Asked, place: str, indicator: str = "visits", period: str = "2021-12") -> dict[str, Any]:
    found: dict[str, Any] = asked.ask("published", scope=("5109",), place=place, period=period)["figures"][indicator]
    return found


def some(number: int, place: str, **but: Any) -> list[Any]:
    return [visit(place=PlaceCode(place), **but) for _ in range(number)]


def test_small_figures_are_hidden_and_one_beside_them(asked: Asked) -> None:
    asked.told(*some(3, TOWNSHIP), *some(9, NEXT_DOOR), *some(12, "510106000000"), *some(20, FAR))
    publish(asked)

    values = [shown(asked, place)["value"] for place in (COUNTY, NEXT_DOOR, "510106000000", CITY, PROVINCE)]
    assert values == [None, None, 12, 24, 44]
    assert shown(asked, COUNTY)["state"] == "hidden"
