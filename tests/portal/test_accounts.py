"""One's own account: its sessions, its password and the telephone that shows codes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pyotp
import pytest
from sqlalchemy import Engine

from services.portal.model import MOST_FAILURES
from tests.portal.conftest import PASSWORD, Doors
from tests.portal.test_service import ask, rules, signed_in

Register = Callable[..., dict[str, Any]]


@pytest.fixture
def login(a_person: Register) -> str:
    return str(a_person()["login"])


def enrolled(doors: Doors, session: str) -> pyotp.TOTP:
    address = doors.nobody().begin_second_factor(session=session)["answer"]
    telephone = pyotp.TOTP(parse_qs(urlsplit(address).query)["secret"][0])
    shown = telephone.at(int(time.time()) - 30)
    assert doors.nobody().confirm_second_factor(session=session, code=shown) == {"answer": None}
    return telephone


def test_with_a_telephone_the_password_alone_is_not_enough_and_a_code_is_taken_once(doors: Doors, login: str) -> None:
    telephone = enrolled(doors, signed_in(doors, login))
    said = {"login": login, "password": PASSWORD}
    code = telephone.now()

    assert rules(doors.nobody().sign_in(**said)) == ["CodeWanted"]
    assert rules(doors.nobody().sign_in(**said, code="000000" if code != "000000" else "1")) == ["CodeRefused"]
    assert "answer" in doors.nobody().sign_in(**said, code=code)
    assert rules(doors.nobody().sign_in(**said, code=code)) == ["CodeRefused"]


def test_a_guesser_of_codes_is_locked_out(doors: Doors, login: str) -> None:
    telephone = enrolled(doors, signed_in(doors, login))
    for _ in range(MOST_FAILURES):
        doors.nobody().sign_in(login=login, password=PASSWORD, code="no code")

    right = doors.nobody().sign_in(login=login, password=PASSWORD, code=telephone.now())
    assert rules(right) == ["SignInRefused"]


def test_a_telephone_that_has_shown_no_code_yet_is_not_asked_for_one(doors: Doors, login: str) -> None:
    doors.nobody().begin_second_factor(session=signed_in(doors, login))

    assert signed_in(doors, login)


def test_the_secret_of_a_telephone_lies_sealed(doors: Doors, login: str, owner: Engine) -> None:
    telephone = enrolled(doors, signed_in(doors, login))
    [row] = ask(owner, "SELECT sealed FROM second_factor", login=login)

    assert telephone.secret.encode() not in bytes(row.sealed)
    assert bytes(row.sealed).startswith(b"AES-256-GCM|k1|")


def test_whoever_answers_for_a_county_does_nothing_before_a_telephone_is_enrolled(
    doors: Doors, a_person: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUANDONG_SECOND_FACTOR", "demanded")
    session = signed_in(doors, a_person(scope=["510104000000"])["login"])
    assert doors.nobody().whoami(session=session)["answer"]["must_enrol"] is True
    assert rules(doors.nobody().token(session=session, audience="outreach")) == ["SecondFactorDemanded"]

    enrolled(doors, session)

    assert "answer" in doors.nobody().token(session=session, audience="outreach")


def test_whoever_answers_for_a_township_may_do_without_a_telephone(
    doors: Doors, a_person: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NUANDONG_SECOND_FACTOR", "demanded")
    session = signed_in(doors, a_person(scope=["510104017000"])["login"])

    assert "answer" in doors.nobody().token(session=session, audience="outreach")


def test_a_new_password_ends_all_other_sessions_and_the_old_one_is_no_good(doors: Doors, login: str) -> None:
    here, elsewhere = signed_in(doors, login), signed_in(doors, login)
    changed = doors.nobody().change_password(session=here, fields={"old": PASSWORD, "new": "quite another one"})

    assert changed == {"answer": None}
    assert "answer" in doors.nobody().whoami(session=here)
    assert rules(doors.nobody().whoami(session=elsewhere)) == ["SessionEnded"]
    assert rules(doors.nobody().sign_in(login=login, password=PASSWORD)) == ["SignInRefused"]


def test_whoever_found_a_session_open_cannot_guess_its_password(doors: Doors, login: str) -> None:
    session = signed_in(doors, login)
    tries = [{"old": "guess", "new": "quite another one"}] * MOST_FAILURES
    said = [doors.nobody().change_password(session=session, fields=each) for each in tries]

    assert {rule for each in said for rule in rules(each)} == {"PasswordWrong"}
    right = doors.nobody().change_password(session=session, fields={"old": PASSWORD, "new": "quite another one"})
    assert rules(right) == ["PasswordWrong"]


def test_one_sees_ones_sessions_and_ends_one_or_all_of_them(doors: Doors, login: str) -> None:
    here, there = signed_in(doors, login), signed_in(doors, login)
    listed = doors.nobody().account(session=here)["answer"]["sessions"]
    [other] = [each["id"] for each in listed if not each["this"]]

    doors.nobody().end_session(session=here, id=other)
    assert rules(doors.nobody().whoami(session=there)) == ["SessionEnded"]

    doors.nobody().sign_out_everywhere(session=here)
    assert rules(doors.nobody().account(session=here)) == ["SessionEnded"]


def test_nobody_ends_anothers_session(doors: Doors, login: str, a_person: Register) -> None:
    theirs = signed_in(doors, login)
    id = doors.nobody().account(session=theirs)["answer"]["sessions"][0]["id"]

    doors.nobody().end_session(session=signed_in(doors, a_person()["login"]), id=id)

    assert "answer" in doors.nobody().whoami(session=theirs)


def test_one_sees_what_was_done_with_ones_account(doors: Doors, login: str) -> None:
    doors.nobody().sign_in(login=login, password="somebody else's guess")
    deeds = doors.nobody().account(session=signed_in(doors, login))["answer"]["deeds"]

    assert [each["kind"] for each in deeds] == ["signed_in", "sign_in_refused"]


def test_no_account_is_shown_to_whoever_has_no_session(doors: Doors) -> None:
    assert rules(doors.nobody().account(session=str(uuid4()))) == ["SessionEnded"]
