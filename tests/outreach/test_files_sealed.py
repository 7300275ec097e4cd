"""Scanned receipts of aid: sealed in the vault, looked at once for a purpose and on record, shredded for good."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, text

from services.outreach.service import Outreach
from services.outreach.store import due
from shared import clock
from shared.database import driver_url, transaction
from shared.identity import Role
from shared.settings import Settings
from shared.worker import in_process
from tests.builders import CHIEF, CLERK, a_token
from tests.conftest import Site
from tests.journeys.commands import nuandong
from tests.outreach.filing import MEGABYTE, an_aid, begun, brought, filed, finished, listed, taken
from tests.outreach.said import new_id, rule
from tests.shared.filed import docx, jpeg, pdf

SIGNER = "欧阳签领"
WHOLE = "SELECT set_config('nuandong.scope', '{\"\"}', true)"
CONSENT = {"consented_on": "2022-01-20"}


@pytest.fixture
def owner(site: Site, known: Settings) -> Iterator[Engine]:
    """The database's owner, who sees every row and may meddle with it."""
    opened = create_engine(driver_url(site.owner_url(known.service)))
    yield opened
    opened.dispose()


@pytest.fixture
def aid(clerk: Outreach, chief: Outreach) -> str:
    return an_aid(clerk, chief)


@pytest.fixture
def receipt(clerk: Outreach, aid: str) -> str:
    return filed(clerk, "aid", aid, scan(), name=f"{SIGNER}签领表.jpg", **CONSENT)


def scan(size: int = 0) -> bytes:
    return jpeg(SIGNER.encode() + b"\x00" * size)


def told(owner: Engine, statement: str, **values: Any) -> list[Any]:
    with owner.begin() as connection:
        connection.execute(text(WHOLE))
        result = connection.execute(text(statement), values)
        return list(result.all()) if result.returns_rows else []


def asked(clerk: Outreach, file: str, purpose: str = "check") -> str:
    look = new_id()
    answer = clerk.ask_look(id=look, fields={"subject": file, "purpose": purpose})
    assert "answer" in answer, answer
    return look


def deeds(owner: Engine, file: str) -> list[str]:
    return [each.deed for each in told(owner, "SELECT deed FROM vault_log WHERE subject = :f ORDER BY number", f=file)]


def verified(site: Site) -> str:
    return nuandong("vault", "verify", "outreach", env={"NUANDONG_SECRETS": str(site.secrets)}).out


def test_a_receipt_is_looked_at_once_for_a_purpose_and_on_record(clerk: Outreach, receipt: str, owner: Engine) -> None:
    look = asked(clerk, receipt)

    assert taken(clerk, receipt, look) == scan()
    assert rule(clerk.file_piece(file=receipt, number=0, look=look)) == "LookUsed"
    assert deeds(owner, receipt) == ["kept", "consented", "asked", "looked"]
    [purpose] = told(owner, "SELECT purpose FROM vault_log WHERE subject = :f AND deed = 'looked'", f=receipt)
    assert purpose == ("check",)


def test_without_a_look_nothing_is_shown(clerk: Outreach, receipt: str) -> None:
    assert rule(clerk.file_piece(file=receipt, number=0)) == "LookNeeded"
    assert rule(clerk.file_piece(file=receipt, number=0, look=new_id())) == "LookUnknown"


def test_a_look_reads_every_piece_once_and_in_order(clerk: Outreach, aid: str) -> None:
    content = scan(2 * MEGABYTE)
    file = filed(clerk, "aid", aid, content, **CONSENT)
    assert taken(clerk, file, asked(clerk, file)) == content

    look = asked(clerk, file)
    assert rule(clerk.file_piece(file=file, number=1, look=look)) == "LookUsed"
    clerk.file_piece(file=file, number=0, look=look)
    assert rule(clerk.file_piece(file=file, number=2, look=look)) == "LookUsed"
    assert "answer" in clerk.file_piece(file=file, number=1, look=look)
    assert rule(clerk.file_piece(file=file, number=1, look=look)) == "LookUsed"


def test_a_look_is_of_whoever_asked_and_at_what_they_asked_for(
    site: Site, known: Settings, clerk: Outreach, aid: str, receipt: str
) -> None:
    other = filed(clerk, "aid", aid, pdf(), **CONSENT)
    colleague = in_process(Outreach, known, a_token(site, "outreach", CHIEF))

    assert rule(colleague.file_piece(file=receipt, number=0, look=asked(clerk, receipt))) == "LookUnknown"
    assert rule(clerk.file_piece(file=other, number=0, look=asked(clerk, receipt))) == "LookUnknown"


def test_pieces_read_on_by_somebody_else_are_refused(site: Site, known: Settings, clerk: Outreach, aid: str) -> None:
    file = filed(clerk, "aid", aid, scan(2 * MEGABYTE), **CONSENT)
    look, colleague = asked(clerk, file), in_process(Outreach, known, a_token(site, "outreach", CHIEF))
    clerk.file_piece(file=file, number=0, look=look)

    assert rule(colleague.file_piece(file=file, number=1, look=look)) == "LookUsed"


def test_a_look_that_was_begun_long_ago_reads_no_further(clerk: Outreach, aid: str, owner: Engine) -> None:
    file = filed(clerk, "aid", aid, scan(2 * MEGABYTE), **CONSENT)
    look = asked(clerk, file)
    clerk.file_piece(file=file, number=0, look=look)
    told(owner, "UPDATE vault_look SET used_at = used_at - interval '11 minutes' WHERE id = :look", look=look)

    assert rule(clerk.file_piece(file=file, number=1, look=look)) == "LookUsed"


def test_neither_the_scan_nor_its_name_is_readable_in_the_database(
    clerk: Outreach, receipt: str, owner: Engine
) -> None:
    [row] = told(owner, "SELECT content FROM file_piece WHERE file = :f", f=receipt)
    assert SIGNER.encode() not in bytes(row.content)
    assert bytes(row.content).startswith(b"AES-256-GCM|")

    [kept] = told(owner, "SELECT file::text AS said FROM file WHERE id = :f", f=receipt)
    assert SIGNER not in kept.said
    assert (
        listed(clerk, "aid", str(told(owner, "SELECT thing FROM file WHERE id = :f", f=receipt)[0].thing))[0]["name"]
        == ""
    )


def test_nothing_readable_of_a_receipt_lies_in_any_table(clerk: Outreach, receipt: str, owner: Engine) -> None:
    taken(clerk, receipt, asked(clerk, receipt))
    plain = scan().hex()

    with owner.begin() as connection:
        connection.execute(text(WHOLE))
        tables = connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").scalars()
        for table in tables.all():
            for row in connection.exec_driver_sql(f"SELECT each::text FROM {table} AS each").scalars():  # noqa: S608
                assert SIGNER not in row
                assert plain not in row


def test_a_receipt_needs_the_signers_consent_and_an_aid_that_was_delivered(
    clerk: Outreach, chief: Outreach, aid: str
) -> None:
    waiting = an_aid(clerk, chief, deliver=False)

    assert rule(begun(clerk, "aid", aid, new_id(), scan())) == "ConsentOfSigner"
    assert rule(begun(clerk, "aid", aid, new_id(), scan(), consented_on="2022-02-11")) == "ConsentInFuture"
    assert rule(begun(clerk, "aid", waiting, new_id(), scan(), **CONSENT)) == "NotNext"


def test_a_receipt_is_a_scan_and_no_document(clerk: Outreach, aid: str) -> None:
    file = new_id()
    begun(clerk, "aid", aid, file, docx(), **CONSENT)
    brought(clerk, file, docx())

    assert rule(finished(clerk, file, docx())) == "FileTypeNotTaken"


def test_a_step_sent_again_changes_nothing_where_it_is_sealed(clerk: Outreach, aid: str, owner: Engine) -> None:
    file, content = new_id(), scan(MEGABYTE)
    for _ in range(2):
        begun(clerk, "aid", aid, file, content, **CONSENT)
        for number in (0, 1):
            assert "answer" in brought(clerk, file, content, number)
        assert "answer" in finished(clerk, file, content)

    assert deeds(owner, file) == ["kept", "consented"]
    assert rule(brought(clerk, file, content[:-1] + b"x", 1)) == "IdAlreadyUsed"


def test_a_receipt_of_another_city_does_not_exist(site: Site, known: Settings, aid: str, receipt: str) -> None:
    stranger = in_process(Outreach, known, a_token(site, "outreach", CLERK, scope=("5109",)))

    assert rule(stranger.files_of(kind="aid", thing=aid)) == "NotFound"
    assert rule(stranger.ask_look(id=new_id(), fields={"subject": receipt, "purpose": "check"})) == "SubjectUnknown"
    assert rule(begun(stranger, "aid", aid, new_id(), scan(), **CONSENT)) == "NotFound"


def test_whoever_only_views_sees_that_there_is_a_receipt_and_no_more(
    site: Site, known: Settings, aid: str, receipt: str
) -> None:
    viewer = in_process(Outreach, known, a_token(site, "outreach", CLERK, Role.VIEWER))

    assert [each["id"] for each in listed(viewer, "aid", aid)] == [receipt]
    assert rule(viewer.ask_look(id=new_id(), fields={"subject": receipt, "purpose": "check"})) == "RoleMissing"
    assert rule(viewer.file_piece(file=receipt, number=0)) == "LookNeeded"


def test_withdrawing_destroys_the_key_and_the_content(clerk: Outreach, aid: str, receipt: str, owner: Engine) -> None:
    look = asked(clerk, receipt)
    clerk.withdraw_file(id=new_id(), fields={"file": receipt, "reason": "扫错了"})

    assert rule(clerk.file_piece(file=receipt, number=0, look=look)) == "FileGone"
    assert rule(clerk.ask_look(id=new_id(), fields={"subject": receipt, "purpose": "check"})) == "AlreadyShredded"
    assert told(owner, "SELECT * FROM file_piece WHERE file = :f", f=receipt) == []
    assert told(owner, "SELECT data_key FROM vault_subject WHERE id = :f", f=receipt) == [(None,)]
    assert deeds(owner, receipt)[-1] == "shredded"
    assert [each["withdrawn_reason"] for each in listed(clerk, "aid", aid)] == ["扫错了"]


def test_a_withdrawn_consent_shreds_a_receipt_and_its_content_is_swept(
    clerk: Outreach, keeper: Outreach, aid: str, receipt: str, owner: Engine
) -> None:
    said = {"subject": receipt, "scope": "contact", "withdrawn_on": "2022-02-01"}
    assert clerk.withdraw_consent(id=new_id(), fields=said)["answer"]["shredded"]
    assert rule(clerk.file_piece(file=receipt, number=0, look=new_id())) == "LookUnknown"

    with transaction(owner) as session:
        session.execute(text(WHOLE))
        [sweeping] = [each for each in due(session, clock.now()) if each.fields.get("file") == receipt]
    assert keeper.sweep_file(id=sweeping.id, fields=sweeping.fields)["answer"]["swept"]
    assert told(owner, "SELECT * FROM file_piece WHERE file = :f", f=receipt) == []
    assert [each["withdrawn_reason"] for each in listed(clerk, "aid", aid)] == ["已按规定销毁"]


def test_an_upload_that_did_not_come_is_shredded_with_its_key_and_may_come_again(
    clerk: Outreach, keeper: Outreach, aid: str, owner: Engine
) -> None:
    file, content = new_id(), scan()
    begun(clerk, "aid", aid, file, content, **CONSENT)
    brought(clerk, file, content)
    told(owner, "UPDATE file SET begun_at = begun_at - interval '2 hours' WHERE id = :f", f=file)

    assert keeper.sweep_file(id=str(uuid4()), fields={"file": file})["answer"]["swept"]
    assert told(owner, "SELECT data_key FROM vault_subject WHERE id = :f", f=file) == [(None,)]
    assert filed_as(clerk, aid, file, content)
    assert taken(clerk, file, asked(clerk, file)) == content


def filed_as(clerk: Outreach, aid: str, file: str, content: bytes) -> bool:
    steps = [begun(clerk, "aid", aid, file, content, **CONSENT), brought(clerk, file, content)]
    return all("answer" in each for each in [*steps, finished(clerk, file, content)])


def test_a_piece_opens_in_its_own_row_alone(clerk: Outreach, aid: str, receipt: str, owner: Engine) -> None:
    other = filed(clerk, "aid", aid, scan(), **CONSENT)
    swap = "UPDATE file_piece SET content = (SELECT content FROM file_piece WHERE file = :a) WHERE file = :b"
    told(owner, swap, a=receipt, b=other)

    assert "failed" in clerk.file_piece(file=other, number=0, look=asked(clerk, other))


def test_keys_are_rotated_and_verified_with_the_receipts(
    site: Site, clerk: Outreach, receipt: str, owner: Engine
) -> None:
    env = {"NUANDONG_SECRETS": str(site.secrets)}
    nuandong("vault", "rotate", "outreach", "--forget", env=env)
    assert taken(clerk, receipt, asked(clerk, receipt)) == scan()
    assert receipt not in verified(site)

    spoil = "UPDATE file_piece SET content = set_byte(content, 90, get_byte(content, 90) # 1) WHERE file = :f"
    told(owner, spoil, f=receipt)
    assert f"file_piece.content:{receipt}/0: does not open" in verified(site)
    told(owner, spoil, f=receipt)
    assert receipt not in verified(site)


def test_a_receipt_of_which_a_piece_is_missing_is_found(site: Site, receipt: str, owner: Engine) -> None:
    told(owner, "DELETE FROM file_piece WHERE file = :f", f=receipt)

    assert f"file {receipt}: is not what came" in verified(site)
    told(owner, "UPDATE file SET withdrawn_at = now() WHERE id = :f", f=receipt)
