"""Doors: who passes, what a repeat is answered, and how they refuse and fail."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text

from shared.database import engine, transaction
from shared.identity import Identity, Role, service_identity, sign, signing_key
from shared.settings import Settings
from shared.worker import in_process
from tests.builders import CLERK, MARKER, a_token, ready
from tests.conftest import Site
from tests.shared.echo import Echo

Answer = dict[str, Any]


@pytest.fixture(scope="module")
def known(site: Site) -> Settings:
    return ready(site, "outreach")


@pytest.fixture
def clerk(site: Site, known: Settings) -> Echo:
    """Echo as a clerk with a recorder's role sees it."""
    return in_process(Echo, known, a_token(site, "outreach"))


@pytest.fixture(scope="module")
def database(known: Settings) -> Any:
    own = engine(known.database_url)
    yield own
    own.dispose()


def of_service(site: Site, known: Settings, service: str) -> Echo:
    token = sign(signing_key(Settings(service, site.secrets)), service, service_identity(service), "outreach")
    return in_process(Echo, known, token)


def told(database: Engine) -> int:
    with transaction(database) as session:
        return int(session.scalar(text("SELECT count(*) FROM event_log")) or 0)


def rules(answer: Answer) -> list[str]:
    return [each["rule"] for each in answer["refused"]]


@pytest.mark.parametrize(
    ("forge", "rule"),
    [
        (lambda _: None, "IdentityMissing"),
        (lambda token: token[:-3] + "AAA", "IdentityForged"),
    ],
)
def test_whoever_is_not_believed_is_refused_before_any_work(
    site: Site, known: Settings, database: Engine, forge: Callable[[str], str | None], rule: str
) -> None:
    before = told(database)
    answer = in_process(Echo, known, forge(a_token(site, "outreach"))).say(id=str(uuid4()), fields={"words": "hello"})

    assert rules(answer) == [rule]
    assert told(database) == before


def test_a_token_for_another_service_opens_nothing(site: Site, known: Settings, database: Engine) -> None:
    before = told(database)
    answer = in_process(Echo, known, a_token(site, "jobs")).say(id=str(uuid4()), fields={"words": "hello"})

    assert rules(answer) == ["IdentityElsewhere"]
    assert told(database) == before


def test_a_role_is_asked_for_by_its_chinese_name(clerk: Echo) -> None:
    answer = clerk.hear()

    assert rules(answer) == ["RoleMissing"]
    assert "查看者" in answer["refused"][0]["message"]


def test_a_door_knows_who_calls(site: Site, known: Settings) -> None:
    viewer = in_process(Echo, known, a_token(site, "outreach", CLERK, Role.VIEWER, scope=("5101", "5106")))

    assert viewer.hear() == {"answer": [str(CLERK), "5101", "5106"]}


def test_people_do_not_pass_the_doors_of_services(clerk: Echo) -> None:
    assert rules(clerk.who()) == ["ServicesOnly"]


def test_a_service_passes_its_own_doors_and_the_listed_ones_of_others(site: Site, known: Settings) -> None:
    assert "answer" in of_service(site, known, "outreach").who()
    assert "answer" in of_service(site, known, "reporting").ping()
    assert rules(of_service(site, known, "reporting").who()) == ["OutOfScope"]
    assert rules(of_service(site, known, "jobs").say(id=str(uuid4()), fields={"words": "hello"})) == ["OutOfScope"]


def test_the_doors_of_facts_see_the_database_as_its_reader(site: Site, known: Settings) -> None:
    assert of_service(site, known, "outreach").who() == {"answer": f"{site.namespace}_outreach_reader"}


def test_the_same_id_with_the_same_content_is_answered_as_the_first_time(clerk: Echo, database: Engine) -> None:
    id, before = str(uuid4()), told(database)
    first, second = (clerk.say(id=id, fields={"words": "hello"}) for _ in range(2))

    assert first == second
    assert told(database) == before + 1


def test_the_same_id_with_other_content_is_refused(clerk: Echo, database: Engine) -> None:
    id = str(uuid4())
    clerk.say(id=id, fields={"words": "hello"})
    before = told(database)

    assert rules(clerk.say(id=id, fields={"words": "goodbye"})) == ["IdAlreadyUsed"]
    assert told(database) == before


def test_of_calls_at_once_with_one_id_one_is_done_and_all_are_answered_alike(clerk: Echo, database: Engine) -> None:
    id, before, answers = str(uuid4()), told(database), []
    callers = [
        threading.Thread(target=lambda: answers.append(clerk.say(id=id, fields={"words": "hello"}))) for _ in range(8)
    ]
    for each in callers:
        each.start()
    for each in callers:
        each.join()

    assert len(answers) == 8
    assert all(each == answers[0] and "answer" in each for each in answers)
    assert told(database) == before + 1


def test_an_id_that_was_refused_may_be_used_again(clerk: Echo) -> None:
    id = str(uuid4())

    assert rules(clerk.say(id=id, fields={"words": "loud"})) == ["TooLoud"]
    assert "answer" in clerk.say(id=id, fields={"words": "quiet"})


def test_a_refused_call_leaves_nothing_behind(clerk: Echo, database: Engine) -> None:
    before = told(database)
    answer = clerk.refuse_twice()

    assert [(each["rule"], each.get("row")) for each in answer["refused"]] == [("TooLoud", None), ("TooLoud", 3)]
    assert told(database) == before


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [("FieldMissing", "id"), ("FieldMissing", "fields")]),
        ({"id": "7", "fields": {"words": "hello"}}, [("FieldInvalid", "id")]),
        ({"id": str(UUID(int=7)), "fields": {}}, [("FieldMissing", "words")]),
        ({"id": str(UUID(int=7)), "fields": {"words": 7}}, [("FieldInvalid", "words")]),
        ({"id": str(UUID(int=7)), "fields": {"words": "a", "more": 1}}, [("FieldUnknown", "more")]),
        ({"id": str(UUID(int=7)), "fields": {"words": "a"}, "more": 1}, [("FieldUnknown", "more")]),
    ],
)
def test_what_does_not_fit_is_refused_field_by_field(
    clerk: Echo, asked: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    assert [(each["rule"], each["field"]) for each in clerk.say(**asked)["refused"]] == found


def test_a_missing_field_is_named_in_chinese(clerk: Echo) -> None:
    assert clerk.say(id=str(uuid4()), fields={})["refused"][0]["message"] == "缺少必填项“话”"


def test_a_failure_is_answered_by_an_id_and_reported_without_what_was_said(
    clerk: Echo, caplog: pytest.LogCaptureFixture
) -> None:
    answer = clerk.stumble(words=MARKER)

    reported = [(record.getMessage(), str(vars(record).get("values"))) for record in caplog.records]
    assert set(answer) == {"failed"}
    assert any(answer["failed"] in values and "ValueError" in values for _, values in reported)
    assert MARKER not in str(reported) + str(answer)


@pytest.mark.parametrize(("lost", "outcome"), [(1, "answer"), (2, "answer"), (3, "failed")])
def test_a_lost_connection_is_tried_again_twice(clerk: Echo, lost: int, outcome: str) -> None:
    Echo.attempts.clear()
    answer = clerk.lose(times=lost)

    assert outcome in answer
    assert len(Echo.attempts) == min(lost, 2) + 1


def test_whoever_was_signed_for_a_newer_frame_is_refused_a_write_but_may_look(site: Site, known: Settings) -> None:
    ahead = Identity(CLERK, None, CLERK, frozenset({Role.RECORDER, Role.VIEWER}), ("5101",), frame=1_000)
    clerk = in_process(Echo, known, sign(signing_key(Settings("portal", site.secrets)), "portal", ahead, "outreach"))

    assert rules(clerk.say(id=str(uuid4()), fields={"words": "hello"})) == ["FrameStale"]
    assert "answer" in clerk.hear()
