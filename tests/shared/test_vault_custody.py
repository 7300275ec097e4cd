"""`nuandong vault`: keys are rotated while the site works, and whatever is wrong in a vault is told."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Event
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from deploy.provision.files import write
from shared import clock
from shared.vault import WRAPPING, Keys, Tampered, WrappingKeys
from shared.vault.keys import KeyFileWrong
from shared.vault.opening import ROTATION
from tests.journeys.commands import Said, nuandong
from tests.shared.vaulting import NAME, Doors


def vault(doors: Doors, *words: str) -> Said:
    """Type a command in custody of the village's vault."""
    return nuandong("vault", *words, env={"NUANDONG_SECRETS": str(doors.site.secrets)})


def rotated(doors: Doors, *words: str) -> dict[str, Any]:
    [row] = vault(doors, "rotate", "outreach", "--json", *words).json
    return dict(row)


def found(doors: Doors, *words: str) -> list[str]:
    """Verify the vault, and give what is wrong in it."""
    said = vault(doors, "verify", "outreach", *words)
    findings = [line.removeprefix("outreach: ") for line in said.out.splitlines() if line.startswith("outreach: ")]
    assert said.code == (3 if findings else 0)
    return findings


@contextmanager
def worked_in(doors: Doors) -> Iterator[list[UUID]]:
    """Keep, see and amend identities, in several threads, for the length of the block; give whom was kept."""
    stop, kept = Event(), list[UUID]()

    def work() -> None:
        while not stop.is_set():
            subject = doors.kept()
            said = {"subject": str(subject), "revision": 1, "identity": {"name": NAME}}
            doors.say("amend_identity", id=str(uuid4()), fields=said)
            assert doors.seen(subject) == {"name": NAME}
            kept.append(subject)

    with ThreadPoolExecutor(4) as threads:
        working = [threads.submit(work) for _ in range(4)]
        try:
            yield kept
        finally:
            stop.set()
        for each in working:
            each.result()


def test_rotating_wraps_every_data_key_anew_and_everybody_is_still_seen(doors: Doors) -> None:
    some = [doors.kept() for _ in range(3)]

    assert rotated(doors) == {"service": "outreach", "key": doors.keys.wrapping.current, "wrapped": 3, "keys": 2}
    wrapped = {bytes(each.data_key)[:15] for each in doors.raw("SELECT data_key FROM vault_subject")}
    assert wrapped == {doors.keys.wrapping.prefix()}
    assert [doors.seen(each)["name"] for each in some] == [NAME] * 3
    rotated(doors, "--forget")


def test_keys_are_rotated_and_forgotten_under_load_and_nothing_is_lost(doors: Doors) -> None:
    with worked_in(doors) as kept:
        for _ in range(3):
            assert rotated(doors, "--forget")["keys"] == 1
            before = len(kept)
            while len(kept) < before + 8:
                Event().wait(0.01)

    assert len(kept) >= 24
    assert {doors.seen(each)["name"] for each in kept} == {NAME}
    assert found(doors) == []


def test_a_forgotten_key_opens_nothing_that_is_there_now(doors: Doors) -> None:
    subject, old = doors.kept(), doors.keys.wrapping
    rotated(doors, "--forget")

    [row] = doors.raw("SELECT data_key FROM vault_subject")
    with pytest.raises(Tampered):
        old.unwrap(bytes(row.data_key), subject)
    assert old.current not in doors.keys.wrapping.named


def test_an_older_backup_is_read_until_its_key_is_forgotten(doors: Doors) -> None:
    subject = doors.kept()
    [backup] = doors.raw("SELECT data_key FROM vault_subject")

    rotated(doors)
    assert doors.keys.wrapping.unwrap(bytes(backup.data_key), subject)
    rotated(doors, "--forget")
    with pytest.raises(Tampered):
        doors.keys.wrapping.unwrap(bytes(backup.data_key), subject)


def test_a_rotation_that_was_broken_off_is_finished_by_the_next(doors: Doors) -> None:
    subject = doors.kept()
    write(doors.site.secrets / "outreach" / WRAPPING, doors.keys.wrapping.with_another().written())
    other = doors.kept()

    assert doors.seen(subject) == doors.seen(other)
    assert rotated(doors, "--forget")["wrapped"] == 2
    assert doors.seen(subject) == doors.seen(other)


def test_a_second_rotation_at_the_same_time_is_refused(doors: Doors) -> None:
    before = doors.keys.wrapping.written()
    with doors.app.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ROTATION})
        said = vault(doors, "rotate", "outreach")

    assert (said.code, said.err) == (1, "Error: another rotation of this vault is running\n")
    assert doors.keys.wrapping.written() == before


def test_an_untouched_vault_verifies_and_shows_nobody(doors: Doors) -> None:
    doors.seen(doors.kept())

    said = vault(doors, "verify", "outreach", "--json")

    [row] = said.json
    assert row["findings"] == []
    assert row["head"].startswith("4:")
    assert NAME not in said.out


TAMPERING = {
    "UPDATE vault_subject SET data_key = set_byte(data_key, 40, get_byte(data_key, 40) # 1)": "data_key",
    "UPDATE vault_field SET sealed = set_byte(sealed, 80, get_byte(sealed, 80) # 1) WHERE field = 'name'": "sealed",
    "UPDATE vault_field SET blind = blind || 'x' WHERE field = 'phone'": "blind",
    "UPDATE vault_log SET purpose = 'check' WHERE number = 3": "log entry 3",
    "UPDATE vault_log_head SET number = 7": "log ends at 4",
    "DELETE FROM vault_consent": "kept without consent",
}


@pytest.mark.parametrize("statement", TAMPERING)
def test_tampering_is_found(doors: Doors, statement: str) -> None:
    doors.seen(doors.kept())
    doors.meddle(statement)

    findings = found(doors)
    assert len(findings) == 1
    assert TAMPERING[statement] in findings[0]


def test_whoever_is_kept_beyond_the_promised_day_is_found(doors: Doors) -> None:
    subject, day = doors.kept(), clock.today() - timedelta(days=1)
    doors.meddle("UPDATE vault_subject SET retain_until = :day", day=day)

    assert found(doors) == [f"subject {subject}: kept beyond {day}"]


def test_a_head_that_was_noted_down_is_missed_when_the_log_was_cut_off(doors: Doors) -> None:
    subject = doors.kept()
    doors.seen(subject)
    noted = vault(doors, "verify", "outreach", "--json").json[0]["head"]
    assert found(doors, "--noted", noted) == []
    doors.meddle("DELETE FROM vault_log WHERE number > 2")
    doors.meddle("UPDATE vault_log_head SET number = 2, digest = (SELECT digest FROM vault_log WHERE number = 2)")
    doors.seen(subject)

    assert found(doors, "--noted", noted) == [f"log does not hold {noted}"]


@pytest.mark.parametrize("words", [("--noted", "7"), ("outreach", "--noted", "seven:x"), ("moon",)])
def test_mistyped_words_end_with_code_2(doors: Doors, words: tuple[str, ...]) -> None:
    assert vault(doors, "verify", *words).code == 2


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"k1": "00"}', '{"k1": "z"}', '{"k1": 7}'])
def test_a_key_file_that_holds_no_keys_is_named_and_nothing_is_kept_with_it(doors: Doors, content: str) -> None:
    file = doors.site.secrets / "outreach" / WRAPPING
    before = file.read_text()
    write(file, content)
    try:
        with pytest.raises(KeyFileWrong, match=r"vault\.keys of outreach"):
            _ = Keys(doors.known).wrapping
    finally:
        write(file, before)


def test_another_key_gets_the_next_name_and_wraps_from_then_on() -> None:
    keys = WrappingKeys({}).with_another().with_another()

    assert list(keys.named) == ["k1", "k2"]
    assert keys.named["k1"] != keys.named["k2"]
    assert keys.current == "k2"


def test_no_key_shows_where_its_holder_is_printed(doors: Doors) -> None:
    shown = f"{doors.keys!r} {doors.keys.wrapping!r}"

    assert "k1" not in shown
    assert not [each for each in doors.keys.wrapping.named.values() if repr(each) in shown]
