"""Portal's doors: signing in, registering people, and changing the frame."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text

from services.portal.model import MOST_FAILURES
from shared.identity import Role, trusted_keys, verify
from tests.builders import CITY, LEAGUE, TOWNSHIP
from tests.portal.conftest import PASSWORD, Doors

Register = Callable[..., dict[str, Any]]


def rules(answer: dict[str, Any]) -> list[str]:
    return [each["rule"] for each in answer["refused"]]


def signed_in(doors: Doors, login: str) -> str:
    return str(doors.nobody().sign_in(login=login, password=PASSWORD)["answer"]["session"])


def ask(owner: Engine, query: str, scope: str = "", login: str = "") -> list[Any]:
    """Ask as the owner, within a scope or as whoever signs in."""
    confine = text("SELECT set_config('nuandong.scope', :scope, true), set_config('nuandong.login', :login, true)")
    with owner.begin() as connection:
        connection.execute(confine, {"scope": scope, "login": login})
        found = connection.execute(text(query))
        return list(found) if found.returns_rows else []


def test_whoever_signs_in_is_given_tokens_that_services_believe(doors: Doors, a_person: Register) -> None:
    session = signed_in(doors, a_person(roles=["recorder", "viewer"])["login"])
    answer = doors.nobody().token(session=session, audience="outreach")["answer"]

    identity = verify(answer["token"], "outreach", trusted_keys(doors.known))
    assert (identity.organisation, identity.scope) == (UUID(LEAGUE), ("510104",))
    assert identity.roles == {Role.RECORDER, Role.VIEWER}
    assert identity.frame > 0
    assert 50 < answer["expires_at"] - time.time() <= 60


def test_a_wrong_name_and_a_wrong_password_are_refused_alike(doors: Doors, a_person: Register) -> None:
    login = a_person()["login"]
    wrong = [
        doors.nobody().sign_in(login=login, password="wrong password"),
        doors.nobody().sign_in(login="nobody of this name", password=PASSWORD),
    ]

    assert wrong[0] == wrong[1]
    assert rules(wrong[0]) == ["SignInRefused"]


def test_a_guesser_is_locked_out_even_with_the_right_password(doors: Doors, a_person: Register) -> None:
    login = a_person()["login"]
    for _ in range(MOST_FAILURES):
        doors.nobody().sign_in(login=login, password="wrong password")

    assert rules(doors.nobody().sign_in(login=login, password=PASSWORD)) == ["SignInRefused"]


def test_whoever_has_left_can_neither_sign_in_nor_be_signed_for(
    doors: Doors, a_person: Register, owner: Engine
) -> None:
    gone = a_person(valid_to="2022-02-01")
    assert rules(doors.nobody().sign_in(login=gone["login"], password=PASSWORD)) == ["SignInRefused"]

    leaving = a_person()
    session = signed_in(doors, leaving["login"])
    ask(owner, "UPDATE person SET valid_to = '2022-02-10'", login=leaving["login"])
    assert rules(doors.nobody().token(session=session, audience="outreach")) == ["SessionEnded"]


def test_a_session_ends_when_its_person_signs_out_or_its_time_is_over(
    doors: Doors, a_person: Register, owner: Engine
) -> None:
    login = a_person()["login"]
    left, over = signed_in(doors, login), signed_in(doors, login)
    doors.nobody().sign_out(session=left)
    assert rules(doors.nobody().token(session=left, audience="outreach")) == ["SessionEnded"]

    ask(owner, "UPDATE sign_in SET expires_at = now()")
    assert rules(doors.nobody().token(session=over, audience="outreach")) == ["SessionEnded"]


def test_a_made_up_session_is_refused(doors: Doors) -> None:
    assert rules(doors.nobody().token(session="made up", audience="outreach")) == ["SessionEnded"]


def test_neither_passwords_nor_sessions_lie_in_the_database(doors: Doors, a_person: Register, owner: Engine) -> None:
    session = signed_in(doors, a_person()["login"])
    rows = "".join(
        str(ask(owner, query, scope="{51}"))
        for query in ("SELECT * FROM person", "SELECT * FROM sign_in", "SELECT * FROM answered")
    )

    assert "argon2id$v=19$m=19456,t=2,p=1" in rows
    assert PASSWORD not in rows
    assert session not in rows


def test_an_officer_registers_people_within_their_own_scope_only(doors: Doors) -> None:
    officer = doors.person(Role.OFFICER)
    person = {
        "login": f"new-{uuid4()}", "password": PASSWORD, "name": "李小红", "organisation": LEAGUE,
        "roles": ["recorder"],
    }  # fmt: skip

    assert rules(officer.add_person(id=str(uuid4()), fields={**person, "scope": [CITY]})) == ["OutOfScope"]
    assert rules(officer.add_person(id=str(uuid4()), fields={**person, "scope": [TOWNSHIP, CITY]})) == ["OutOfScope"]
    assert "answer" in officer.add_person(id=str(uuid4()), fields={**person, "scope": [TOWNSHIP]})


def test_others_register_nobody(doors: Doors) -> None:
    clerk = doors.person(Role.RECORDER)
    person = {
        "login": f"new-{uuid4()}", "password": PASSWORD, "name": "李小红", "organisation": LEAGUE,
        "roles": ["recorder"], "scope": [TOWNSHIP],
    }  # fmt: skip

    assert rules(clerk.add_person(id=str(uuid4()), fields=person)) == ["RoleMissing"]
    assert rules(doors.service("jobs").add_person(id=str(uuid4()), fields=person)) == ["OutOfScope"]


def test_a_person_of_an_unknown_organisation_is_refused(doors: Doors) -> None:
    person = {
        "login": f"new-{uuid4()}", "password": PASSWORD, "name": "李小红", "organisation": str(uuid4()),
        "roles": ["recorder"], "scope": [TOWNSHIP],
    }  # fmt: skip

    assert rules(doors.service("operator").add_person(id=str(uuid4()), fields=person)) == ["OrganisationUnknown"]


def test_a_login_is_taken_once_in_the_whole_province(doors: Doors, a_person: Register) -> None:
    taken = a_person(scope=["510903000000"], organisation=LEAGUE)
    again = {**taken, "scope": [TOWNSHIP]}

    assert rules(doors.person(Role.OFFICER).add_person(id=str(uuid4()), fields=again)) == ["LoginTaken"]


def test_people_are_shown_only_within_the_scope_or_to_themselves(a_person: Register, owner: Engine) -> None:
    login = a_person()["login"]
    people = "SELECT login FROM person"
    seen = {scope: [row.login for row in ask(owner, people, scope)] for scope in ("{51}", "{5103}", "{}", "")}
    alone = ask(owner, people, login=login)

    assert login in seen["{51}"]
    assert not seen["{5103}"] + seen["{}"] + seen[""]
    assert [row.login for row in alone] == [login]


def told(owner: Engine) -> list[Any]:
    return ask(owner, "SELECT type, data FROM event_log ORDER BY id")


def test_every_change_of_the_frame_is_a_version_and_is_told_once(doors: Doors, owner: Engine) -> None:
    before, id = told(owner), str(uuid4())
    place = {"code": "5101x7000000", "name": "高新区", "parent": CITY}
    first, again = (doors.service("operator").add_place(id=id, fields=place) for _ in range(2))

    assert first == again
    assert [(row.type, row.data) for row in told(owner)[len(before) :]] == [("FrameChanged", first["answer"])]


def test_a_place_renamed_keeps_its_old_name_for_the_days_before(doors: Doors) -> None:
    operator = doors.service("operator")
    for name, day in (("旧名", "2000-01-01"), ("新名", "2022-01-01")):
        fields = {"code": "5101x8000000", "name": name, "parent": CITY, "valid_from": day}
        assert "answer" in operator.add_place(id=str(uuid4()), fields=fields)

    rows = operator.frame(after=0)["answer"]["rows"]
    found = [each["row"] for each in rows if each["row"].get("code") == "5101x8000000"]
    assert {each["name"]: each["valid_to"] for each in found} == {"旧名": "2022-01-01", "新名": None}


def test_a_place_is_closed_from_a_day_on(doors: Doors) -> None:
    operator = doors.service("operator")
    operator.add_place(id=str(uuid4()), fields={"code": "5101x9000000", "name": "旧区", "parent": CITY})
    operator.close_place(id=str(uuid4()), fields={"code": "5101x9000000", "valid_to": "2022-01-01"})

    assert rules(operator.close_place(id=str(uuid4()), fields={"code": "5101x9000000", "valid_to": "2022-02-01"})) == [
        "NotFound"
    ]


@pytest.mark.parametrize(
    "door", ["load_frame", "add_organisations", "add_place", "close_place", "open_campaign", "set_holidays"]
)
def test_people_do_not_change_the_frame(doors: Doors, door: str) -> None:
    answer = getattr(doors.person(*Role, scope=("51",)), door)(id=str(uuid4()), fields={})

    assert rules(answer) == ["ServicesOnly"]


def test_an_organisation_in_an_unknown_place_is_refused_with_its_row(doors: Doors) -> None:
    row = {
        "id": str(uuid4()), "name": "团委", "tree": "youth_league", "kind": "youth_league", "organiser": "county",
        "place": "519999000000",
    }  # fmt: skip
    known = {**row, "id": str(uuid4()), "place": CITY}
    answer = doors.service("operator").add_organisations(id=str(uuid4()), fields={"rows": [known, row]})

    assert [(each["rule"], each["row"]) for each in answer["refused"]] == [("PlaceUnknown", 1)]


def test_every_service_is_given_the_frame(doors: Doors) -> None:
    answer = doors.service("children").frame(after=0, limit=10)["answer"]

    assert len(answer["rows"]) == 10
    assert answer["more"]
