"""Papers of plans: brought in pieces, of a known type, given back whole, withdrawn for good."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from services.outreach.service import Outreach
from services.outreach.store import due
from shared import clock
from shared.database import driver_url, transaction
from shared.identity import Role
from shared.settings import Settings
from shared.worker import in_process
from tests.builders import CHIEF, CLERK, MARKER, a_token
from tests.conftest import Site
from tests.outreach.filing import (
    MEGABYTE,
    TEN,
    a_plan,
    begun,
    brought,
    filed,
    finished,
    listed,
    pieces,
    taken,
)
from tests.outreach.said import new_id, rule
from tests.shared.filed import docx, ofd, packed, pdf, xlsx

WHOLE = "SELECT set_config('nuandong.scope', '{\"\"}', true)"


@pytest.fixture
def planner(site: Site, known: Settings) -> Outreach:
    return in_process(Outreach, known, a_token(site, "outreach", CLERK, scope=("51",)))


@pytest.fixture
def colleague(site: Site, known: Settings) -> Outreach:
    return in_process(Outreach, known, a_token(site, "outreach", CHIEF, scope=("51",)))


@pytest.fixture
def plan(planner: Outreach) -> str:
    return a_plan(planner)


@pytest.fixture
def owner(site: Site, known: Settings) -> Iterator[Engine]:
    """The database's owner, who may let time pass for an upload."""
    opened = create_engine(driver_url(site.owner_url(known.service)))
    yield opened
    opened.dispose()


def told(owner: Engine, statement: str, **values: Any) -> list[Any]:
    with owner.begin() as connection:
        connection.execute(text(WHOLE))
        result = connection.execute(text(statement), values)
        return list(result.all()) if result.returns_rows else []


@pytest.mark.parametrize(
    "content", [pdf(), docx(), xlsx(), ofd(), pdf(size=TEN)], ids=["pdf", "docx", "xlsx", "ofd", "ten"]
)
def test_a_plans_papers_come_and_go_whole(planner: Outreach, plan: str, content: bytes) -> None:
    file = filed(planner, "work_plan", plan, content)

    assert taken(planner, file) == content
    [shown] = listed(planner, "work_plan", plan)
    assert (shown["id"], shown["name"], shown["size"]) == (file, "暖冬方案", len(content))
    assert shown["begun_by"] == str(CLERK)


def test_the_type_is_told_by_the_content_whatever_the_name_says(planner: Outreach, plan: str) -> None:
    filed(planner, "work_plan", plan, docx(), name="方案.pdf")

    assert listed(planner, "work_plan", plan)[0]["type"] == "docx"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"MZ\x90\x00" + bytes(500), "FileTypeNotTaken"),
        (b"<html><script>alert(1)</script>", "FileTypeNotTaken"),
        (
            packed({"word/document.xml": b"", "[Content_Types].xml": b"", "word/vbaProject.bin": b""}),
            "FileCarriesPrograms",
        ),
    ],
)
def test_a_renamed_program_is_brought_but_never_stands(planner: Outreach, plan: str, content: bytes, why: str) -> None:
    file = new_id()
    begun(planner, "work_plan", plan, file, content, name="方案.docx")
    brought(planner, file, content)

    assert rule(finished(planner, file, content)) == why
    assert listed(planner, "work_plan", plan) == []
    assert rule(planner.file_piece(file=file, number=0)) == "NotFound"


@pytest.mark.parametrize(("size", "why"), [(0, "FileEmpty"), (TEN + 1, "FileTooLarge"), (-1, "FieldInvalid")])
def test_a_file_is_neither_empty_nor_larger_than_ten_megabytes(
    planner: Outreach, plan: str, size: int, why: str
) -> None:
    assert rule(begun(planner, "work_plan", plan, new_id(), b"", size=size)) == why


def test_every_step_sent_again_is_answered_as_the_first_time(planner: Outreach, plan: str) -> None:
    file, content = new_id(), pdf(size=MEGABYTE + 5)

    for _ in range(2):
        steps = [begun(planner, "work_plan", plan, file, content)]
        steps += [brought(planner, file, content, number) for number in pieces(content)]
        steps.append(finished(planner, file, content))
        assert all("answer" in each for each in steps), steps

    assert len(listed(planner, "work_plan", plan)) == 1
    assert taken(planner, file) == content


def test_one_id_is_no_second_file(planner: Outreach, plan: str) -> None:
    file, content = new_id(), pdf()
    begun(planner, "work_plan", plan, file, content)

    assert rule(begun(planner, "work_plan", plan, file, content, name="另一份.pdf")) == "IdAlreadyUsed"
    assert rule(begun(planner, "work_plan", plan, file, content, size=7)) == "IdAlreadyUsed"


def test_a_piece_that_says_something_else_is_refused(planner: Outreach, plan: str) -> None:
    file, content = new_id(), pdf()
    begun(planner, "work_plan", plan, file, content)
    brought(planner, file, content)

    assert rule(brought(planner, file, content[:-1] + b"x")) == "IdAlreadyUsed"
    assert "answer" in finished(planner, file, content)


def test_a_piece_is_as_long_as_it_must_be_and_where_it_belongs(planner: Outreach, plan: str) -> None:
    file, content = new_id(), pdf(size=MEGABYTE + 5)
    begun(planner, "work_plan", plan, file, content)

    assert rule(brought(planner, file, content[:-1], 1)) == "PieceWrong"
    far = {"file": file, "number": 2, "content": base64.b64encode(content[-5:]).decode()}
    assert rule(planner.add_piece(fields=far)) == "PieceWrong"


@pytest.mark.parametrize("content", ["%%%", 7, None, "A" * (2 * MEGABYTE), ["QQ=="], "QQ=\n="])
def test_a_piece_that_is_no_base64_is_refused(planner: Outreach, plan: str, content: Any) -> None:
    file = new_id()
    begun(planner, "work_plan", plan, file, pdf())

    assert rule(planner.add_piece(fields={"file": file, "number": 0, "content": content})) in {
        "FieldInvalid",
        "FieldMissing",
    }


def test_nobody_brings_pieces_of_anothers_upload_or_closes_it(
    planner: Outreach, colleague: Outreach, plan: str
) -> None:
    file, content = new_id(), pdf()
    begun(planner, "work_plan", plan, file, content)

    assert rule(brought(colleague, file, content)) == "NotYourUpload"
    assert rule(finished(colleague, file, content)) == "NotYourUpload"
    assert rule(begun(colleague, "work_plan", plan, file, content)) == "IdAlreadyUsed"


def test_what_has_not_come_whole_or_is_not_what_was_sent_does_not_stand(planner: Outreach, plan: str) -> None:
    file, content = new_id(), pdf(size=MEGABYTE + 5)
    begun(planner, "work_plan", plan, file, content)
    brought(planner, file, content, 1)

    assert rule(finished(planner, file, content)) == "PiecesMissing"
    brought(planner, file, content, 0)
    assert rule(finished(planner, file, content + b"x")) == "ContentDiffers"
    assert listed(planner, "work_plan", plan) == []
    assert "answer" in finished(planner, file, content)


def test_a_file_that_stands_does_not_change(planner: Outreach, plan: str) -> None:
    content = pdf()
    file = filed(planner, "work_plan", plan, content)

    assert rule(brought(planner, file, content[:-1] + b"x")) == "IdAlreadyUsed"
    assert rule(finished(planner, file, content + b"x")) == "IdAlreadyUsed"


def test_of_many_who_bring_the_same_file_at_once_it_stands_once(site: Site, known: Settings, plan: str) -> None:
    file, content = new_id(), pdf(size=2 * MEGABYTE)

    def bring(_number: int) -> list[dict[str, Any]]:
        planner = in_process(Outreach, known, a_token(site, "outreach", CLERK, scope=("51",)))
        steps = [begun(planner, "work_plan", plan, file, content)]
        steps += [brought(planner, file, content, number) for number in pieces(content)]
        return [*steps, finished(planner, file, content)]

    with ThreadPoolExecutor(4) as people:
        answers = [each for some in people.map(bring, range(4)) for each in some]

    assert all("answer" in each for each in answers), answers
    planner = in_process(Outreach, known, a_token(site, "outreach", CLERK, scope=("51",)))
    assert len(listed(planner, "work_plan", plan)) == 1


def test_a_plan_has_ten_files_at_most_until_one_is_withdrawn(planner: Outreach, plan: str) -> None:
    some = [filed(planner, "work_plan", plan) for _ in range(10)]

    assert rule(begun(planner, "work_plan", plan, new_id(), pdf())) == "TooManyFiles"
    planner.withdraw_file(id=new_id(), fields={"file": some[0], "reason": "重复"})
    filed(planner, "work_plan", plan)
    assert [each["number"] for each in listed(planner, "work_plan", plan)] == list(range(1, 12))


def test_a_withdrawn_files_content_is_gone_and_that_it_was_there_stays(
    planner: Outreach, plan: str, owner: Engine
) -> None:
    file = filed(planner, "work_plan", plan)
    call = {"id": new_id(), "fields": {"file": file, "reason": "版本有误"}}

    assert planner.withdraw_file(**call) == planner.withdraw_file(**call)
    assert rule(planner.file_piece(file=file, number=0)) == "FileGone"
    assert rule(planner.withdraw_file(id=new_id(), fields={"file": file, "reason": "again"})) == "FileGone"
    [shown] = listed(planner, "work_plan", plan)
    assert (shown["withdrawn_reason"], shown["withdrawn_by"]) == ("版本有误", str(CLERK))
    assert told(owner, "SELECT * FROM file_piece WHERE file = :file", file=file) == []


def test_withdrawing_asks_for_a_reason_and_a_file(planner: Outreach, plan: str) -> None:
    file = filed(planner, "work_plan", plan)

    assert rule(planner.withdraw_file(id=new_id(), fields={"file": file, "reason": "  "})) == "FieldInvalid"
    assert rule(planner.withdraw_file(id=new_id(), fields={"file": new_id(), "reason": "x"})) == "NotFound"


def test_a_file_of_another_city_does_not_exist(site: Site, known: Settings, planner: Outreach, plan: str) -> None:
    file, content = filed(planner, "work_plan", plan), pdf()
    stranger = in_process(Outreach, known, a_token(site, "outreach", CLERK, scope=("5134",)))

    assert rule(stranger.files_of(kind="work_plan", thing=plan)) == "NotFound"
    assert rule(stranger.file_piece(file=file, number=0)) == "NotFound"
    assert rule(begun(stranger, "work_plan", plan, new_id(), content)) == "NotFound"
    assert rule(brought(stranger, file, content)) == "NotFound"
    assert rule(finished(stranger, file, content)) == "NotFound"
    assert rule(stranger.withdraw_file(id=new_id(), fields={"file": file, "reason": "x"})) == "NotFound"
    assert taken(planner, file) == content


def test_an_id_that_another_city_has_taken_is_refused_without_a_look_at_it(
    site: Site, known: Settings, planner: Outreach, plan: str
) -> None:
    file = filed(planner, "work_plan", a_plan(planner))
    here = planner.work_plan(id=plan)["answer"]["place"][:6]
    neighbour = in_process(Outreach, known, a_token(site, "outreach", CLERK, scope=(here,)))

    assert rule(begun(neighbour, "work_plan", plan, file, pdf())) == "IdAlreadyUsed"


def test_whoever_only_looks_takes_files_and_brings_none(
    site: Site, known: Settings, planner: Outreach, plan: str
) -> None:
    file = filed(planner, "work_plan", plan)
    viewer = in_process(Outreach, known, a_token(site, "outreach", CLERK, Role.VIEWER, scope=("51",)))

    assert taken(viewer, file) == pdf()
    assert rule(begun(viewer, "work_plan", plan, new_id(), pdf())) == "RoleMissing"
    assert rule(viewer.withdraw_file(id=new_id(), fields={"file": file, "reason": "x"})) == "RoleMissing"
    assert rule(viewer.sweep_file(id=new_id(), fields={"file": file})) == "ServicesOnly"


@pytest.mark.parametrize("kind", ["need", "child", "", "work_plan; DROP TABLE file"])
def test_other_things_have_no_files(planner: Outreach, plan: str, kind: str) -> None:
    assert rule(planner.files_of(kind=kind, thing=plan)) == "UnknownKind"
    assert rule(begun(planner, kind, plan, new_id(), pdf())) == "UnknownKind"


def test_a_plan_that_has_ended_keeps_its_files_and_takes_no_more(planner: Outreach, plan: str) -> None:
    file = filed(planner, "work_plan", plan)
    planner.close_work_plan(id=new_id(), fields={"entry": plan, "closed_on": "2022-02-01"})

    assert rule(begun(planner, "work_plan", plan, new_id(), pdf())) == "EntryClosed"
    assert taken(planner, file) == pdf()
    assert planner.files_of(kind="work_plan", thing=plan)["answer"]["closed"]


def test_what_has_not_come_within_an_hour_is_swept_and_may_come_again(
    planner: Outreach, keeper: Outreach, plan: str, owner: Engine
) -> None:
    file, content = new_id(), pdf(size=MEGABYTE + 5)
    begun(planner, "work_plan", plan, file, content)
    brought(planner, file, content)
    assert keeper.sweep_file(id=new_id(), fields={"file": file})["answer"]["swept"] is False
    told(owner, "UPDATE file SET begun_at = begun_at - interval '61 minutes' WHERE id = :file", file=file)

    [listed_due] = [each for each in swept_soon(owner) if each["file"] == file]
    assert keeper.sweep_file(id=new_id(), fields=listed_due)["answer"]["swept"] is True
    assert told(owner, "SELECT * FROM file_piece WHERE file = :file", file=file) == []
    assert rule(brought(planner, file, content, 1)) == "NotFound"
    begun(planner, "work_plan", plan, file, content)
    for number in pieces(content):
        brought(planner, file, content, number)
    assert "answer" in finished(planner, file, content)


def swept_soon(owner: Engine) -> list[dict[str, Any]]:
    with transaction(owner) as session:
        session.execute(text(WHOLE))
        return [each.fields for each in due(session, clock.now()) if each.door == "sweep_file"]


def test_the_database_itself_lets_nobody_rewrite_or_remove_what_stands(
    planner: Outreach, plan: str, owner: Engine, database: Engine
) -> None:
    file = filed(planner, "work_plan", plan)

    for statement in (
        "DELETE FROM file_piece; DELETE FROM file",
        "UPDATE file SET digest = ''",
        "TRUNCATE file CASCADE",
    ):
        with pytest.raises(DBAPIError):
            told(owner, statement)
    with transaction(database) as session:
        session.execute(text(WHOLE))
        with pytest.raises(DBAPIError):
            session.execute(text("UPDATE file_piece SET content = 'x'"))
        session.rollback()
    assert taken(planner, file) == pdf()


def test_nothing_of_a_file_is_told_to_the_world(planner: Outreach, plan: str, owner: Engine) -> None:
    before = told(owner, "SELECT count(*) FROM event_log")
    file = filed(planner, "work_plan", plan, name=f"{MARKER}.pdf")
    planner.withdraw_file(id=new_id(), fields={"file": file, "reason": MARKER})

    assert told(owner, "SELECT count(*) FROM event_log") == before


@pytest.mark.parametrize(
    "name", ["a/b\\c.pdf", '"x"; y=".pdf', "a\r\nb.pdf", "<script>alert(1)</script>", "方" * 500, "\x00"]
)
def test_any_name_is_taken_and_kept_as_words(planner: Outreach, plan: str, name: str) -> None:
    filed(planner, "work_plan", plan, name=name)

    kept = listed(planner, "work_plan", plan)[0]["name"]
    assert kept.isprintable()
    assert len(kept) <= 80
    assert not set(kept) & set('<>"/\\')


@pytest.mark.parametrize(
    "but", [{"name": 7}, {"name": None}, {"name": "x" * 1_001}, {"more": 1}, {"consented_on": "x"}, {"size": "many"}]
)
def test_a_beginning_that_says_something_wrong_is_refused(planner: Outreach, plan: str, but: dict[str, Any]) -> None:
    answer = begun(planner, "work_plan", plan, new_id(), pdf(), **but)

    assert rule(answer).startswith("Field")


def test_a_plan_that_nobody_recorded_has_no_files(planner: Outreach) -> None:
    assert rule(begun(planner, "work_plan", str(uuid4()), new_id(), pdf())) == "NotFound"
