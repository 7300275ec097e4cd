"""What the state tables say equals what a count of the event log says, after a season with corrections."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, time
from random import Random
from typing import Any

import pytest
from sqlalchemy import Row

from deploy.demo.volunteers import stories
from deploy.demo.world import World
from services.volunteers.facts import INDICATORS
from shared.clock import SHANGHAI
from shared.facts import Counted, Distinct, Ratio, Stock, Sum, facts_of
from shared.identity import Role
from tests.builders import CHIEF, CLERK
from tests.volunteers.conftest import Office

COUNTED = [each for each in INDICATORS if not isinstance(each, Ratio)]
SPEAKERS = {"recorder": (Role.RECORDER, CLERK), "approver": (Role.APPROVER, CHIEF)}
Told = Row[Any]
Cell = tuple[str, str, str, str | None]


@pytest.fixture(scope="module")
def season() -> list[str]:
    """Remember which doors the season has passed, once it is told."""
    return []


@pytest.fixture
def told(office: Office, world: World, season: list[str]) -> list[Told]:
    """Tell a demo season once, with a correction here and there, and give the log."""
    office.scope = "51"
    if not season:
        steps = [step for story in stories(Random(59), world, 600) for step in story]
        for step in sorted(steps, key=lambda each: each.on):
            office.now = datetime.combine(step.on, time(12), SHANGHAI)
            office.role, office.person = SPEAKERS[step.by]
            office.ask(step.door, **step.arguments)
        office.role, office.person = SPEAKERS["recorder"]
        season.extend({step.door for step in steps})
    return office.told()


def leaf(fact: Told) -> str:
    return str(fact.place if fact.place.startswith("51") else fact.home)


def breakdowns(indicator: Counted, data: Mapping[str, Any]) -> list[str]:
    return ["", *(f"{by}={data[by]}" for by in indicator.by)]


def counted(indicator: Sum | Distinct, log: list[Told]) -> Counter[Cell]:
    total: Counter[Cell] = Counter()
    for fact in log:
        for breakdown in breakdowns(indicator, fact.data):
            item = fact.data[indicator.key] if isinstance(indicator, Distinct) else None
            total[leaf(fact), str(fact.occurred_on), breakdown, item] += fact.sign * amount(indicator, fact.data)
    return total


def amount(indicator: Sum | Distinct, data: Mapping[str, Any]) -> int:
    if any(data[name] != code for name, code in indicator.where.items()):
        return 0
    of = indicator.of if isinstance(indicator, Sum) else 1
    return of if isinstance(of, int) else int(data[of])


def said(rows: list[dict[str, Any]]) -> Counter[Cell]:
    total: Counter[Cell] = Counter()
    for row in rows:
        total[row["place"], row["on"], row["breakdown"], row["item"]] += row["value"]
    return total


def states(indicator: Stock, log: list[Told]) -> dict[tuple[str, str, str], str | int]:
    reversed_ids = {fact.reverses for fact in log}
    standing = [fact for fact in log if fact.sign == 1 and fact.fact_id not in reversed_ids]
    values = {kind.__name__: value for kind, value in indicator.told.items()}
    return {
        (fact.data[indicator.key], str(fact.occurred_on), breakdown): values[fact.type]
        for fact in sorted(standing, key=lambda each: (each.occurred_on, each.recorded_at))
        for breakdown in breakdowns(indicator, fact.data)
    }


@pytest.mark.parametrize("indicator", COUNTED, ids=lambda each: each.code)
def test_the_tables_say_what_was_told(office: Office, told: list[Told], indicator: Counted) -> None:
    kinds = {kind.__name__ for kind in facts_of(indicator)}
    log = [fact for fact in told if fact.type in kinds]
    rows = sorted(office.counts(indicator.code), key=lambda row: row["turn"])

    if isinstance(indicator, Stock):
        assert {(row["item"], row["on"], row["breakdown"]): row["value"] for row in rows} == states(indicator, log)
    else:
        assert said(rows) == counted(indicator, log)
    assert log


def test_a_demo_season_opens_and_corrects_and_closes(told: list[Told], season: list[str]) -> None:
    registers = {"open_station", "change_station", "close_station", "publish_project", "change_project"}
    people = {"recruit_volunteer", "change_volunteer"}
    away = {"record", "amend", "withdraw", "form_away_team", "dissolve_away_team"}
    signing = {"sign_up", "withdraw_sign_up", "swap_sign_ups"}
    shifts = {"open_shift", "cancel_shift", "complete_shift", "withdraw_shift"}
    standing = {"check_in", "check_out", "void_attendance"}
    making_up = {"ask_make_up", "approve_make_up", "refuse_make_up"}

    assert set(season) == registers | people | away | signing | shifts | standing | making_up
    assert any(fact.sign == -1 for fact in told)


def test_a_demo_season_plans_every_shift_weeks_ahead_and_speaks_of_it_when_it_is_over(world: World) -> None:
    steps = [step for story in stories(Random(1), world, 500) for step in story]
    for step in steps:
        fields = step.arguments.get("fields", {})
        if step.door == "open_shift":
            assert (datetime.fromisoformat(fields["starts_at"]).date() - step.on).days >= 14
        if "at" in fields:
            assert datetime.fromisoformat(fields["at"]).date() < step.on


def test_every_story_of_a_demo_season_goes_forward_in_time(world: World) -> None:
    for story in stories(Random(1), world, 500):
        assert [step.on for step in story] == sorted(step.on for step in story)


def test_a_demo_season_is_the_same_for_the_same_seed(world: World) -> None:
    assert list(stories(Random(3), world, 200)) == list(stories(Random(3), world, 200))
