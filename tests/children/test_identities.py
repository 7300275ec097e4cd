"""A child's name is known to its own companion and its county's officer, and to nobody else."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.children.service import Children
from shared.identity import Role
from shared.settings import Settings
from shared.worker import in_process
from tests.builders import LEAGUE, TOWNSHIP, a_token
from tests.children.builders import (
    COMPANION,
    NEXT_COMPANION,
    NEXT_TOWNSHIP,
    OTHER_TOWNSHIP,
    Register,
    a_closing,
    a_move,
    rules,
)

NAME, GUARDIAN, PHONE = "欧阳小满", "欧阳大满", "13800138000"
COUNTY, CITY = "510104", "5101"


def by(register: Register, person: str | UUID, *roles: Role, scope: str = COUNTY) -> Children:
    """Call as one person, such as a companion, who signs in under her number in the register."""
    token = a_token(register.site, "children", UUID(str(person)), *(roles or (Role.RECORDER,)), scope=(scope,))
    return in_process(Children, Settings("children", register.site.secrets, "test"), token)


def kept(register: Register, case: UUID, **but: Any) -> dict[str, Any]:
    said = {
        "subject": str(case),
        "place": TOWNSHIP,
        "organisation": LEAGUE,
        "identity": {"name": NAME, "guardian": GUARDIAN, "phone": PHONE, "address": "三组"},
        "scopes": ["contact"],
        "given_by": "guardian",
        "given_on": "2022-01-10",
    }
    return register.by().keep_identity(kind="child", id=str(uuid4()), fields={**said, **but})


@pytest.fixture
def case(register: Register) -> UUID:
    """Give a child whose name is kept."""
    made = register.a_case()
    assert "answer" in kept(register, made)
    return made


def asked(doors: Children, case: UUID) -> dict[str, Any]:
    return doors.ask_look(id=str(uuid4()), fields={"subject": str(case), "purpose": "contact"})


def name_seen(doors: Children, case: UUID) -> str:
    look = asked(doors, case)["answer"]["look"]
    return str(doors.look(id=look)["answer"]["identity"]["name"])


def test_the_childs_own_companion_knows_its_name(register: Register, case: UUID) -> None:
    assert name_seen(by(register, COMPANION, scope=TOWNSHIP), case) == NAME


def test_the_officer_of_its_county_knows_its_name(register: Register, case: UUID) -> None:
    assert name_seen(by(register, uuid4(), Role.OFFICER), case) == NAME


@pytest.mark.parametrize(
    ("person", "role", "scope", "rule"),
    [
        (NEXT_COMPANION, Role.RECORDER, TOWNSHIP, "NotInCharge"),
        (uuid4(), Role.RECORDER, COUNTY, "NotInCharge"),
        (uuid4(), Role.APPROVER, COUNTY, "NotInCharge"),
        (uuid4(), Role.OFFICER, TOWNSHIP, "NotInCharge"),
        (uuid4(), Role.OFFICER, CITY, "NotInCharge"),
        (uuid4(), Role.OFFICER, "51", "NotInCharge"),
        (uuid4(), Role.OFFICER, "510105", "SubjectUnknown"),
        (COMPANION, Role.RECORDER, OTHER_TOWNSHIP, "SubjectUnknown"),
        (uuid4(), Role.VIEWER, COUNTY, "RoleMissing"),
    ],
)
def test_nobody_else_does(register: Register, case: UUID, person: str, role: Role, scope: str, rule: str) -> None:
    doors = by(register, person, role, scope=scope)

    assert [each for each, _ in rules(asked(doors, case))] == [rule]
    found = doors.find_identity(kind="child", field="phone", value=PHONE, purpose="contact")
    assert found.get("answer", []) == []


def test_a_child_that_is_handed_over_is_known_to_her_who_has_it_now(register: Register, case: UUID) -> None:
    handed = a_move(case, place=TOWNSHIP, companion=NEXT_COMPANION)
    moved = register.by().move_case(id=str(uuid4()), fields=handed)
    assert "answer" in moved, moved

    assert rules(asked(by(register, COMPANION), case)) == [("NotInCharge", "subject")]
    assert name_seen(by(register, NEXT_COMPANION), case) == NAME


def test_a_name_moves_with_its_child(register: Register, case: UUID) -> None:
    moved = register.by().move_case(id=str(uuid4()), fields=a_move(case))
    assert "answer" in moved, moved

    assert rules(asked(by(register, uuid4(), Role.OFFICER, scope=TOWNSHIP), case)) == [("SubjectUnknown", "subject")]
    assert name_seen(by(register, NEXT_COMPANION, scope=NEXT_TOWNSHIP), case) == NAME


def test_whoever_looked_after_a_child_that_left_the_register_no_longer_knows_it(register: Register, case: UUID) -> None:
    assert "answer" in register.by().close_case(id=str(uuid4()), fields=a_closing(case))

    assert rules(asked(by(register, COMPANION), case)) == [("NotInCharge", "subject")]
    assert name_seen(by(register, uuid4(), Role.OFFICER), case) == NAME


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"given_by": "self"}, ("GuardianMustConsent", "given_by")),
        ({"place": NEXT_TOWNSHIP}, ("PlaceIsNotTheRegisters", "place")),
        ({"subject": str(uuid4())}, ("NotFound", "subject")),
        ({"identity": {"name": NAME}}, ("FieldMissing", "guardian")),
    ],
)
def test_a_name_that_may_not_be_kept_is_refused(register: Register, but: dict[str, Any], rule: tuple[str, str]) -> None:
    assert rules(kept(register, register.a_case(), **but)) == [rule]


def test_a_case_shows_to_what_the_guardian_consents_and_no_name(register: Register, case: UUID) -> None:
    assert register.by().case(id=str(case))["answer"]["consented"] == ["contact"]
    withdrawn = {"subject": str(case), "scope": "contact", "withdrawn_on": "2022-01-10"}
    assert register.by().withdraw_consent(id=str(uuid4()), fields=withdrawn)["answer"]["shredded"]

    shown = register.by().case(id=str(case))["answer"]
    assert shown["consented"] == []
    assert NAME not in str(shown)
    assert rules(asked(by(register, uuid4(), Role.OFFICER), case)) == [("AlreadyShredded", "subject")]


def test_a_name_kept_long_enough_is_shredded_by_the_keeper(register: Register, case: UUID) -> None:
    register.on(date(2023, 2, 14))
    assert [each.rule for each in register.due() if each.subject == case and each.rule == "retention"] == []
    register.on(date(2023, 2, 15))
    [due] = [each for each in register.due() if each.subject == case and each.rule == "retention"]

    done = getattr(register.by_itself(), due.door)(id=str(due.id), fields=due.fields)
    assert "answer" in done, done
    register.on(date(2022, 1, 10))
    assert rules(asked(by(register, uuid4(), Role.OFFICER), case)) == [("AlreadyShredded", "subject")]
