"""Whatever the API's document allows, and what it does not, is asked: nothing fails, all answers are as documented."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

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
from tests.builders import ELSEWHERE
from tests.journeys.live import Live
from tests.web.programs import Program, issued

pytestmark = pytest.mark.timeout(300)

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

ONCE = settings(
    max_examples=1,
    phases=[Phase.generate],
    database=None,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
AT_ONCE = 4
CHECKS = [content_type_conformance, response_schema_conformance, status_code_conformance]


def anchored(said: Any) -> Any:
    """Let the document's dates, places and organisations be some that there are."""
    if isinstance(said, list):
        return [anchored(each) for each in said]
    if not isinstance(said, dict):
        return said
    if said.get("in") == "query" and said.get("name") in KNOWN:
        return {**said, "schema": {"enum": [KNOWN[said["name"]]]}}
    found = {name: anchored(each) for name, each in said.items()}
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
    return made


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
    asked = [each for mode in GenerationMode for operation in operations for each in cases(operation, mode)]
    carried = {"Authorization": f"Bearer {program.token}"}
    with requests.Session() as session, ThreadPoolExecutor(AT_ONCE) as asking:
        told = asking.map(lambda case: case.call(live.portal, session, carried), asked)
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
