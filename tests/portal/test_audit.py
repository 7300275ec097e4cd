"""The audit log: written once, in ids and codes alone, and searched within one's scope."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from shared.identity import Role
from tests.builders import TOWNSHIP
from tests.portal.conftest import PASSWORD, Doors

TODAY = "2022-02-10"


def found(doors: Doors, scope: str = "51", **asked: Any) -> list[dict[str, Any]]:
    officer = doors.person(Role.OFFICER, scope=(scope,))
    answer: list[dict[str, Any]] = officer.audit(since=TODAY, until=TODAY, **asked)["answer"]
    return answer


def a_deed(doors: Doors, **but: Any) -> str:
    about = str(uuid4())
    answer = doors.person(Role.RECORDER).note(fields={"kind": "exported", "about": about, **but})
    assert answer == {"answer": None}
    return about


def test_signing_in_and_failing_to_are_on_record_with_who_it_was(
    doors: Doors, a_person: Callable[..., dict[str, Any]]
) -> None:
    login = a_person()["login"]
    doors.nobody().sign_in(login=login, password="wrong password")
    doors.nobody().sign_in(login=login, password=PASSWORD)

    last = found(doors, limit=2)

    assert [each["kind"] for each in last] == ["signed_in", "sign_in_refused"]
    assert {each["name"] for each in last} == {"王小明"}


def test_a_guess_at_an_unknown_name_is_on_record_without_the_name(doors: Doors) -> None:
    doors.nobody().sign_in(login="root", password="wrong password")

    assert found(doors, limit=1)[0] | {"id": "", "at": ""} == {
        "kind": "sign_in_refused", "organisation": None, "place": "510000000000", "concerning": None, "about": None,
        "detail": {}, "person": None, "id": "", "at": "", "name": None,
    }  # fmt: skip


def test_an_officer_finds_what_was_done_from_within_the_scope_or_to_what_lies_there(doors: Doors) -> None:
    here, there = a_deed(doors), a_deed(doors, place="513221000000")

    assert [len(found(doors, "5104", about=about)) for about in (here, there)] == [0, 0]
    assert [len(found(doors, "5101", about=about)) for about in (here, there)] == [1, 1]
    assert [len(found(doors, "513221", about=about)) for about in (here, there)] == [0, 1]


def test_deeds_are_paged_through_from_the_newest(doors: Doors) -> None:
    told = [a_deed(doors, kind="printed") for _ in range(3)]
    first = found(doors, kind="printed", limit=2)
    last = found(doors, kind="printed", limit=1, before=[first[-1]["at"], first[-1]["id"]])

    assert [each["about"] for each in (*first, *last)] == told[::-1]


def test_nobody_but_an_officer_searches(doors: Doors) -> None:
    answer = doors.person(Role.RECORDER).audit(since=TODAY, until=TODAY)

    assert [each["rule"] for each in answer["refused"]] == ["RoleMissing"]


@pytest.mark.parametrize(
    "wrong", [{"about": "王小明"}, {"detail": {"name": "王小明"}}, {"kind": "sang"}, {"who": "me"}]
)
def test_what_is_noted_holds_no_words(doors: Doors, wrong: dict[str, Any]) -> None:
    answer = doors.person(Role.RECORDER).note(fields={"kind": "exported", "place": TOWNSHIP, **wrong})

    assert "refused" in answer


@pytest.mark.parametrize("rewriting", ["UPDATE audit_entry SET kind = 'other'", "DELETE FROM audit_entry"])
def test_what_is_on_record_stays_even_before_the_tables_owner(doors: Doors, owner: Engine, rewriting: str) -> None:
    a_deed(doors)

    with pytest.raises(DBAPIError, match="append-only"), owner.begin() as connection:
        connection.execute(text(rewriting))
