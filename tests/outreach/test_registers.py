"""Registers: away organisations, plans and shared resources are opened, put right and closed the same way."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest

from deploy.demo.world import World, organisation_id
from services.outreach.service import Outreach
from shared.identity import Role
from shared.settings import Settings
from shared.worker import in_process
from tests.builders import AWAY, CITY, COUNTY, ELSEWHERE, LEAGUE, MARKER, a_token
from tests.conftest import Site
from tests.outreach.said import Told, new_id, rule

SEASON_UNITS = iter(each["code"] for each in World().places if each["level"] == "county" and each["code"] > "511")


def an_away_organisation(**but: Any) -> dict[str, Any]:
    return {
        "place": AWAY,
        "organisation": World().away_lead(CITY),
        "opened_on": "2021-12-01",
        "name": MARKER,
        "founded_on": "2018-05-04",
        **but,
    }


def a_resource(**but: Any) -> dict[str, Any]:
    said = {"kind": "venue", "scope": "county", "quantity": 2, "title": MARKER}
    return {"place": COUNTY, "organisation": LEAGUE, "opened_on": "2021-12-01", **said, **but}


def a_plan(unit: str, **but: Any) -> dict[str, Any]:
    named = {"title": MARKER, "file": MARKER}
    return {"place": unit, "organisation": organisation_id("labour", unit), "opened_on": "2021-12-01", **named, **but}


@pytest.fixture
def planner(site: Site, known: Settings) -> Outreach:
    return in_process(Outreach, known, a_token(site, "outreach", UUID(int=11), Role.RECORDER, scope=("51",)))


@pytest.fixture
def unit() -> str:
    return next(SEASON_UNITS)


def test_an_entry_is_told_when_it_is_opened_and_when_it_is_closed(clerk: Outreach, told: Told) -> None:
    entry = clerk.share_resource(id=new_id(), fields=a_resource())["answer"]["entry"]
    clerk.close_resource(id=new_id(), fields={"entry": entry, "closed_on": "2022-01-05"})

    assert [(kind, sign, data["kind"]) for kind, sign, data in told(entry)] == [
        ("ResourceShared", 1, "venue"),
        ("ResourceEnded", 1, "venue"),
    ]
    assert MARKER not in str(told(entry))


def test_putting_an_entry_right_tells_its_opening_anew(clerk: Outreach, told: Told) -> None:
    entry = clerk.share_resource(id=new_id(), fields=a_resource())["answer"]["entry"]
    change = {"entry": entry, "revision": 1, "kind": "vehicle", "scope": "city", "quantity": 3, "title": "面包车"}

    assert clerk.change_resource(id=new_id(), fields=change)["answer"]["revision"] == 2
    assert [(sign, data["kind"]) for _, sign, data in told(entry)] == [(1, "venue"), (-1, "venue"), (1, "vehicle")]
    assert rule(clerk.change_resource(id=new_id(), fields=change)) == "StaleRevision"


def test_what_is_closed_is_neither_changed_nor_closed_again(clerk: Outreach) -> None:
    entry = clerk.share_resource(id=new_id(), fields=a_resource())["answer"]["entry"]
    early = {"entry": entry, "closed_on": "2021-11-30"}
    assert rule(clerk.close_resource(id=new_id(), fields=early)) == "ClosedBeforeOpened"
    clerk.close_resource(id=new_id(), fields={"entry": entry, "closed_on": "2022-01-05"})

    again = {"entry": entry, "closed_on": "2022-01-06"}
    change = {"entry": entry, "revision": 1, "kind": "vehicle", "scope": "city", "quantity": 3, "title": "面包车"}
    assert rule(clerk.close_resource(id=new_id(), fields=again)) == "EntryClosed"
    assert rule(clerk.change_resource(id=new_id(), fields=change)) == "EntryClosed"


@pytest.mark.parametrize(
    ("but", "broken"),
    [
        ({"place": CITY}, "NotAway"),
        ({"founded_on": "2021-12-02"}, "FoundedLater"),
        ({"opened_on": "2022-02-11"}, "DateInFuture"),
        ({"opened_on": "2020-12-02"}, "DateOutsideCampaign"),
        ({"name": " "}, "FieldInvalid"),
    ],
)
def test_what_is_no_away_organisation_is_not_listed(clerk: Outreach, but: dict[str, Any], broken: str) -> None:
    assert rule(clerk.list_away_organisation(id=new_id(), fields=an_away_organisation(**but))) == broken


@pytest.mark.parametrize(("founded_on", "newly"), [("2018-05-04", 0), ("2021-11-20", 1)])
def test_an_away_organisation_is_new_if_it_was_founded_in_the_season(
    clerk: Outreach, told: Told, founded_on: str, newly: int
) -> None:
    fields = an_away_organisation(founded_on=founded_on)
    entry = clerk.list_away_organisation(id=new_id(), fields=fields)["answer"]["entry"]

    [(_, _, data)] = told(entry)
    assert data["newly"] == newly


def test_an_away_organisation_is_put_right_only_as_far_as_it_can_be(clerk: Outreach) -> None:
    entry = clerk.list_away_organisation(id=new_id(), fields=an_away_organisation())["answer"]["entry"]
    change = {"entry": entry, "revision": 1, "name": "驻粤团工委", "founded_on": "2021-12-02"}

    assert rule(clerk.change_away_organisation(id=new_id(), fields=change)) == "FoundedLater"
    assert "answer" in clerk.change_away_organisation(id=new_id(), fields=change | {"founded_on": "2021-11-30"})


def test_a_unit_has_one_plan_at_a_time(planner: Outreach, unit: str, told: Told) -> None:
    first = planner.approve_work_plan(id=new_id(), fields=a_plan(unit))["answer"]["entry"]
    second = a_plan(unit, opened_on="2022-01-10")

    assert rule(planner.approve_work_plan(id=new_id(), fields=second)) == "PlanStands"
    planner.close_work_plan(id=new_id(), fields={"entry": first, "closed_on": "2022-01-10"})
    assert "answer" in planner.approve_work_plan(id=new_id(), fields=second)
    owner = organisation_id("labour", unit)
    assert [kind for kind, _, _ in told(owner)] == ["WorkPlanApproved", "WorkPlanEnded", "WorkPlanApproved"]


def test_of_many_plans_of_a_unit_at_once_one_stands(site: Site, known: Settings, unit: str) -> None:
    def approve(number: int) -> dict[str, Any]:
        token = a_token(site, "outreach", UUID(int=500 + number), Role.RECORDER, scope=("51",))
        answer: dict[str, Any] = in_process(Outreach, known, token).approve_work_plan(id=new_id(), fields=a_plan(unit))
        return answer

    with ThreadPoolExecutor(8) as planners:
        answers = list(planners.map(approve, range(8)))

    assert sum("answer" in each for each in answers) == 1
    assert {rule(each) for each in answers if "refused" in each} == {"PlanStands"}


def test_a_plan_is_put_right_and_shown(planner: Outreach, unit: str) -> None:
    entry = planner.approve_work_plan(id=new_id(), fields=a_plan(unit))["answer"]["entry"]
    planner.change_work_plan(
        id=new_id(), fields={"entry": entry, "revision": 1, "title": "实施方案", "file": "团发〔2021〕3号"}
    )

    shown = planner.work_plan(id=entry)["answer"]
    assert (shown["title"], shown["revision"], shown["opened_on"]) == ("实施方案", 2, "2021-12-01")


def test_an_entry_of_another_place_does_not_exist_for_a_stranger(site: Site, known: Settings, clerk: Outreach) -> None:
    entry = clerk.share_resource(id=new_id(), fields=a_resource())["answer"]["entry"]
    stranger = in_process(Outreach, known, a_token(site, "outreach", scope=(ELSEWHERE[:6],)))

    assert rule(stranger.shared_resource(id=entry)) == "NotFound"
    assert rule(stranger.close_resource(id=new_id(), fields={"entry": entry, "closed_on": "2022-01-05"})) == "NotFound"


def test_the_entries_that_stand_are_listed_page_by_page(planner: Outreach, unit: str) -> None:
    league = organisation_id("league", unit)
    made = [
        planner.share_resource(id=new_id(), fields=a_resource(place=unit, organisation=league, opened_on=on))["answer"]
        for on in ("2021-12-03", "2021-12-01", "2021-12-02")
    ]
    planner.close_resource(id=new_id(), fields={"entry": made[2]["entry"], "closed_on": "2022-01-05"})

    [first] = planner.standing(register="shared_resource", place=unit, limit=1)["answer"]
    [second] = planner.standing(register="shared_resource", place=unit, after=[first["opened_on"], first["entry"]])[
        "answer"
    ]

    assert [first["entry"], second["entry"]] == [made[1]["entry"], made[0]["entry"]]
    assert rule(planner.standing(register="parties")) == "UnknownKind"
