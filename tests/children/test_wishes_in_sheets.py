from uuid import uuid4

from services.children.schemas import SHEETS
from tests.children.builders import Register, rules
from tests.children.test_packs import a_batch
from tests.children.test_pairings import a_student
from tests.children.wishing import a_wish


def test_wishes_handed_in_as_a_sheet_are_taken_down_once_however_often_it_is_sent(register: Register) -> None:
    rows = [{"id": str(uuid4()), **a_wish(register.a_case())} for _ in range(3)]

    first = register.by().enter_many(kind="wish", rows=rows)
    again = register.by().enter_many(kind="wish", rows=rows)

    assert first == again == {"answer": [{"wish": row["id"], "state": "gathered"} for row in rows]}
    assert [each.type for each in register.told()] == ["WishGathered"] * 3


def test_of_a_sheet_with_two_wishes_of_one_child_nothing_is_taken_down(register: Register) -> None:
    case = register.a_case()
    rows = [{"id": str(uuid4()), **a_wish(case)} for _ in range(2)]

    answer = register.by().enter_many(kind="wish", rows=rows)

    assert rules(answer) == [("WishStanding", "case")]
    assert answer["refused"][0]["row"] == 1
    assert register.told() == []


def test_batches_of_packs_and_students_come_in_sheets_too(register: Register) -> None:
    batches = register.by().enter_many(kind="pack_batch", rows=[{"id": str(uuid4()), **a_batch()}])
    students = register.by().enter_many(kind="student", rows=[{"id": str(uuid4()), **a_student()}])

    assert (batches["answer"][0]["stock"], students["answer"][0]["state"]) == (10, "reported")
    assert {"wish", "pack_batch", "pack", "student", "pairing"} <= {each.kind for each in SHEETS}
