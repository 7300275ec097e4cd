"""Tokens of organisations' programs: issued within one's scope, believed until they end, and never seen again."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text

from shared.identity import Role, trusted_keys, verify
from tests.builders import LEAGUE
from tests.portal.conftest import Doors


def said(**but: Any) -> dict[str, Any]:
    secret = but.pop("secret", secrets.token_urlsafe())
    return {
        "title": "县融媒体平台",
        "organisation": LEAGUE,
        "roles": ["recorder"],
        "scope": ["510104000000"],
        "expires_on": "2022-06-30",
        "digest": hashlib.sha256(secret.encode()).hexdigest(),
        **but,
    }


def issued(doors: Doors, secret: str, **but: Any) -> str:
    officer = doors.person(Role.OFFICER, scope=("5101",))
    answer = officer.issue_api_token(id=str(uuid4()), fields=said(secret=secret, **but))
    return str(answer["answer"]["token"])


def rules(answer: dict[str, Any]) -> list[str]:
    return [each["rule"] for each in answer["refused"]]


@pytest.fixture
def secret() -> str:
    return secrets.token_urlsafe(32)


def test_a_program_is_signed_for_under_its_own_id(doors: Doors, secret: str) -> None:
    token = issued(doors, secret)

    answer = doors.nobody().program_token(secret=secret, audience="outreach")["answer"]

    identity = verify(answer["token"], "outreach", trusted_keys(doors.known))
    assert (identity.person, identity.organisation) == (UUID(token), UUID(LEAGUE))
    assert identity.roles == {Role.RECORDER}
    assert identity.scope == ("510104",)


def test_a_program_learns_what_its_token_is_good_for(doors: Doors, secret: str) -> None:
    token = issued(doors, secret)

    shown = doors.nobody().whose_program(secret=secret)["answer"]

    assert (shown["token"], shown["title"], shown["expires_on"]) == (token, "县融媒体平台", "2022-06-30")


def test_a_revoked_token_is_signed_for_no_more(doors: Doors, secret: str) -> None:
    token = issued(doors, secret)
    officer = doors.person(Role.OFFICER, scope=("5101",))
    for _ in range(2):
        assert officer.revoke_api_token(id=str(uuid4()), fields={"token": token})["answer"]["revoked_at"]

    assert rules(doors.nobody().program_token(secret=secret, audience="outreach")) == ["ApiTokenEnded"]


@pytest.mark.parametrize("unknown", ["", "nobody's", "'; DROP TABLE api_token; --"])
def test_an_unknown_secret_is_signed_for_as_little(doors: Doors, unknown: str) -> None:
    assert rules(doors.nobody().program_token(secret=unknown, audience="outreach")) == ["ApiTokenEnded"]


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"roles": ["approver"]}, "RoleNotForPrograms"),
        ({"roles": ["officer"]}, "RoleNotForPrograms"),
        ({"roles": []}, "FieldInvalid"),
        ({"scope": []}, "FieldInvalid"),
        ({"scope": ["510000000000"]}, "OutOfScope"),
        ({"expires_on": "2022-02-09"}, "ApiTokenTooLong"),
        ({"expires_on": "2023-02-12"}, "ApiTokenTooLong"),
        ({"organisation": str(uuid4())}, "OrganisationUnknown"),
        ({"digest": "the secret itself"}, "FieldInvalid"),
    ],
)
def test_a_token_is_given_no_more_than_a_program_may_have(doors: Doors, but: dict[str, Any], rule: str) -> None:
    officer = doors.person(Role.OFFICER, scope=("5101",))

    assert rules(officer.issue_api_token(id=str(uuid4()), fields=said(**but))) == [rule]


def test_only_officers_issue_tokens(doors: Doors) -> None:
    recorder = doors.person(Role.RECORDER, Role.VIEWER, scope=("5101",))

    assert rules(recorder.issue_api_token(id=str(uuid4()), fields=said())) == ["RoleMissing"]


def test_another_citys_officer_neither_sees_nor_revokes_a_token(doors: Doors, secret: str) -> None:
    token = issued(doors, secret)
    elsewhere = doors.person(Role.OFFICER, scope=("5109",))

    assert token not in [each["token"] for each in elsewhere.api_tokens()["answer"]]
    assert rules(elsewhere.revoke_api_token(id=str(uuid4()), fields={"token": token})) == ["NotFound"]
    assert token in [each["token"] for each in doors.person(Role.OFFICER, scope=("5101",)).api_tokens()["answer"]]


def test_no_secret_is_kept_anywhere(doors: Doors, owner: Engine, secret: str) -> None:
    issued(doors, secret)

    with owner.begin() as connection:
        connection.execute(text("SELECT set_config('nuandong.scope', '{51}', true)"))
        kept = [str(row) for table in ("api_token", "answered") for row in connection.execute(text(f"TABLE {table}"))]
    assert kept
    assert not [row for row in kept if secret in row]
