"""The authorization matrix of the JSON API: every call, by tokens of either role and by none, here and elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from services.portal.web import create
from tests.builders import CITY, COUNTY
from tests.journeys.live import Live
from tests.web.asking import Asker
from tests.web.programs import issued
from tests.web.test_who_may_what import API, HAPPENED, OK, REFUSED, role_of_program, written

OTHER_CITY, OTHER_COUNTY = "510900000000", "510903000000"
SAID = {"period": "2022-01", "indicator": "lectures", "since": "2022-02-01", "until": "2022-02-10"}
UNPUBLISHED = {OK, 422}
"""What the published table is answered with for any place, stated or not."""


@dataclass(frozen=True)
class Call:
    """An operation of the API's document."""

    endpoint: str
    method: str
    path: str
    asks: frozenset[str]

    def address(self, city: str, county: str) -> str:
        """Write the address for a city, or a county in it."""
        named = {"code": county, "city": city, "month": "2022-01", "id": str(uuid4())}
        said = {**SAID, "place": county}
        query = "&".join(f"{each}={said[each]}" for each in sorted(self.asks))
        return f"{self.path.format(**named)}?{query}"

    @property
    def content(self) -> dict[str, Any]:
        """Say as little as reaches the door."""
        return {"rows": []} if self.method == "POST" else {"reason": "核对"} if "withdraw" in self.path else {}


@pytest.fixture(scope="module")
def calls(live: Live) -> list[Call]:
    return list(_calls(create(live.settings("web"))))


def _calls(app: Flask) -> Iterator[Call]:
    documented = app.extensions["api_document"]["paths"]
    rules = [each for each in app.url_map.iter_rules() if each.endpoint.startswith(API)]
    endpoints = {each.endpoint.split(".")[1]: each.endpoint for each in rules}
    for path, operations in documented.items():
        for method, said in operations.items():
            if method != "parameters":
                yield Call(endpoints[said["operationId"]], method.upper(), path, _asked(said))


def _asked(said: dict[str, Any]) -> frozenset[str]:
    """Name what has to be asked, and the place wherever one may be."""
    queries = [each for each in said.get("parameters", ()) if each["in"] == "query"]
    return frozenset(each["name"] for each in queries if each.get("required") or each["name"] == "place")


@pytest.mark.timeout(600)
def test_nobody_without_a_token_is_told_anything(calls: list[Call], live: Live) -> None:
    nobody = Asker(live.portal, {})
    told = [
        (each.endpoint, nobody.tell(each.method, each.address(CITY, COUNTY), each.content).status) for each in calls
    ]

    assert [each for each in told if each[1] != 401] == []


@pytest.mark.timeout(600)
@pytest.mark.parametrize("role", ["viewer", "recorder"])
def test_a_token_is_good_for_what_its_role_opens_in_its_own_place(calls: list[Call], live: Live, role: str) -> None:
    program, _ = issued(live, role, place=CITY)
    who = Asker(live.portal, {"Authorization": f"Bearer {program.token}"})
    wrong = [each for call in calls for each in (*_here(who, call, role), *_elsewhere(who, call))]

    assert not wrong, written(wrong)


def _here(who: Asker, call: Call, role: str) -> Iterator[tuple[Any, ...]]:
    answer = who.tell(call.method, call.address(CITY, COUNTY), call.content)
    expected = HAPPENED | {OK} if _opens(call.endpoint, role) else REFUSED
    if answer.status not in expected:
        yield call.endpoint, "here", answer.status


def _elsewhere(who: Asker, call: Call) -> Iterator[tuple[Any, ...]]:
    if "place" not in call.asks and "{city}" not in call.path:
        return
    answer = who.tell(call.method, call.address(OTHER_CITY, OTHER_COUNTY), call.content)
    everybodys = role_of_program(call.endpoint) == "none"
    nothing = answer.status == OK and json.loads(answer.body).get("items") == []
    if not (nothing or (everybodys and answer.status in UNPUBLISHED) or answer.status in {403, 404, 422}):
        yield call.endpoint, "elsewhere", answer.status


@cache
def _opens(endpoint: str, role: str) -> bool:
    needed = role_of_program(endpoint)
    return needed in {"none", "viewer", role}
