"""Views: what somebody keeps of a list under a name, for their own work."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, text

from services.portal.service import Portal
from services.portal.service.views import MOST_VIEWS
from shared.database import transaction
from shared.identity import Identity, Role, sign, signing_key
from shared.worker import in_process
from tests.builders import LEAGUE
from tests.portal.conftest import Doors
from tests.portal.test_invitations import newcomer
from tests.portal.test_service import rules

TAKEN = ["ViewNameTaken"]


def desk_of(doors: Doors, person: str) -> Portal:
    """Give portal's doors as one registered person sees them."""
    identity = Identity(UUID(person), None, UUID(LEAGUE), frozenset({Role.RECORDER}), ("510104017",))
    return in_process(Portal, doors.known, sign(signing_key(doors.known), "portal", identity, "portal"))


@pytest.fixture
def clerk(doors: Doors) -> Portal:
    return desk_of(doors, newcomer(doors))


def keep(desk: Portal, title: str = "本月走访", id: str | None = None, **but: Any) -> dict[str, Any]:
    fields = {"thing": "VisitRecorded", "title": title, "filters": {"since": "2022-02-01"}, **but}
    return desk.keep_view(id=id or str(uuid4()), fields=fields)


def titles(desk: Portal, thing: str | None = None) -> list[str]:
    return [each["title"] for each in desk.views(thing=thing)["answer"]]


def test_a_view_is_kept_found_renamed_and_forgotten(clerk: Portal) -> None:
    view = keep(clerk)["answer"]["view"]

    found = {"view": view, "thing": "VisitRecorded", "title": "本月走访", "filters": {"since": "2022-02-01"}}
    assert clerk.views(thing="VisitRecorded") == {"answer": [found]}
    assert clerk.views(thing="need") == {"answer": []}
    assert "answer" in clerk.rename_view(id=str(uuid4()), fields={"view": view, "title": "二月走访"})
    assert titles(clerk) == ["二月走访"]
    assert "answer" in clerk.forget_view(id=str(uuid4()), fields={"view": view})
    assert titles(clerk) == []


def test_the_same_call_is_answered_as_the_first_time(clerk: Portal) -> None:
    id = str(uuid4())

    assert keep(clerk, id=id) == keep(clerk, id=id)
    assert titles(clerk) == ["本月走访"]
    assert rules(keep(clerk, "另一个", id=id)) == ["IdAlreadyUsed"]


def test_one_name_stands_for_one_view_of_a_list(clerk: Portal) -> None:
    keep(clerk)
    other = keep(clerk, "全部")["answer"]["view"]

    assert rules(keep(clerk)) == TAKEN
    assert rules(clerk.rename_view(id=str(uuid4()), fields={"view": other, "title": "本月走访"})) == TAKEN
    assert "answer" in clerk.rename_view(id=str(uuid4()), fields={"view": other, "title": "全部"})
    assert "answer" in keep(clerk, thing="need")


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("title", " "),
        ("title", "长" * 41),
        ("thing", "../x"),
        ("filters", {"since": "x" * 201}),
        ("filters", {"_scheme": "a", "A": "b"}),
        ("filters", {f"w-{'a' * n}": "x" for n in range(1, 25)}),
        ("filters", ["since"]),
    ],
)
def test_what_is_no_view_is_refused_by_its_field(clerk: Portal, field: str, wrong: Any) -> None:
    answer = keep(clerk, **{field: wrong})

    assert {each["field"].split(".")[0] for each in answer["refused"]} == {field}


def test_nobody_sees_or_changes_the_views_of_others(doors: Doors, clerk: Portal) -> None:
    view = keep(clerk)["answer"]["view"]
    others = (desk_of(doors, newcomer(doors)), doors.person(Role.OFFICER, scope=("51",)))

    for other in others:
        assert other.views()["answer"] == []
        assert rules(other.forget_view(id=str(uuid4()), fields={"view": view}))[0] == "NotFound"
        assert rules(other.rename_view(id=str(uuid4()), fields={"view": view, "title": "我的"}))[0] == "NotFound"
    assert titles(clerk) == ["本月走访"]


def test_the_database_itself_shows_views_to_nobody_outside(owner: Engine, clerk: Portal) -> None:
    keep(clerk)

    with transaction(owner) as session:
        assert session.scalar(text("SELECT count(*) FROM saved_view")) == 0


def test_there_are_so_many_views_and_no_more_however_many_windows_keep_at_once(clerk: Portal) -> None:
    for number in range(MOST_VIEWS - 1):
        assert "answer" in keep(clerk, f"视图 {number}")

    with ThreadPoolExecutor(4) as windows:
        answers = list(windows.map(lambda number: keep(clerk, f"末 {number}"), range(4)))

    assert sorted("answer" in each for each in answers) == [False, False, False, True]
    assert {rules(each)[0] for each in answers if "refused" in each} == {"TooManyViews"}


def test_views_go_with_the_work_when_an_account_is_handed_over(doors: Doors) -> None:
    leaving, staying = newcomer(doors), newcomer(doors)
    theirs, mine = desk_of(doors, leaving), desk_of(doors, staying)
    keep(theirs, "待签领")
    keep(theirs, "本月走访")
    keep(mine, "本月走访")

    doors.person(Role.OFFICER, scope=("5101",)).hand_over(id=str(uuid4()), fields={"person": leaving, "to": staying})

    assert titles(mine) == ["待签领", "本月走访", "本月走访(移交)"]
    assert titles(theirs) == []


def test_whoever_leaves_without_a_successor_leaves_no_views(doors: Doors, register_leaver: Callable[[], str]) -> None:
    leaving = register_leaver()

    doors.person(Role.OFFICER, scope=("5101",)).close_account(id=str(uuid4()), fields={"person": leaving})

    assert titles(desk_of(doors, leaving)) == []


@pytest.fixture
def register_leaver(doors: Doors) -> Callable[[], str]:
    def register() -> str:
        leaving = newcomer(doors)
        assert "answer" in keep(desk_of(doors, leaving))
        return leaving

    return register
