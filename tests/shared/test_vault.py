"""What lies in a vault: sealed, each under a key of its own, and gone once that key is."""

from __future__ import annotations

import logging
import re
from io import StringIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import ProgrammingError

from shared.forms import fingerprint
from shared.identity import Role
from shared.telemetry import configure
from shared.vault.sealing import Tampered, fresh_key, seal, unseal
from tests.builders import ELSEWHERE, MARKER
from tests.shared.vaulting import NAME, NURSE, PHONE, Doors, keeping

OFFICER = Role.OFFICER


def test_whoever_works_in_a_place_sees_who_somebody_there_is(doors: Doors) -> None:
    assert doors.seen(doors.kept()) == {"name": NAME, "phone": PHONE}


def test_no_table_holds_a_name_a_number_or_anything_they_could_be_guessed_by(doors: Doors) -> None:
    said = keeping()
    doors.say("keep_identity", kind="neighbour", id=str(uuid4()), fields=said)
    doors.seen(UUID(said["subject"]))

    dumped = doors.dumped()

    assert said["subject"] in dumped
    guessed = fingerprint({**said, "identity": {"name": NAME, "phone": PHONE}})
    spoken = [NAME, PHONE, NAME.encode().hex(), PHONE.encode().hex(), guessed]
    assert [each for each in spoken if each in dumped] == []


def test_a_dump_without_the_key_file_opens_nothing(doors: Doors) -> None:
    subject = doors.kept()
    [row] = doors.raw("SELECT * FROM vault_subject WHERE id = :subject", subject=subject)
    other = doors.keys.wrapping.with_another().newest()

    with pytest.raises(Tampered):
        other.unwrap(bytes(row.data_key), subject)


def test_two_people_of_one_name_have_nothing_sealed_in_common(doors: Doors) -> None:
    doors.kept()
    doors.kept()

    sealed = doors.raw("SELECT sealed FROM vault_field")
    assert len({bytes(each.sealed) for each in sealed}) == 4


def test_an_envelope_names_its_algorithm_and_its_key(doors: Doors) -> None:
    subject = doors.kept()

    [row] = doors.raw(
        "SELECT data_key, sealed FROM vault_subject JOIN vault_field ON subject = id WHERE field = 'name'"
    )
    assert re.match(rb"AES-256-GCM\|k\d+\|", bytes(row.data_key))
    assert bytes(row.sealed).startswith(f"AES-256-GCM|{subject}|".encode())


@pytest.mark.parametrize("at", [0, 14, 20, 40, -1])
def test_a_changed_byte_anywhere_in_an_envelope_is_noticed(at: int) -> None:
    key = fresh_key()
    sealed = bytearray(seal("k1", key, NAME.encode(), "table.column:1"))
    sealed[at] ^= 1

    with pytest.raises(Tampered):
        unseal({"k1": key}, bytes(sealed), "table.column:1")


def test_what_was_sealed_for_one_column_opens_in_no_other() -> None:
    key = fresh_key()

    with pytest.raises(Tampered):
        unseal({"k1": key}, seal("k1", key, NAME.encode(), "table.name:1"), "table.phone:1")


def test_a_field_moved_to_somebody_elses_row_does_not_open(doors: Doors) -> None:
    one, other = doors.kept(), doors.kept()
    doors.meddle("UPDATE vault_field SET sealed = theirs.sealed FROM vault_field AS theirs "
                 "WHERE vault_field.subject = :one AND theirs.subject = :other AND vault_field.field = theirs.field",
                 one=one, other=other)  # fmt: skip

    with pytest.raises(KeyError):
        doors.seen(one)
    assert doors.seen(other)["name"] == NAME


def test_no_log_line_holds_what_was_said_or_sealed_not_even_of_a_call_that_fails(doors: Doors) -> None:
    lines, before = StringIO(), logging.getLogger().handlers[:]
    configure("outreach", lines)
    try:
        subject = doors.kept()
        doors.refusals("keep_identity", kind="neighbour", id=str(uuid4()), fields=keeping(identity={NAME: PHONE}))
        doors.meddle("UPDATE vault_field SET sealed = sealed || 'x'")
        with pytest.raises(KeyError):
            doors.seen(subject)
    finally:
        logging.getLogger().handlers[:] = before

    assert "Tampered" in lines.getvalue()
    assert [each for each in (NAME, PHONE, str(subject)) if each in lines.getvalue()] == []


def test_somebody_elses_data_key_opens_nothing(doors: Doors) -> None:
    one, other = doors.kept(), doors.kept()
    taken = "UPDATE vault_subject SET data_key = (SELECT data_key FROM vault_subject WHERE id = :other) WHERE id = :one"
    doors.meddle(taken, one=one, other=other)

    with pytest.raises(KeyError):
        doors.seen(one)


def test_a_raw_select_in_another_scope_or_in_none_finds_nothing(doors: Doors) -> None:
    doors.asked(doors.kept())

    with doors.app.begin() as connection:
        for table in ("vault_subject", "vault_field", "vault_consent", "vault_look", "vault_log"):
            assert connection.exec_driver_sql(f"SELECT * FROM {table}").all() == []  # noqa: S608


@pytest.mark.parametrize("table", ["vault_subject", "vault_field", "vault_consent", "vault_look", "vault_log"])
def test_the_reader_of_facts_and_counts_may_not_look_into_the_vault(doors: Doors, table: str) -> None:
    become = "SELECT set_config('role', current_database() || '_reader', true)"

    with doors.app.begin() as connection, pytest.raises(ProgrammingError, match="permission denied"):
        connection.exec_driver_sql(f"{become}; SELECT * FROM {table}")  # noqa: S608


def test_another_places_officer_is_refused_at_every_door(doors: Doors) -> None:
    subject = doors.kept()
    look = doors.asked(subject)
    scope = ELSEWHERE[:6]

    asked = {"subject": str(subject), "purpose": "contact"}
    assert doors.refusals("ask_look", OFFICER, id=str(uuid4()), fields=asked, scope=scope) == ["SubjectUnknown"]
    assert doors.refusals("look", OFFICER, id=look, scope=scope) == ["LookUnknown"]
    shredding = {"subject": str(subject), "reason": "asked"}
    assert doors.refusals("shred_identity", OFFICER, id=str(uuid4()), fields=shredding, scope=scope) == [
        "SubjectUnknown"
    ]
    assert doors.say("looks", OFFICER, scope=scope, subject=str(subject)) == []
    assert doors.say("consents", OFFICER, scope=scope, subject=str(subject)) == []
    found: dict[str, Any] = {"kind": "neighbour", "field": "phone", "value": PHONE, "purpose": "contact"}
    assert doors.say("find_identity", OFFICER, scope=scope, **found) == []
    assert doors.say("find_identity", OFFICER, **found) == [str(subject)]


def test_a_viewer_is_refused(doors: Doors) -> None:
    asked = {"subject": str(doors.kept()), "purpose": "contact"}

    assert doors.refusals("ask_look", Role.VIEWER, id=str(uuid4()), fields=asked) == ["RoleMissing"]


def test_whoever_is_not_in_charge_neither_asks_nor_finds(doors: Doors) -> None:
    subject = doors.kept("infant", given_by="guardian")
    asked = {"subject": str(subject), "purpose": "contact"}
    found: dict[str, Any] = {"kind": "infant", "field": "phone", "value": PHONE, "purpose": "contact"}

    assert doors.refusals("ask_look", OFFICER, id=str(uuid4()), fields=asked) == ["NotInCharge"]
    assert doors.say("find_identity", OFFICER, **found) == []
    assert doors.seen(subject, person=NURSE)["name"] == NAME
    assert doors.say("find_identity", person=NURSE, **found) == [str(subject)]


def test_a_number_is_found_however_it_was_typed_and_only_among_its_kind(doors: Doors) -> None:
    subject = doors.kept()
    asked: dict[str, Any] = {"field": "phone", "value": " １３８００１３８０００", "purpose": "check"}

    assert doors.say("find_identity", kind="neighbour", **asked) == [str(subject)]
    assert doors.say("find_identity", kind="infant", person=NURSE, **asked) == []
    assert doors.refusals("find_identity", kind="neighbour", **{**asked, "field": "name"}) == ["FieldNotFindable"]


def test_a_repeated_call_is_answered_as_the_first_time_and_other_content_is_refused(doors: Doors) -> None:
    id, said = str(uuid4()), keeping()
    first = doors.say("keep_identity", kind="neighbour", id=id, fields=said)

    assert doors.say("keep_identity", kind="neighbour", id=id, fields=said) == first
    other = {**said, "identity": {"name": MARKER}}
    assert doors.refusals("keep_identity", kind="neighbour", id=id, fields=other) == ["IdAlreadyUsed"]
    assert doors.refusals("keep_identity", kind="neighbour", id=str(uuid4()), fields=other) == ["AlreadyKept"]


def test_an_identity_is_amended_by_whoever_knows_its_revision(doors: Doors) -> None:
    subject = doors.kept()
    said = {"subject": str(subject), "revision": 1, "identity": {"name": MARKER}}

    assert doors.say("amend_identity", id=str(uuid4()), fields=said)["revision"] == 2
    assert doors.refusals("amend_identity", id=str(uuid4()), fields=said) == ["IdentityChanged"]
    assert doors.seen(subject) == {"name": MARKER}


@pytest.mark.parametrize(
    ("kind", "but", "rule"),
    [
        ("stranger", {}, "UnknownIdentityKind"),
        ("neighbour", {"scopes": ["publicity"]}, "ContactNotConsented"),
        ("neighbour", {"given_on": "2022-12-31"}, "ConsentInFuture"),
        ("neighbour", {"place": ELSEWHERE}, "OutOfScope"),
        ("neighbour", {"identity": {"phone": PHONE}}, "FieldMissing"),
        ("neighbour", {"identity": {"name": NAME, "wage": "8000"}}, "FieldUnknown"),
        ("neighbour", {"identity": NAME}, "FieldInvalid"),
        ("infant", {"given_by": "self"}, "GuardianMustConsent"),
    ],
)
def test_what_may_not_be_kept_is_refused_by_name(doors: Doors, kind: str, but: dict[str, object], rule: str) -> None:
    assert doors.refusals("keep_identity", kind=kind, id=str(uuid4()), fields=keeping(**but)) == [rule]
    assert doors.raw("SELECT * FROM vault_subject") == []
