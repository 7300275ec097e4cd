"""Every call of the API is asked wrongly, in every way that we could think of: it says so, and nothing is half done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from deploy.demo.world import organisation_id
from shared.rpc import PersonTokens
from tests import builders
from tests.journeys.live import Live
from tests.web.browsing import Visitor
from tests.web.calls import LONG, Call, announced, calls
from tests.web.programs import Program, Reply, issued
from tests.web.staff import person

CITY, AT = "510900000000", builders.ELSEWHERE
SCRIPT = "<script>alert('暖冬')</script>"
ABSENT = {401, 403, 404}

Asked = Callable[[Call], Reply]


def a_visit(**but: Any) -> dict[str, Any]:
    return builders.a_visit(**{"place": AT, "organisation": organisation_id("league", CITY), **but})


@pytest.fixture(scope="module")
def program(live: Live) -> Program:
    """Give a program of 遂宁市."""
    return issued(live, place=CITY)[0]


@pytest.fixture(scope="module")
def known(program: Program) -> list[Call]:
    """List every call."""
    return calls(program)


@pytest.fixture(scope="module")
def writing(known: list[Call]) -> list[Call]:
    """List the calls that take a body."""
    return [each for each in known if each.writes]


@pytest.fixture(scope="module")
def taking(program: Program, writing: list[Call]) -> list[Call]:
    """Leave out what needs a person: whoever may not pass is told so before anything is read."""
    return [each for each in writing if "RoleMissing" not in dict(refusals(program.ask(each.method, each.address, {})))]


def otherwise(asked: list[Call], ask: Asked, status: int) -> dict[str, Any]:
    """Name the calls that are not answered with a problem of this status, each with what it answers."""
    replies = {each.label: ask(each) for each in asked}
    right = (status, "application/problem+json")
    return {name: each.body for name, each in replies.items() if (each.status, each.headers["Content-Type"]) != right}


@pytest.mark.parametrize(
    ("said", "kind", "status"),
    [
        (b"not JSON", "application/json", 400),
        (b"[" * 300 + b"]" * 300, "application/json", 400),
        (b'{"place": "\xff"}', "application/json", 400),
        (b"{}", "application/x-www-form-urlencoded", 415),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
        (b'"place"', "application/json", 422),
    ],
)
def test_no_call_takes_what_is_no_form(
    program: Program, taking: list[Call], said: bytes, kind: str, status: int
) -> None:
    def ask(call: Call) -> Reply:
        return program.ask(call.method, call.address, said, **{"Content-Type": kind})

    assert otherwise(taking, ask, status) == {}


def test_no_call_takes_more_than_ten_megabytes(program: Program, writing: list[Call]) -> None:
    assert otherwise(writing, lambda call: announced(program, call, LONG), 413) == {}


def test_every_call_names_the_field_that_it_does_not_know(program: Program, taking: list[Call]) -> None:
    def known(call: Call) -> bool:
        return ("FieldUnknown", "mood") not in refusals(program.ask(call.method, call.address, {"mood": "glad"}))

    assert [each.label for each in taking if known(each)] == []


def test_every_call_names_each_field_that_is_of_a_wrong_type(program: Program, taking: list[Call]) -> None:
    def unnamed(call: Call) -> set[str]:
        told = refusals(program.ask(call.method, call.address, {name: {"of": "another type"} for name in call.fields}))
        return call.fields.keys() - {field.split(".")[0] for _, field in told}

    assert {each.label: found for each in taking if (found := unnamed(each))} == {}


def test_every_text_refuses_what_cannot_be_seen(program: Program, taking: list[Call]) -> None:
    def unnamed(call: Call) -> set[str]:
        told = refusals(program.ask(call.method, call.address, dict.fromkeys(call.texts, "a\u0000b")))
        return set(call.texts) - {field for rule, field in told if rule == "FieldInvalid"}

    assert any(each.texts for each in taking)
    assert {each.label: found for each in taking if (found := unnamed(each))} == {}


def test_no_question_takes_a_parameter_that_it_does_not_know(program: Program, known: list[Call]) -> None:
    asking = [each for each in known if each.parameters]

    assert otherwise(asking, lambda call: program.ask("GET", f"{call.address}?sort=desc"), 422) == {}


def test_every_call_asks_for_a_token(live: Live, known: list[Call]) -> None:
    nobody = Program(live.portal, "")

    assert otherwise(known, lambda call: nobody.ask(call.method, call.address, {} if call.writes else None), 401) == {}


def test_an_id_that_stands_for_one_thing_is_not_taken_for_another(program: Program) -> None:
    id, said = uuid4(), {"place": AT, "organisation": organisation_id("league", CITY), "since": "2022-02-08"}
    opened = program.ask("PUT", f"/things/child_home/{id}", {**said, "premises": "school"})

    reply = program.ask("PUT", f"/things/companion/{id}", said)

    assert opened.status == 200, opened.body
    assert (reply.status, reply.json["refusals"][0]["rule"]) == (409, "IdAlreadyUsed"), reply.body


def test_a_token_that_was_revoked_is_believed_no_longer(live: Live) -> None:
    program, id = issued(live, place=CITY)
    login = person(live, "officer", scope=CITY)
    officer = live.operator.under(PersonTokens(live.operator, login, live.password))
    officer.call("portal", "revoke_api_token", id=uuid4(), fields={"token": id}, deadline=30.0)

    assert program.ask("GET", "/token").json["refusals"][0]["rule"] == "ApiTokenEnded"


def test_a_token_whose_days_are_over_is_believed_no_longer(live: Live) -> None:
    program, id = issued(live, place=CITY)
    live.ask("portal", "UPDATE api_token SET expires_on = '2022-02-09' WHERE id = %s", id)

    assert program.ask("GET", "/token").status == 401


@pytest.mark.parametrize(
    "path",
    [
        f"/acts/VisitRecorded?place={CITY}",
        f"/things/need?place={CITY}",
        f"/rollup?place={CITY}&period=2022-02",
        f"/facts-behind?place={CITY}&indicator=visits&period=2022-02",
        f"/year-on-year?place={CITY}&period=2022-02",
        f"/returns/2022-01/{CITY}",
    ],
)
def test_a_token_of_another_city_sees_nothing_here(live: Live, path: str) -> None:
    stranger, _ = issued(live, place="510100000000")

    reply = stranger.ask("GET", path)

    assert reply.status in ABSENT or reply.json["items"] == []


def test_a_token_of_another_city_changes_nothing_here(live: Live, program: Program) -> None:
    address, said = f"/acts/VisitRecorded/{uuid4()}", a_visit()
    program.ask("PUT", address, said)
    stranger, _ = issued(live, place="510100000000")

    amended = stranger.ask("PUT", address, {**said, "persons": 9}, **{"If-Match": '"1"'})
    withdrawn = stranger.ask("PUT", f"{address}/withdrawal", {"reason": "不是我的"})
    seen = stranger.ask("GET", address)

    assert {amended.status, withdrawn.status, seen.status} <= ABSENT
    assert program.ask("GET", address).json["revision"] == 1


def test_a_script_is_kept_as_it_was_said_and_shown_as_text(live: Live, program: Program) -> None:
    id = uuid4()
    program.ask("PUT", f"/acts/VisitRecorded/{id}", a_visit(note=SCRIPT))

    kept = program.ask("GET", f"/acts/VisitRecorded/{id}").json
    login = person(live, "recorder", "viewer", scope=CITY)
    page = Visitor(live.portal).signed_in(login, live.password).get(f"/things/VisitRecorded/{id}")

    assert kept["data"]["note"] == SCRIPT
    assert page.status == 200
    assert SCRIPT not in page.text
    assert "&lt;script&gt;alert" in page.text


def refusals(reply: Reply) -> set[tuple[str, str]]:
    """Name the rules that were broken, each with its field."""
    return {(each["rule"], each["field"]) for each in reply.json["refusals"]}
