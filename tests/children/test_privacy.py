import json
import logging
from io import StringIO
from uuid import uuid4

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy.exc import ProgrammingError

from shared.telemetry import configure
from tests.builders import MARKER, TOWNSHIP
from tests.children.builders import DECEMBER, OTHER_TOWNSHIP, Register, a_closing, a_move, a_visit, an_opening

TABLES = ("act", "child_case", "stay", "house", "companion", "hand_over", "parent_return", "silence", "visit_need")


def visited(register: Register) -> None:
    """Leave a row about a child in every table that holds one."""
    case, doors = register.a_case(), register.by()
    fields = a_visit(case, follow_up="need", need="money", occurred_on=str(DECEMBER))
    assert "answer" in doors.record(kind="ChildVisited", id=str(uuid4()), fields=fields)
    register.a_home()
    here = a_move(case, place=TOWNSHIP, companion=register.a_companion(), moved_on=str(DECEMBER))
    assert "answer" in doors.move_case(id=str(uuid4()), fields=here)
    known = {"parent": "father", "status": "planned", "as_of": str(DECEMBER), "source": "parent"}
    assert "answer" in doors.note_return(id=str(uuid4()), fields={"case": str(case), **known})
    assert "answer" in register.by_itself().check_contacts(id=str(uuid4()), fields={"on": "2022-01-10"})


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("scope", [None, "510105", "5102", '"510105","52"'])
def test_a_raw_select_in_another_scope_or_in_none_finds_nothing(
    register: Register, table: str, scope: str | None
) -> None:
    visited(register)

    assert register.raw(f"SELECT * FROM {table} WHERE place = '{TOWNSHIP}'", scope=scope) == []  # noqa: S608


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("scope", [TOWNSHIP, "510104", "51", '"510105","510104"'])
def test_a_raw_select_in_the_scope_finds_the_rows(register: Register, table: str, scope: str) -> None:
    visited(register)

    assert register.raw(f"SELECT * FROM {table} WHERE place = '{TOWNSHIP}'", scope=scope)  # noqa: S608


@pytest.mark.parametrize("table", TABLES)
def test_the_owner_of_the_tables_sees_no_more_than_anybody(register: Register, table: str) -> None:
    visited(register)

    with psycopg.connect(register.site.owner_url("children")) as owner:
        assert owner.execute(SQL("SELECT * FROM {}").format(Identifier(table))).fetchall() == []


def test_a_raw_update_in_another_scope_changes_nothing(register: Register) -> None:
    case = register.a_case()

    change = "UPDATE child_case SET sex = 'male' WHERE id = :case RETURNING id"
    assert register.raw(change, scope="510105", case=case) == []


def test_a_raw_update_cannot_push_a_case_out_of_the_scope(register: Register) -> None:
    case = register.a_case()

    with pytest.raises(ProgrammingError, match="row-level security"):
        register.raw(f"UPDATE child_case SET place = '{OTHER_TOWNSHIP}' WHERE id = :case", scope="510104", case=case)  # noqa: S608


@pytest.mark.parametrize("table", TABLES)
def test_the_application_deletes_nobody(register: Register, table: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        register.raw(f"DELETE FROM {table}", scope='""')  # noqa: S608


def a_whole_winter(register: Register) -> list[str]:
    """Go through every door, refusals among them, and name what may not be seen outside."""
    case, visit, companion = uuid4(), uuid4(), register.a_companion()
    opening = an_opening(born_month="2013-07", guardian="nobody", companion=companion)
    doors = register.by("5101")
    doors.open_case(id=str(case), fields=opening)
    doors.open_case(id=str(uuid4()), fields=opening | {"born_month": "1999-07", "name": MARKER})
    doors.open_case(id=str(uuid4()), fields=opening | {"born_month": "1999-07"})
    doors.record(kind="ChildVisited", id=str(visit), fields=a_visit(case, note=MARKER, follow_up="report"))
    doors.record(kind="ChildVisited", id=str(uuid4()), fields=a_visit(uuid4(), note=MARKER))
    amended = a_visit(case, note=MARKER * 2, topics=["mood"], follow_up="need", need="medical")
    doors.amend(kind="ChildVisited", id=str(visit), revision=1, fields=amended)
    known = {"parent": "mother", "status": "left_again", "as_of": "2021-12-13", "source": "guardian"}
    doors.note_return(id=str(uuid4()), fields={"case": str(case), **known})
    doors.note_return(id=str(uuid4()), fields={"case": str(case), **known, "status": "not_returning"})
    doors.move_case(id=str(uuid4()), fields=a_move(case))
    doors.withdraw(kind="ChildVisited", id=str(visit), reason=MARKER)
    doors.close_case(id=str(uuid4()), fields=a_closing(case))
    return [
        str(case),
        case.hex,
        "2013-07",
        "1999-07",
        "nobody",
        "report",
        "mood",
        "medical",
        "not_returning",
        companion,
        MARKER[:4],
    ]


def test_nothing_that_was_told_holds_the_case_the_birth_the_guardian_or_a_note(register: Register) -> None:
    secrets = a_whole_winter(register)

    told = register.told()
    assert [each.type for each in told].count("ChildVisited") == 4
    text = json.dumps([each._asdict() for each in told], default=str, ensure_ascii=False)
    assert [each for each in secrets if each in text] == []


def test_no_log_line_holds_the_case_the_birth_the_guardian_or_a_note(register: Register) -> None:
    lines = StringIO()
    before = logging.getLogger().handlers[:]
    configure("children", lines)
    try:
        secrets = a_whole_winter(register)
        register.by("5101").record(kind="ChildVisited", id=secrets[0], fields={"place": ["\0"], "note": MARKER})
    finally:
        logging.getLogger().handlers[:] = before

    assert [each for each in secrets if each in lines.getvalue()] == []
