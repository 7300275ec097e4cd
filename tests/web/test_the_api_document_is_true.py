"""docs/api.md is typed as it stands: every example answers what it promises."""

from __future__ import annotations

import time

import pytest

from tests.journeys.live import Live
from tests.web.documented import DOCUMENT, Example, Shell, answer, examples, unlike
from tests.web.programs import issued

EXAMPLES = examples(DOCUMENT.read_text(encoding="utf-8"))
PLACE = "510900000000"
COUNTED_S = 15.0
"""How long an answer may take to become as promised: figures follow the acts within a second or so."""

PROMISED = 'HTTP/1.1 200 OK\nETag: "1"\n\n{"id": "…", "kind": "Visit…", "rows": [{"value": 3}, "…"], "…": "…"}'
TOLD = 'HTTP/1.1 200 OK\nETag: "1"\nDate: x\n\n{"id": "7", "kind": "VisitRecorded", "rows": [{"value": 3}, 4], "x": 1}'


@pytest.fixture(scope="module")
def shell(live: Live, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Give a shell that knows where the portal is and carries a token."""
    shell = Shell(tmp_path_factory.mktemp("typed"))
    shell.names |= {"PORTAL": live.portal, "TOKEN": issued(live, place=PLACE)[0].token}
    return shell


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{number}-{each.title}" for number, each in enumerate(EXAMPLES)])
def test_an_example_answers_what_it_promises(shell: Shell, example: Example) -> None:
    limit = time.monotonic() + COUNTED_S
    while wrong := _wrong(shell, example):
        assert _only_asks(example) or _was_not_answered(wrong), wrong
        assert time.monotonic() < limit, wrong
        time.sleep(0.2)


def _wrong(shell: Shell, example: Example) -> list[str]:
    told = shell.type(example.typed)
    return unlike(example.promised, answer(told)) if example.promised else []


def _only_asks(example: Example) -> bool:
    return "curl" in example.typed and "-X" not in example.typed and "-d" not in example.typed


def _was_not_answered(wrong: list[str]) -> bool:
    """Tell whether a busy machine was too late: what was not answered may be said again."""
    return wrong[0].startswith("status: 504")


def test_the_document_has_examples() -> None:
    assert len([each for each in EXAMPLES if each.promised]) > 25


def test_an_answer_as_promised_is_recognised() -> None:
    assert unlike(answer(PROMISED), answer(TOLD)) == []


@pytest.mark.parametrize(
    ("was", "became", "wrong"),
    [
        ("200 OK", "201 Created", "status"),
        ('"1"', '"2"', "headers.etag"),
        ("Visit", "Act", "content.kind"),
        ('"value": 3', '"value": 3.5', "content.rows[0].value"),
        ('"value": 3', '"worth": 3', "content.rows[0].value: not there"),
        ('{"value": 3}', '{"value": 3, "more": 1}', "content.rows[0].more: not promised"),
        ('[{"value": 3}, 4]', "[]", "content.rows: 0 where 1 were promised"),
    ],
)
def test_an_answer_that_is_not_as_promised_is_seen(was: str, became: str, wrong: str) -> None:
    found = unlike(answer(PROMISED), answer(TOLD.replace(was, became)))

    assert any(each.startswith(wrong) for each in found), found
