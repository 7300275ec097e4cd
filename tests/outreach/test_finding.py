"""Things of outreach, found by titles that name nobody, and by their ids."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from services.outreach.service import Outreach
from shared.identity import Role
from shared.settings import Settings
from shared.worker import in_process
from tests.builders import LEAGUE, MARKER, a_token, a_visit
from tests.conftest import Site
from tests.outreach.said import new_id
from tests.outreach.test_needs import a_need


def found(doors: Outreach, words: str) -> list[dict[str, Any]]:
    answer: list[dict[str, Any]] = doors.find(words=words)["answer"]
    return answer


def test_what_is_shared_is_found_by_its_title(clerk: Outreach) -> None:
    id = new_id()
    said = {"place": "510100000000", "organisation": LEAGUE, "opened_on": "2022-01-05", "title": "青年之家录播教室"}
    clerk.share_resource(id=id, fields={**said, "kind": "venue", "quantity": 1, "scope": "city"})

    assert found(clerk, "录播") == [
        {"thing": "shared_resource", "id": id, "title": "青年之家录播教室", "place": "510100000000", "on": "2022-01-05"}
    ]


def test_what_people_wrote_about_others_finds_nobody(clerk: Outreach) -> None:
    visit, need = new_id(), new_id()
    assert "answer" in clerk.record(kind="VisitRecorded", id=visit, fields=a_visit(occurred_on="2022-01-05"))
    assert "answer" in clerk.raise_need(id=need, fields=a_need())

    # Other tests give plans and resources such a title, and these are found by it.
    things = {each["thing"] for words in (MARKER, MARKER[:3]) for each in found(clerk, words)}
    assert things <= {"work_plan", "shared_resource"}
    assert [each["thing"] for each in found(clerk, visit)] == ["VisitRecorded"]
    assert [(each["thing"], each["title"]) for each in found(clerk, need[:13])] == [("need", None)]


def test_nobody_finds_what_is_not_theirs(site: Site, known: Settings, clerk: Outreach) -> None:
    visit = new_id()
    clerk.record(kind="VisitRecorded", id=visit, fields=a_visit(occurred_on="2022-01-05"))
    stranger = in_process(Outreach, known, a_token(site, "outreach", scope=("5103",)))
    officer = in_process(Outreach, known, a_token(site, "outreach", uuid4(), Role.OFFICER))
    need = new_id()
    clerk.raise_need(id=need, fields=a_need())

    assert found(stranger, visit) == []
    assert [each["id"] for each in found(officer, visit)] == [visit]
    assert found(officer, need) == []


def test_needs_are_listed_by_their_state_and_either_end_first(clerk: Outreach) -> None:
    owner = new_id()
    sooner, later = (new_id() for _ in range(2))
    for id, due_on in ((sooner, "2022-02-18"), (later, "2022-02-19")):
        assert "answer" in clerk.raise_need(id=id, fields=a_need(due_on=due_on)), owner
    clerk.withdraw_need(id=new_id(), fields={"need": later, "reason": "误录"})

    open_now = [each["id"] for each in clerk.needs(limit=1_000)["answer"]]
    turned = [each["id"] for each in clerk.needs(limit=1_000, newest=True)["answer"]]
    withdrawn = [each["id"] for each in clerk.needs(state="withdrawn", limit=1_000)["answer"]]

    assert open_now == turned[::-1]
    assert sooner in open_now
    assert later in withdrawn
    assert later not in open_now


def test_a_register_lists_what_is_closed_apart(clerk: Outreach) -> None:
    id = new_id()
    said = {"place": "510100000000", "organisation": LEAGUE, "opened_on": "2022-01-05", "title": "场地"}
    clerk.share_resource(id=id, fields={**said, "kind": "venue", "quantity": 1, "scope": "city"})
    clerk.close_resource(id=new_id(), fields={"entry": id, "closed_on": "2022-02-01"})

    stands, closed = (
        [each["entry"] for each in clerk.standing(register="shared_resource", state=state, limit=1_000)["answer"]]
        for state in ("standing", "closed")
    )

    assert (id in stands, id in closed) == (False, True)
