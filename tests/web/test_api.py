"""The JSON API: what a program may do, and what it is told."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from deploy.demo.world import organisation_id
from tests import builders
from tests.journeys.live import Live
from tests.web.programs import Program, issued

ELSEWHERE = "510900000000"
AT = builders.ELSEWHERE


def a_visit(**but: Any) -> dict[str, Any]:
    return builders.a_visit(**{"place": AT, "organisation": organisation_id("league", ELSEWHERE), **but})


@pytest.fixture(scope="module")
def program(live: Live) -> Program:
    """Give a program of 遂宁市."""
    return issued(live, place=ELSEWHERE)[0]


def test_a_program_records_an_act_and_a_repeat_is_answered_the_same(program: Program) -> None:
    said, address = a_visit(), f"/acts/VisitRecorded/{uuid4()}"

    first, second = (program.ask("PUT", address, said) for _ in range(2))

    assert (first.status, second.status) == (200, 200), first.body
    assert first.json["fact_id"] == second.json["fact_id"]
    assert first.headers["ETag"] == '"1"'


def test_an_id_used_for_something_else_is_a_conflict(program: Program) -> None:
    address = f"/acts/VisitRecorded/{uuid4()}"
    program.ask("PUT", address, a_visit())

    reply = program.ask("PUT", address, a_visit())

    assert (reply.status, reply.json["refusals"][0]["rule"]) == (409, "IdAlreadyUsed")
    assert reply.headers["Content-Type"] == "application/problem+json"


def test_amending_names_the_revision_and_a_stale_one_is_a_conflict(program: Program) -> None:
    address, said = f"/acts/VisitRecorded/{uuid4()}", a_visit()
    program.ask("PUT", address, said)

    amended = program.ask("PUT", address, {**said, "persons": 4}, **{"If-Match": '"1"'})
    stale = program.ask("PUT", address, {**said, "persons": 5}, **{"If-Match": '"1"'})

    assert (amended.status, amended.json["revision"]) == (200, 2)
    assert (stale.status, stale.json["refusals"][0]["rule"]) == (409, "StaleRevision")
    assert stale.json["refusals"][0]["details"] == {"given": 1, "current": 2}


def test_what_has_not_changed_is_not_sent_again(program: Program) -> None:
    address = f"/acts/VisitRecorded/{uuid4()}"
    program.ask("PUT", address, a_visit())

    shown = program.ask("GET", address)
    again = program.ask("GET", address, **{"If-None-Match": shown.headers["ETag"]})
    program.ask("PUT", f"{address}/withdrawal", {"reason": "重复填报"})
    withdrawn = program.ask("GET", address, **{"If-None-Match": shown.headers["ETag"]})

    assert (shown.status, again.status, again.body) == (200, 304, b"")
    assert (withdrawn.status, withdrawn.json["withdrawn_reason"]) == (200, "重复填报")


def test_every_wrong_field_is_named(program: Program) -> None:
    said = a_visit(persons="three", unknown=1)
    del said["occurred_on"]

    reply = program.ask("PUT", f"/acts/VisitRecorded/{uuid4()}", said)

    assert reply.status == 422
    assert {(each["field"], each["rule"]) for each in reply.json["refusals"]} == {
        ("persons", "FieldInvalid"),
        ("unknown", "FieldUnknown"),
        ("occurred_on", "FieldMissing"),
    }


def test_many_acts_are_recorded_at_once_or_none(program: Program) -> None:
    rows = [{"id": str(uuid4()), **a_visit()} for _ in range(3)]
    wrong = [*rows, {"id": str(uuid4()), **a_visit(persons=-1)}]

    refused = program.ask("POST", "/acts/VisitRecorded", {"rows": wrong})
    absent = program.ask("GET", f"/acts/VisitRecorded/{rows[0]['id']}")
    done = program.ask("POST", "/acts/VisitRecorded", {"rows": rows})

    assert (refused.status, refused.json["refusals"][0]["row"]) == (422, 3)
    assert absent.status == 404
    assert [each["id"] for each in done.json["items"]] == [each["id"] for each in rows]


def test_a_list_goes_on_where_it_ended(program: Program) -> None:
    day = "2022-01-19"
    ids = {str(uuid4()) for _ in range(5)}
    program.ask("POST", "/acts/VisitRecorded", {"rows": [{"id": id, **a_visit(occurred_on=day)} for id in ids]})

    found: list[str] = []
    more = f"/acts/VisitRecorded?since={day}&until={day}&limit=2"
    while more:
        page = program.ask("GET", more).json
        found += [each["id"] for each in page["items"]]
        more = page["next"] and f"/acts/VisitRecorded?since={day}&until={day}&limit=2&after={page['next']}"

    assert len(found) == len(ids)
    assert set(found) == ids


@pytest.mark.parametrize("header", ["", "Basic dXNlcjpwYXNz", "Bearer", "Bearer nobody", "Bearer " + "x" * 5_000])
def test_whoever_carries_no_token_is_told_to(live: Live, header: str) -> None:
    reply = Program(live.portal, "").ask("GET", "/campaigns", Authorization=header)

    assert (reply.status, reply.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_a_token_of_another_organisation_reaches_nothing_here(live: Live) -> None:
    stranger, _ = issued(live, place="510100000000")

    told = stranger.ask("PUT", f"/acts/VisitRecorded/{uuid4()}", a_visit())
    shown = stranger.ask("GET", f"/rollup?place={ELSEWHERE}&period=2022-02")

    assert (told.status, shown.status) == (403, 403)


def test_a_viewers_token_records_nothing(live: Live) -> None:
    viewer, _ = issued(live, "viewer", place=ELSEWHERE)

    assert viewer.ask("PUT", f"/acts/VisitRecorded/{uuid4()}", a_visit()).status == 403


@pytest.mark.parametrize(
    ("said", "kind", "status"),
    [
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b'{"place": NaN}', "application/json", 400),
        (b'"\\ud800"', "application/json", 400),
        (b"[" * 300 + b"]" * 300, "application/json", 400),
        (b"[]", "application/json", 422),
        (b"{}", "text/plain", 415),
        (b"x" * 12_000_000, "application/json", 413),
    ],
)
def test_what_cannot_be_read_is_refused_before_anything_is_done(
    program: Program, said: bytes, kind: str, status: int
) -> None:
    reply = program.ask("PUT", f"/acts/VisitRecorded/{uuid4()}", said, **{"Content-Type": kind})

    assert (reply.status, reply.headers["Content-Type"]) == (status, "application/problem+json")


def test_an_address_or_a_method_that_is_not_there_is_told_as_a_problem_too(program: Program) -> None:
    nowhere, wrong = program.ask("GET", "/nowhere"), program.ask("DELETE", "/campaigns")

    assert (nowhere.status, nowhere.json["title"]) == (404, "找不到网页")
    assert (wrong.status, set(wrong.headers["Allow"].split(", "))) == (405, {"GET", "HEAD", "OPTIONS"})


def test_a_question_with_an_unknown_parameter_is_refused(program: Program) -> None:
    reply = program.ask("GET", f"/rollup?place={ELSEWHERE}&period=2022-02&sort=desc")

    assert (reply.status, reply.json["refusals"][0]["field"]) == (422, "sort")


@pytest.mark.parametrize(
    "path",
    [
        "/token",
        "/campaigns",
        f"/places/{ELSEWHERE}",
        f"/organisations?place={ELSEWHERE}&limit=2",
        f"/rollup?place={ELSEWHERE}&period=2022-02&lines=care",
        f"/series?place={ELSEWHERE}&indicator=visits&since=2022-02-01&until=2022-02-10",
        f"/facts-behind?place={ELSEWHERE}&indicator=visits&period=2022-02",
        f"/corrections-behind?place={ELSEWHERE}&indicator=visits&period=2022-02",
        f"/year-on-year?place={ELSEWHERE}&period=2022-02",
        "/freshness",
        "/published/periods",
    ],
)
def test_figures_and_the_frame_are_there_to_be_read(program: Program, path: str) -> None:
    reply = program.ask("GET", path)

    assert reply.status == 200, reply.body


def test_the_document_is_there_for_everybody(live: Live) -> None:
    document = Program(live.portal, "").ask("GET", "/openapi.json").json

    assert document["openapi"] == "3.1.0"
    assert document["components"]["schemas"]["LectureHeld"]["properties"]["mode"]["title"] == "方式"
