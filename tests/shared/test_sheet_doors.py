"""Many entries of a register in one call, each as if through its own door."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text

from services.volunteers.service import Volunteers
from shared.database import engine, transaction
from shared.identity import Role
from shared.settings import Settings
from shared.worker import in_process
from tests.builders import CLERK, ELSEWHERE, LEAGUE, TOWNSHIP, a_token, ready
from tests.conftest import Site


@pytest.fixture(scope="module")
def known(site: Site) -> Settings:
    return ready(site, "volunteers")


@pytest.fixture(scope="module")
def database(known: Settings) -> Iterator[Engine]:
    opened = engine(known.database_url, pool_size=1)
    yield opened
    opened.dispose()


@pytest.fixture
def clerk(site: Site, known: Settings) -> Volunteers:
    return in_process(Volunteers, known, a_token(site, "volunteers"))


def a_row(**but: Any) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "place": TOWNSHIP,
        "organisation": LEAGUE,
        "source": "university",
        "recruited_on": "2022-01-10",
        **but,
    }


def enter(doors: Volunteers, *rows: dict[str, Any], kind: str = "volunteer") -> dict[str, Any]:
    answer: dict[str, Any] = doors.enter_many(kind=kind, rows=list(rows))
    return answer


def refused(answer: dict[str, Any]) -> list[tuple[str, str, int | None]]:
    return [(each["rule"], each["field"], each.get("row")) for each in answer["refused"]]


def told(database: Engine) -> int:
    with transaction(database) as session:
        return int(session.scalar(text("SELECT count(*) FROM event_log")) or 0)


def test_rows_are_entered_in_their_order_and_answered_as_their_own_door_would(clerk: Volunteers) -> None:
    rows = [a_row() for _ in range(3)]

    answers = enter(clerk, *rows)["answer"]

    assert [each["volunteer"] for each in answers] == [each["id"] for each in rows]
    one = {name: value for name, value in rows[0].items() if name != "id"}
    assert clerk.recruit_volunteer(id=rows[0]["id"], fields=one) == {"answer": answers[0]}


def test_the_same_rows_again_are_answered_as_the_first_time_and_tell_nothing(
    clerk: Volunteers, database: Engine
) -> None:
    rows = [a_row() for _ in range(3)]
    first, before = enter(clerk, *rows), told(database)

    assert enter(clerk, *rows) == first
    assert enter(clerk, rows[1], a_row(), rows[1])["answer"][::2] == [first["answer"][1]] * 2
    assert told(database) == before + 1


def test_one_wrong_row_leaves_nothing_entered_and_every_wrong_row_is_named(clerk: Volunteers, database: Engine) -> None:
    before = told(database)

    by_rule = enter(clerk, a_row(), a_row(place=ELSEWHERE), a_row(), a_row(recruited_on="2029-01-01"))
    by_form = enter(clerk, a_row(source="dream"), a_row(), {**a_row(), "id": "x"})

    assert refused(by_rule) == [("OutOfScope", "place", 1), ("DateInFuture", "occurred_on", 3)]
    assert refused(by_form) == [("FieldInvalid", "source", 0), ("FieldInvalid", "id", 2)]
    assert told(database) == before


def test_an_id_that_was_used_for_something_else_is_refused_in_its_row(clerk: Volunteers) -> None:
    row = a_row()
    enter(clerk, row)

    changed, within = {**row, "source": "institution"}, a_row()

    assert refused(enter(clerk, a_row(), changed)) == [("IdAlreadyUsed", "id", 1)]
    assert refused(enter(clerk, within, {**within, "source": "institution"})) == [("IdAlreadyUsed", "id", 1)]


def test_whoever_may_not_pass_the_door_of_one_row_may_not_enter_many(site: Site, known: Settings) -> None:
    viewer = in_process(Volunteers, known, a_token(site, "volunteers", CLERK, Role.VIEWER))

    assert refused(enter(viewer, a_row())) == [("RoleMissing", "token", None)]


def test_a_kind_without_a_sheet_and_a_call_of_too_many_rows_are_refused(clerk: Volunteers) -> None:
    assert refused(enter(clerk, a_row(), kind="wizard")) == [("UnknownKind", "kind", None)]
    assert refused(enter(clerk, *[{}] * 10_001)) == [("TooManyRows", "rows", None)]


def test_two_calls_at_once_with_the_same_rows_enter_them_once(clerk: Volunteers, database: Engine) -> None:
    rows, before = [a_row() for _ in range(50)], told(database)

    with ThreadPoolExecutor(4) as calls:
        answers = list(calls.map(lambda order: enter(clerk, *rows[::order]), (1, -1, 1, -1)))

    assert answers[0] == answers[2]
    assert answers[1]["answer"] == answers[0]["answer"][::-1]
    assert told(database) == before + 50


def test_entries_are_listed_within_the_scope_as_their_form_asks_for_them(
    site: Site, known: Settings, clerk: Volunteers
) -> None:
    row, place = a_row(trained_on="2022-01-05"), "510104035000"
    rows = sorted((a_row(place=place, trained_on="2022-01-05") for _ in range(3)), key=lambda each: str(each["id"]))
    enter(clerk, row, *rows)

    first = clerk.entries(kind="volunteer", place=place, limit=2)["answer"]
    rest = clerk.entries(kind="volunteer", place=place, after=first[-1]["id"])["answer"]
    elsewhere = in_process(Volunteers, known, a_token(site, "volunteers", scope=("5109",)))

    assert [*first, *rest] == [{**each, "insured_until": None} for each in rows]
    assert elsewhere.entries(kind="volunteer", limit=1_000) == {"answer": []}
    assert refused(clerk.entries(kind="make_up")) == [("UnknownKind", "kind", None)]


def test_what_is_listed_can_be_entered_again_and_changes_nothing(clerk: Volunteers, database: Engine) -> None:
    enter(clerk, a_row(place="510104036000"))
    listed, before = clerk.entries(kind="volunteer", place="510104036000")["answer"], told(database)

    assert len(enter(clerk, *listed)["answer"]) == len(listed)
    assert told(database) == before


def test_a_rehearsal_is_refused_what_entering_would_be_and_leaves_nothing(clerk: Volunteers, database: Engine) -> None:
    right, wrong, before = a_row(), a_row(place=ELSEWHERE), told(database)

    assert refused(clerk.rehearse_entries(kind="volunteer", rows=[right, wrong])) == [("OutOfScope", "place", 1)]
    assert clerk.rehearse_entries(kind="volunteer", rows=[right]) == {"answer": None}

    assert told(database) == before
    assert "answer" in enter(clerk, right), "the id is free: nothing was kept under it"


def test_what_was_entered_before_is_told_from_what_is_new(site: Site, known: Settings, clerk: Volunteers) -> None:
    there, new = a_row(), a_row()
    enter(clerk, there)
    viewer = in_process(Volunteers, known, a_token(site, "volunteers", CLERK, Role.VIEWER))

    assert clerk.entered_among(kind="volunteer", ids=[there["id"], new["id"]]) == {"answer": [UUID(there["id"])]}
    assert refused(clerk.entered_among(kind="volunteer", ids=["x"])) == [("FieldInvalid", "id", None)]
    assert refused(viewer.entered_among(kind="volunteer", ids=[])) == [("RoleMissing", "token", None)]
