"""The authorization matrix: every page and call of the portal, asked by every position, here, elsewhere and above."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.routing import Rule

from deploy.demo.world import organisation_id
from services.portal.schemas.positions import Position, positions, rights
from services.portal.web import create
from shared.refusals import Refused
from shared.rpc import PersonTokens
from tests.builders import CITY, COUNTY, ELSEWHERE, LEAGUE, TOWNSHIP
from tests.eventually import eventually
from tests.journeys.live import Live
from tests.web.asking import Answer, Asker, asker
from tests.web.browsing import Visitor
from tests.web.planted import Planted, planted, planted_in_township
from tests.web.staff import person

TABLE = tomllib.loads(Path(__file__).with_suffix("").with_name("who_may_what.toml").read_text(encoding="utf-8"))
PROVINCE = "510000000000"
ALL_ROLES = ("recorder", "approver", "viewer", "officer")
PLACES = {"province": PROVINCE, "city": CITY, "county": COUNTY, "township": TOWNSHIP}
HIGHER = {"city": PROVINCE, "county": CITY, "township": COUNTY}
OTHER = {"place": "510900000000", "city": "510900000000", "county": "510903000000"}
LOOKED_AT = ("county", "city", "township", "province")
"""At which of its levels a position is looked at: first where there is a place both above and beside."""

ORGANISATIONS = {each: organisation_id("league", PLACES[each]) for each in PLACES} | {"township": LEAGUE}
REACH = {"place": tuple(PLACES), "city": ("province", "city"), "county": ("province", "city", "county")}
"""From which levels a place, a city and a county can be one's own."""

SHORT = 8
"""How much of a number pages show."""

OK = 200
OF_PLACES = frozenset({"place", "city", "county"})
USUAL: dict[str, str] = {"month": "2022-01", "indicator": "lectures", "form": "xlsx"}
HAPPENED = {200, 302, 303, 400, 404, 409, 422}
"""What a form without content may be answered where its door is open."""

REFUSED = {403, 404}
NOT_TAKEN = {400, 403, 404, 422}
Places = tuple[tuple[dict[str, str], Planted], ...]
API = ("api_acts", "api_things", "api_figures", "api_frame", "api_published", "api_returns")


@dataclass(frozen=True)
class Line:
    """A line of the table, and the address that it is about."""

    rule: Rule
    method: str
    who: str
    told: dict[str, Any]

    @property
    def over(self) -> frozenset[str]:
        """Name the arguments of the address that are places."""
        return OF_PLACES & self.rule.arguments

    def lets_in(self, position: Position, level: str) -> bool:
        """Tell whether a position is let in, in its own place."""
        if self.who != "rights":
            return True
        if level not in self.told.get("levels", PLACES) or any(level not in REACH[each] for each in self.over):
            return False
        held = {each.code for each in rights() if each.code in position.rights and level in (each.levels or PLACES)}
        return not held.isdisjoint(self.told["of"])

    def expected(self, position: Position, level: str) -> Collection[int]:
        """Tell what a position may be answered in its own place."""
        if self.who == "everybody":
            return range(OK, 500)
        if not self.lets_in(position, level):
            return REFUSED
        return self.told.get("answers", [OK]) if self.method == "GET" else HAPPENED

    def expected_elsewhere(self, *, let_in: bool) -> Collection[int]:
        """Tell what is answered for a place, or about a thing, that is not one's own."""
        if "elsewhere" in self.told:
            return {OK, 422} if let_in else {OK, 422, *REFUSED}
        return REFUSED if self.method == "GET" else NOT_TAKEN


@dataclass(frozen=True)
class Ground:
    """What was recorded in the own township, above it and elsewhere."""

    own: Planted
    higher: Planted
    other: Planted

    def beyond(self, level: str) -> Places:
        """Give the places that are not a level's own, each with what lies there."""
        if level == "province":
            return ()
        above = dict.fromkeys(OF_PLACES, HIGHER[level])
        return (OTHER, self.other), (above, {} if level == "city" else self.higher)


@pytest.fixture(scope="module")
def app(live: Live) -> Flask:
    """Give the application, of which nothing but its addresses is used."""
    return create(live.settings("web"))


@pytest.fixture(scope="module")
def ground(live: Live) -> Ground:
    """Record the same things here, above and elsewhere."""
    eventually("the returns are open", lambda: _is_open(live), within=60)
    client = live.operator.under(PersonTokens(live.operator, person(live, *ALL_ROLES, scope=PROVINCE), live.password))
    return Ground(
        own=planted_in_township(client, TOWNSHIP, LEAGUE),
        higher=planted(client, CITY, organisation_id("league", CITY)),
        other=planted_in_township(client, ELSEWHERE, organisation_id("league", "510903000000")),
    )


def _is_open(live: Live) -> bool:
    try:
        return bool(live.operator.call("reporting", "return_of", city=CITY, month=USUAL["month"]))
    except Refused:
        return False


def own(level: str) -> dict[str, str]:
    """Name the own place of a level, and the city and the county in which it lies or which lie in it."""
    return {"place": PLACES[level], "city": CITY, "county": COUNTY}


def lines(app: Flask) -> Iterator[Line]:
    """List the pages with what the table says of them; what ends a session comes last."""
    found = [each for rule in app.url_map.iter_rules() if rule.endpoint.split(".")[0] not in API for each in of(rule)]
    yield from sorted(found, key=lambda each: bool(each.told.get("last")))


def of(rule: Rule) -> Iterator[Line]:
    [(who, told)] = [
        (who, TABLE[who][rule.endpoint]) for who in ("everybody", "signed_in", "rights") if rule.endpoint in TABLE[who]
    ]
    yield from (Line(rule, method, who, told) for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))


@cache
def role_of_program(endpoint: str) -> str:
    """Tell which role a token needs for a call."""
    return next(str(told["role"]) for pattern, told in TABLE["programs"].items() if fnmatchcase(endpoint, pattern))


def address(app: Flask, line: Line, places: Mapping[str, str], things: Planted) -> str:
    """Write the address of a page for a place, about a thing of that place."""
    named = {each: {**USUAL, **places}.get(each, str(uuid4())) for each in line.rule.arguments}
    if "id" in line.told:
        named["id"] = things[line.told["id"]]
    with app.test_request_context():
        return app.url_for(line.rule.endpoint, _method=line.method, **{**named, **line.told.get("with", {})})


def asked(who: Asker, app: Flask, line: Line, places: Mapping[str, str], things: Planted) -> Answer:
    return who.ask(line.method, address(app, line, places, things), **line.told.get("says", {}))


def test_every_page_and_every_call_has_its_line_and_every_line_its_page(app: Flask) -> None:
    pages = {rule.endpoint for rule in app.url_map.iter_rules()}
    programs = {each for each in pages if each.split(".")[0] in API}
    told = [each for who in ("everybody", "signed_in", "rights") for each in TABLE[who]]

    assert set(told) ^ (pages - programs) == set(), "see the head of tests/web/who_may_what.toml"
    assert [each for each in TABLE["programs"] if not any(fnmatchcase(one, each) for one in programs)] == []
    assert [each for each in programs if not any(fnmatchcase(each, one) for one in TABLE["programs"])] == []


def test_a_position_has_the_rights_whose_doors_its_roles_open(live: Live) -> None:
    doors = {
        f"{service}.{each['door']}": set(each["roles"])
        for service in ("portal", "outreach", "jobs", "volunteers", "children", "reporting")
        for each in live.recorder.call(service, "doors")
    }
    wrong = [
        (position.code, right.code)
        for position in positions().values()
        for right in rights()
        for roles in [{each.value for each in position.roles}]
        if (right.code in position.rights)
        != (
            all(roles & doors[door] for door in right.doors)
            and (not right.roles or bool(position.roles & right.roles))
            and (not right.levels or bool(right.levels & set(position.levels)))
        )
    ]

    assert not wrong, written(wrong)


@pytest.mark.timeout(600)
def test_nobody_who_has_not_signed_in_gets_past_the_door(live: Live, app: Flask, ground: Ground) -> None:
    nobody = asker(Visitor(live.portal))
    answers = [(each, asked(nobody, app, each, own("city"), ground.own)) for each in lines(app)]

    wrong = [
        (each.rule.endpoint, each.method, answer.status)
        for each, answer in answers
        if answer.status >= 500 or answer.wants_sign_in != (each.who != "everybody")
    ]
    assert not wrong, written(wrong)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("code", positions())
def test_a_position_is_let_in_where_its_rights_say_and_nowhere_else(
    live: Live, app: Flask, ground: Ground, code: str
) -> None:
    position = positions()[code]
    level = next(each for each in LOOKED_AT if each in position.levels)
    here, places = PLACES[level], ground.beyond(level)
    login = person(live, *sorted(position.roles), scope=here, organisation=ORGANISATIONS[level])
    who = asker(Visitor(live.portal).signed_in(login, live.password))
    foreign = [each for _, things in places for each in things.values()]
    wrong: list[tuple[Any, ...]] = []
    for line in lines(app):
        wrong += _here(line, position, level, asked(who, app, line, own(level), ground.own), ground.own, foreign)
        if line.who != "everybody":
            wrong += _elsewhere(who, app, line, line.lets_in(position, level), places)

    assert not wrong, written(wrong)


def written(wrong: Iterable[tuple[Any, ...]]) -> str:
    """Write down what is wrong, a line each."""
    return "\n".join(["", *(" ".join(map(str, each)) for each in wrong)])


def _here(
    line: Line, position: Position, level: str, answer: Answer, own: Planted, foreign: list[str]
) -> Iterator[tuple[Any, ...]]:
    """Find what is wrong with what one is answered in one's own place."""
    text, where = answer.body.decode(errors="ignore"), (line.rule.endpoint, line.method)
    if answer.status not in line.expected(position, level):
        yield *where, "here", answer.status
    if answer.status != OK:
        return
    yield from ((*where, "shows what lies elsewhere", each) for each in foreign if each[:SHORT] in text)
    if "lists" in line.told and own[line.told["lists"]][:SHORT] not in text:
        yield *where, "does not show what lies here", line.told["lists"]


def _elsewhere(who: Asker, app: Flask, line: Line, let_in: bool, places: Places) -> Iterator[tuple[Any, ...]]:  # noqa: FBT001 - the sentence reads so
    """Find what is wrong with what one is answered elsewhere and above."""
    for place, things in places:
        if not line.over and line.told.get("id") not in things:
            continue
        answer = asked(who, app, line, place, things)
        if answer.status not in line.expected_elsewhere(let_in=let_in):
            yield line.rule.endpoint, line.method, "elsewhere", place["place"], answer.status
