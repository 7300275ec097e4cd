"""Whatever the API's document allows, and what it does not, is asked: nothing fails, all answers are as documented."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid5

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import content_type_conformance, response_schema_conformance, status_code_conformance
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.result import Ok, Result
from schemathesis.core.transport import Response

from deploy.demo.world import organisation_id
from services.portal.web.things import THINGS
from tests.builders import ELSEWHERE
from tests.journeys.live import Live
from tests.web.programs import Program, issued

pytestmark = pytest.mark.timeout(900)

PLACE = "510900000000"
KNOWN: dict[str, Any] = {
    "place": ELSEWHERE,
    "organisation": organisation_id("league", PLACE),
    "period": "2022-02",
    "indicator": "visits",
    "since": "2022-02-01",
    "until": "2022-02-10",
}
"""What chance would never hit, and without which nothing is ever found."""

REFERENCE = re.compile(r"#/components/schemas/([^\"]+)")
ONES = UUID("0ddba11c-0000-4000-8000-000000000000")
OF_ONE = len(["", "api", "v1", "things", "{kind}", "{id}"])
LAST = ("PUT", "POST", "GET", "DELETE")
"""What is asked rightly is asked in an order in which the one finds what the other has made."""

ONCE = settings(
    max_examples=1,
    phases=[Phase.generate],
    database=None,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
AT_ONCE = 4
PATIENCE_S = 60
CHECKS = [content_type_conformance, response_schema_conformance, status_code_conformance]


def anchored(document: dict[str, Any]) -> dict[str, Any]:
    """Let the dates, places and organisations that the document asks for be some that there are."""
    schemas = document["components"]["schemas"]
    forms = {name for path in document["paths"].values() for said in path.values() for name in _forms(said, schemas)}
    told = {name: _anchored(said) if name in forms else said for name, said in schemas.items()}
    components = {**document["components"], "schemas": told}
    return {**document, "paths": _anchored(document["paths"]), "components": components}


def _forms(said: Any, schemas: dict[str, Any]) -> set[str]:
    """Name what an operation takes; the answers are left as they are documented."""
    body = said.get("requestBody", {}) if isinstance(said, dict) else {}
    found, new = set(), set(REFERENCE.findall(json.dumps(body)))
    while new:
        found |= new
        new = {each for name in new for each in REFERENCE.findall(json.dumps(schemas[name]))} - found
    return found


def _anchored(said: Any) -> Any:
    if isinstance(said, list):
        return [_anchored(each) for each in said]
    if not isinstance(said, dict):
        return said
    if said.get("in") == "query" and said.get("name") in KNOWN:
        return {**said, "schema": {"enum": [KNOWN[said["name"]]]}}
    found = {name: _anchored(each) for name, each in said.items()}
    if isinstance(properties := found.get("properties"), dict):
        found["properties"] = {name: _known(name, each) for name, each in properties.items()}
    return found


def _known(name: str, said: Any) -> Any:
    if name in KNOWN:
        return {"enum": [KNOWN[name]]}
    return {"enum": ["2022-02-08"]} if said.get("format") == "date" else said


def cases(operation: Any, mode: GenerationMode) -> list[Case[Any]]:
    """Make up one question of a kind; which one, stays the same from run to run."""
    made: list[Case[Any]] = []

    @ONCE
    @given(operation.as_strategy(generation_mode=mode))
    def make(case: Case[Any]) -> None:
        made.append(case)

    make()
    return [_concerning_one(case) for case in made] if mode is GenerationMode.POSITIVE else made


def _concerning_one(case: Case[Any]) -> Case[Any]:
    """Let whatever concerns a kind concern the same act or thing, so that it is found when it is asked for."""
    _, _, _, room, *rest = case.operation.path.split("/")
    if room not in {"acts", "things"} or "id" not in case.path_parameters:
        return case
    thing = THINGS[rest[0]]
    step = thing.step(rest[1])
    one = str(uuid5(ONES, thing.name))
    if step is None:
        case.path_parameters["id"] = one
    elif isinstance(case.body, dict):
        case.body[step.names] = one
    return case


def _turn(case: Case[Any]) -> tuple[bool, int]:
    """Say when a case is asked: what is opened comes before what becomes of it."""
    return len(case.operation.path.split("/")) > OF_ONE, LAST.index(case.method)


def _right(found: Result[Any, Any]) -> Ok[Any]:
    assert isinstance(found, Ok), found.err()
    return found


@pytest.fixture(scope="module")
def program(live: Live) -> Program:
    return issued(live, place=PLACE)[0]


@pytest.fixture(scope="module")
def answers(live: Live, program: Program) -> list[tuple[Case[Any], Response]]:
    """Ask everything, the right way and the wrong way."""
    schema = schemathesis.openapi.from_dict(anchored(program.ask("GET", "/openapi.json").json))
    operations = [found.ok() for found in map(_right, schema.get_all_operations())]
    right, wrong = ([each for one in operations for each in cases(one, mode)] for mode in GenerationMode)
    carried = {"Authorization": f"Bearer {program.token}"}
    asked = [*sorted(right, key=_turn), *wrong]
    with requests.Session() as session, ThreadPoolExecutor(AT_ONCE) as asking:
        told = asking.map(lambda case: case.call(live.portal, session, carried, timeout=PATIENCE_S), asked)
        return list(zip(asked, told, strict=True))


def test_nothing_that_is_asked_makes_a_service_fail(answers: list[tuple[Case[Any], Response]]) -> None:
    failed = [f"{case.as_curl_command()} {answer.status_code}" for case, answer in answers if answer.status_code >= 500]

    assert failed == []


def test_every_answer_is_as_documented(answers: list[tuple[Case[Any], Response]]) -> None:
    untrue = []
    for case, answer in answers:
        try:
            case.validate_response(answer, checks=CHECKS)
        except (Failure, FailureGroup) as error:
            untrue.append(str(error))

    assert untrue == []


def test_enough_was_said_rightly_for_its_answers_to_count(answers: list[tuple[Case[Any], Response]]) -> None:
    done = {case.operation.label for case, answer in answers if answer.status_code == 200}

    assert len(done) > len({case.operation.label for case, _ in answers}) / 4
