from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.outreach.service import Outreach
from shared.identity import service_identity, sign, signing_key
from shared.settings import Settings
from shared.worker import in_process
from tests.builders import LEAGUE, MARKER, TOWNSHIP, ready
from tests.children.builders import Register, a_visit, rules
from tests.children.test_wishes_races import at_once, verdicts
from tests.eventually import eventually
from tests.shared.answering import Answering

Answers = Callable[[str, dict[str, Any]], dict[str, Any]]


def visited(register: Register, case: UUID, id: str = "", **but: Any) -> str:
    """Find on a visit that a child needs to see a doctor."""
    visit, found = id or str(uuid4()), {"follow_up": "need", "need": "medical", "note": MARKER}
    answer = register.by().record(kind="ChildVisited", id=visit, fields=a_visit(case, **{**found, **but}))
    assert "answer" in answer, answer
    return visit


def pass_on(register: Register, visit: str) -> dict[str, Any]:
    return register.by_itself().pass_on_need(id=str(uuid4()), fields={"visit": visit})


def waits(register: Register, visit: str) -> bool:
    listed = {str(each.subject) for each in register.due() if each.rule == "need_waits"}
    shown = {each["visit"] for each in register.by().needs_waiting(place=TOWNSHIP, limit=1_000)["answer"]}
    assert (visit in listed) == (visit in shown)
    return visit in listed


def outreach(register: Register, answers: Answers) -> Answering:
    return Answering(register.site.broker_uri("outreach"), "outreach", answers)


def takes(_method: str, _arguments: dict[str, Any]) -> dict[str, Any]:
    return {"answer": {}}


def test_a_need_that_a_visit_named_is_passed_on_once_and_names_no_child(register: Register) -> None:
    case = register.a_case()
    visit = visited(register, case)
    assert waits(register, visit)

    with outreach(register, takes) as asked:
        answer = pass_on(register, visit)["answer"]

    ((method, said),) = asked.calls
    assert (method, said["id"]) == ("raise_need", answer["need"])
    assert said["fields"] == {
        "place": TOWNSHIP,
        "organisation": LEAGUE,
        "about": "children",
        "category": "medical",
        "owner": LEAGUE,
        "raised_on": "2021-12-12",
        "due_on": "2021-12-26",
    }
    assert not waits(register, visit)
    assert rules(pass_on(register, visit)) == [("NeedSettled", "visit")]


def test_outreach_itself_takes_the_need(register: Register) -> None:
    known = ready(register.site, "outreach")
    ours = Settings("children", register.site.secrets, "test")
    token = sign(signing_key(ours), "children", service_identity("children"), "outreach")
    visit = visited(register, register.a_case())

    with outreach(register, lambda method, said: getattr(in_process(Outreach, known, token), method)(**said)):
        # Outreach's first answer may take longer than children waits for: asked again, the need is recognised.
        answer = eventually("the need is passed on", lambda: pass_on(register, visit).get("answer"), within=30.0)

    assert answer
    assert answer["state"] == "passed_on"


def test_while_outreach_is_away_the_visit_stands_and_its_need_waits(register: Register) -> None:
    visit = visited(register, register.a_case())

    assert [each[0] for each in rules(pass_on(register, visit))] == ["ServiceAway"]

    assert [each.type for each in register.told()] == ["ChildVisited"]
    assert waits(register, visit)
    with outreach(register, takes):
        assert "answer" in pass_on(register, visit)


def test_a_need_that_outreach_refuses_waits_and_the_refusal_is_answered(register: Register) -> None:
    visit = visited(register, register.a_case())
    refusal = {"rule": "CampaignClosed", "field": "raised_on", "message": "已截止"}

    with outreach(register, lambda _method, _arguments: {"refused": [refusal]}):
        assert rules(pass_on(register, visit)) == [("CampaignClosed", "raised_on")]

    assert waits(register, visit)


@pytest.mark.parametrize("withdrawn", [True, False])
def test_a_need_of_a_visit_that_says_so_no_more_is_dropped(register: Register, *, withdrawn: bool) -> None:
    case = register.a_case()
    visit = visited(register, case)
    if withdrawn:
        register.by().withdraw(kind="ChildVisited", id=visit, reason="填错了")
    else:
        register.by().amend(kind="ChildVisited", id=visit, revision=1, fields=a_visit(case))

    with outreach(register, takes) as asked:
        assert pass_on(register, visit)["answer"] == {"need": None, "state": "dropped"}

    assert asked.calls == []
    assert not waits(register, visit)


def test_a_need_that_an_amendment_names_waits_and_one_passed_on_is_not_asked_for_again(register: Register) -> None:
    case, visit = register.a_case(), str(uuid4())
    register.by().record(kind="ChildVisited", id=visit, fields=a_visit(case))
    fields = a_visit(case, follow_up="need", need="school")
    register.by().amend(kind="ChildVisited", id=visit, revision=1, fields=fields)

    with outreach(register, takes) as asked:
        pass_on(register, visit)
        register.by().amend(kind="ChildVisited", id=visit, revision=2, fields={**fields, "need": "money"})

    assert [each["fields"]["category"] for _, each in asked.calls] == ["school"]
    assert not waits(register, visit)


def test_of_many_who_pass_a_need_on_at_once_one_does(register: Register) -> None:
    visit = visited(register, register.a_case())

    with outreach(register, takes) as asked:
        answers = at_once([lambda: pass_on(register, visit)] * 6)

    assert verdicts(answers) == {"answer": 1, "NeedSettled": 5}
    assert len(asked.calls) == 1


@pytest.mark.parametrize(
    ("but", "rule", "field"),
    [
        ({"follow_up": "need"}, "NeedKindMissing", "need"),
        ({"follow_up": "soon", "need": "money"}, "NeedKindUncalledFor", "need"),
        ({"topics": ["care"], "concerns": ["mood"]}, "ConcernNotChecked", "concerns"),
    ],
)
def test_what_a_visit_found_is_refused(register: Register, but: dict[str, Any], rule: str, field: str) -> None:
    case = register.a_case()

    answer = register.by().record(kind="ChildVisited", id=str(uuid4()), fields=a_visit(case, **but))

    assert rules(answer) == [(rule, field)]
    assert register.told() == []


def test_a_need_of_another_county_is_as_unknown_as_one_that_does_not_exist(register: Register) -> None:
    visit = visited(register, register.a_case())
    elsewhere = register.by("510105")

    assert rules(elsewhere.pass_on_need(id=str(uuid4()), fields={"visit": visit})) == [("NotFound", "visit")]
    assert rules(pass_on(register, str(uuid4()))) == [("NotFound", "visit")]


def test_a_need_waits_as_long_as_it_takes(register: Register) -> None:
    visit = visited(register, register.a_case())
    (due,) = (each for each in register.due() if str(each.subject) == visit)
    register.on(date(2022, 2, 20))

    assert [each for each in register.due() if str(each.subject) == visit] == [due]
