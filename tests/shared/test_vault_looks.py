"""Looks are used once, for a purpose that was consented to, and every one of them stays on record."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import DBAPIError, ProgrammingError

from shared import clock
from shared.database import transaction
from shared.duty import shredding
from shared.identity import Role
from shared.vault.chain import breaks, holds
from tests.builders import CHIEF, CLERK
from tests.shared.vaulting import ENTERED, NAME, Doors, keeping

OFFICER = Role.OFFICER


def broken(doors: Doors) -> list[str]:
    """Check the log as an operator would."""
    with transaction(doors.app) as session:
        session.execute(ENTERED)
        return list(breaks(session, doors.keys))


def deeds(doors: Doors, subject: UUID) -> list[str]:
    return [each["deed"] for each in doors.say("looks", OFFICER, subject=str(subject))]


def withdrawing(subject: UUID, scope: str = "contact") -> dict[str, str]:
    return {"subject": str(subject), "scope": scope, "withdrawn_on": str(clock.today())}


def test_a_look_used_twice_is_refused(doors: Doors) -> None:
    look = doors.asked(doors.kept())
    doors.say("look", id=look)

    assert doors.refusals("look", id=look) == ["LookUsed"]


def test_of_two_who_use_a_look_at_once_one_sees(doors: Doors) -> None:
    look = doors.asked(doors.kept())

    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(lambda _: doors.refusals("look", id=look), range(8)))

    assert sorted(told) == [[], *[["LookUsed"]] * 7]


def test_of_those_who_keep_or_amend_one_person_at_once_one_does_and_the_others_are_told_why(doors: Doors) -> None:
    said = keeping()
    amended = {"subject": said["subject"], "revision": 1, "identity": {"name": NAME}}

    with ThreadPoolExecutor(8) as threads:
        ids = [str(uuid4()) for _ in range(8)]
        kept = list(
            threads.map(lambda each: doors.refusals("keep_identity", kind="neighbour", id=each, fields=said), ids)
        )
        changed = list(threads.map(lambda each: doors.refusals("amend_identity", id=each, fields=amended), ids))

    assert sorted(kept) == [[], *[["AlreadyKept"]] * 7]
    assert sorted(changed) == [[], *[["IdentityChanged"]] * 7]


def test_people_who_work_on_one_person_at_once_wait_for_one_another(doors: Doors) -> None:
    subject = doors.kept()

    def work(revision: int) -> list[str]:
        amended = {"subject": str(subject), "revision": revision, "identity": {"name": NAME}}
        assert doors.seen(subject)["name"] == NAME
        return doors.refusals("amend_identity", id=str(uuid4()), fields=amended)

    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(work, [1] * 16))

    assert told.count([]) == 1
    assert broken(doors) == []


def test_a_look_that_somebody_else_asked_for_is_refused(doors: Doors) -> None:
    look = doors.asked(doors.kept(), person=CHIEF)

    assert doors.refusals("look", id=look, person=CLERK) == ["LookUnknown"]
    assert doors.say("look", id=look, person=CHIEF)["identity"]["name"] == NAME


def test_a_look_is_good_for_ten_minutes(doors: Doors) -> None:
    subject = doors.kept()
    old, fresh = doors.asked(subject), doors.asked(subject)
    doors.meddle("UPDATE vault_look SET asked_at = asked_at - interval '10 minutes' WHERE id = :old", old=old)
    doors.meddle("UPDATE vault_look SET asked_at = asked_at - interval '9 minutes' WHERE id = :fresh", fresh=fresh)

    assert doors.refusals("look", id=old) == ["LookExpired"]
    assert doors.refusals("look", id=fresh) == []


def test_a_look_without_a_purpose_is_refused(doors: Doors) -> None:
    subject = str(doors.kept())

    assert doors.refusals("ask_look", id=str(uuid4()), fields={"subject": subject}) == ["FieldMissing"]
    curious = {"subject": subject, "purpose": "curiosity"}
    assert doors.refusals("ask_look", id=str(uuid4()), fields=curious) == ["FieldInvalid"]


def test_a_service_looks_at_nobody_not_even_the_vaults_own(doors: Doors) -> None:
    asked = {"subject": str(doors.kept()), "purpose": "contact"}

    with pytest.raises(Exception, match="IdentityMissing"):
        doors.by_itself("ask_look", id=str(uuid4()), fields=asked)


def test_publicity_needs_a_consent_of_its_own_until_it_is_withdrawn(doors: Doors) -> None:
    subject = doors.kept()
    asked = {"subject": str(subject), "purpose": "publicity"}
    given = {"subject": str(subject), "scopes": ["publicity"], "given_by": "self", "given_on": str(clock.today())}

    assert doors.refusals("ask_look", id=str(uuid4()), fields=asked) == ["ConsentMissing"]
    doors.say("give_consent", id=str(uuid4()), fields=given)
    look = doors.asked(subject, "publicity")
    assert not doors.say("withdraw_consent", id=str(uuid4()), fields=withdrawing(subject, "publicity"))["shredded"]
    assert doors.refusals("look", id=look) == ["ConsentMissing"]
    assert doors.seen(subject)["name"] == NAME


def test_consents_show_who_gave_them_when_for_what_and_what_was_withdrawn(doors: Doors) -> None:
    subject = doors.kept(scopes=["contact", "referral"])
    doors.say("withdraw_consent", id=str(uuid4()), fields=withdrawing(subject, "referral"))

    shown = doors.say("consents", subject=str(subject))
    today = str(clock.today())
    told = [(each["scope"], each["given_by"], each["given_on"], each["withdrawn_on"]) for each in shown]
    assert told == [("contact", "self", today, None), ("referral", "self", today, today)]


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"scope": "publicity"}, "ConsentMissing"),
        ({"withdrawn_on": "2022-12-31"}, "ConsentInFuture"),
        ({"withdrawn_on": "2021-11-18"}, "WithdrawnBeforeGiven"),
    ],
)
def test_a_withdrawal_that_cannot_be_is_refused_by_name(doors: Doors, but: dict[str, str], rule: str) -> None:
    subject = doors.kept()

    assert doors.refusals("withdraw_consent", id=str(uuid4()), fields=withdrawing(subject) | but) == [rule]
    assert doors.seen(subject)["name"] == NAME


def test_whoever_withdraws_consent_to_be_contacted_is_shredded_at_once(doors: Doors) -> None:
    subject = doors.kept()
    assert doors.say("withdraw_consent", id=str(uuid4()), fields=withdrawing(subject))["shredded"]

    asked = {"subject": str(subject), "purpose": "contact"}
    assert doors.refusals("ask_look", id=str(uuid4()), fields=asked) == ["AlreadyShredded"]
    assert deeds(doors, subject) == ["kept", "consented", "withdrew", "shredded"]


def test_whoever_consents_again_is_kept_anew_under_another_key(doors: Doors) -> None:
    subject = doors.kept()
    doors.say("withdraw_consent", id=str(uuid4()), fields=withdrawing(subject))
    doors.kept(subject=str(subject))

    assert doors.seen(subject)["name"] == NAME


def test_what_was_shredded_cannot_be_opened_with_every_key_and_all_that_is_left(doors: Doors) -> None:
    subject = doors.kept()
    sealed = doors.raw("SELECT sealed FROM vault_field WHERE subject = :subject", subject=subject)
    doors.say("shred_identity", OFFICER, id=str(uuid4()), fields={"subject": str(subject), "reason": "asked"})

    [row] = doors.raw("SELECT * FROM vault_subject WHERE id = :subject", subject=subject)
    assert (row.data_key, row.shredded_because) == (None, "asked")
    assert doors.raw("SELECT * FROM vault_field WHERE subject = :subject", subject=subject) == []
    dumped = doors.dumped()
    assert [each for each in sealed if bytes(each.sealed).hex() in dumped] == []
    assert doors.refusals(
        "shred_identity", OFFICER, id=str(uuid4()), fields={"subject": str(subject), "reason": "asked"}
    ) == ["AlreadyShredded"]


def test_an_identity_is_shredded_by_its_keeper_once_its_time_is_over(doors: Doors) -> None:
    subject = doors.kept()
    early = {"subject": str(subject), "reason": "retention"}
    assert doors.refusals("shred_identity", OFFICER, id=str(uuid4()), fields=early) == ["StillRetained"]
    doors.meddle("UPDATE vault_subject SET retain_until = :day", day=clock.today() - timedelta(days=1))

    with transaction(doors.app) as session:
        session.execute(ENTERED)
        [due] = shredding(session, clock.now())
    doors.by_itself(due.door, id=str(due.id), fields=due.fields)

    assert deeds(doors, subject)[-1] == "shredded"
    with transaction(doors.app) as session:
        session.execute(ENTERED)
        assert shredding(session, clock.now()) == []


def test_consent_given_anew_lets_the_timer_run_anew(doors: Doors) -> None:
    subject = doors.kept()
    doors.meddle("UPDATE vault_subject SET retain_until = :day", day=clock.today() - timedelta(days=1))
    given = {"subject": str(subject), "scopes": ["contact"], "given_by": "self", "given_on": str(clock.today())}
    doors.say("give_consent", id=str(uuid4()), fields=given)

    late = {"subject": str(subject), "reason": "retention"}
    assert doors.refusals("shred_identity", OFFICER, id=str(uuid4()), fields=late) == ["StillRetained"]


def test_every_deed_is_on_record_with_who_and_what_for(doors: Doors) -> None:
    subject = doors.kept()
    doors.say("look", id=doors.asked(subject, "safety"))

    log = doors.say("looks", OFFICER, subject=str(subject))
    assert [each["deed"] for each in log] == ["kept", "consented", "asked", "looked"]
    assert {each["person"] for each in log} == {str(CLERK)}
    assert [each["purpose"] for each in log[2:]] == ["safety", "safety"]
    assert log[2]["look"] == log[3]["look"]


def test_deeds_done_at_once_stand_in_one_unbroken_chain(doors: Doors) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: doors.seen(doors.kept()), range(16)))

    assert doors.raw("SELECT count(*), max(number) FROM vault_log") == [(64, 64)]
    assert broken(doors) == []


MEDDLING = {
    "UPDATE vault_log SET person = gen_random_uuid() WHERE number = 3": "log entry 3: not what was written",
    "UPDATE vault_log SET at = at + interval '1 second' WHERE number = 1": "log entry 1: not what was written",
    "DELETE FROM vault_log WHERE number = 3": "log entry 3: missing before 4",
    "DELETE FROM vault_log WHERE number = 4": "log ends at 3, its head says 4",
    "INSERT INTO vault_log SELECT 5, at, deed, subject, person, service, purpose, look, digest FROM vault_log "
    "WHERE number = 4": "log entry 5: not what was written",
    "UPDATE vault_log AS one SET digest = other.digest, look = other.look FROM vault_log AS other "
    "WHERE one.number = 4 AND other.number = 3": "log entry 4: not what was written",
}


@pytest.mark.parametrize("statement", MEDDLING)
def test_a_log_that_its_databases_owner_meddled_with_is_told_broken(doors: Doors, statement: str) -> None:
    doors.seen(doors.kept())
    assert broken(doors) == []

    doors.meddle(statement)

    assert broken(doors)[0] == MEDDLING[statement]


def test_a_log_cut_off_together_with_its_head_is_noticed_by_whoever_noted_the_head_down(doors: Doors) -> None:
    subject = doors.kept()
    doors.seen(subject)
    [noted] = doors.raw("SELECT number, digest FROM vault_log_head")
    doors.meddle("DELETE FROM vault_log WHERE number > 2")
    doors.meddle("UPDATE vault_log_head SET number = 2, digest = (SELECT digest FROM vault_log WHERE number = 2)")
    doors.seen(subject)

    assert broken(doors) == []
    with transaction(doors.app) as session:
        session.execute(ENTERED)
        assert not holds(session, noted.number, bytes(noted.digest))


@pytest.mark.parametrize("statement", ["UPDATE vault_log SET deed = 'kept'", "DELETE FROM vault_log"])
def test_neither_the_application_nor_the_owner_rewrites_the_log(doors: Doors, statement: str) -> None:
    doors.kept()

    with pytest.raises(ProgrammingError, match="permission denied"):
        doors.raw(statement)
    with doors.owner.begin() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.exec_driver_sql(f"SELECT set_config('nuandong.scope', '{{\"\"}}', true); {statement}")
