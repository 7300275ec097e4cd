"""A winter's days must be such that figures can be added up over it, and it is read-only when it has closed."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from deploy.seasons import SPRING_FESTIVALS, campaign, usual_days
from deploy.seed import WINTER
from tests.portal.conftest import Doors

FESTIVAL = date(2035, 2, 8)


def a_winter(season: str = "2034-35", **but: Any) -> dict[str, Any]:
    return {**campaign(season, usual_days(season, FESTIVAL)), **but}


def opened(doors: Doors, **but: Any) -> dict[str, Any]:
    answer: dict[str, Any] = doors.service("operator").open_campaign(id=str(uuid4()), fields=a_winter(**but))
    return answer


def rules(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["rule"], each["field"]) for each in answer["refused"]]


def test_the_usual_days_are_those_of_the_winter_that_the_notice_is_about() -> None:
    assert campaign("2021-22", usual_days("2021-22", SPRING_FESTIVALS[2022])) == WINTER


def test_a_winter_is_opened_and_its_days_are_changed(doors: Doors) -> None:
    first, second = opened(doors)["answer"]["version"], opened(doors, closes_on="2035-05-15")["answer"]["version"]

    assert second == first + 1


@pytest.mark.parametrize(
    ("but", "rule"),
    [
        ({"ends_on": "2034-10-31"}, ("CampaignDaysReversed", "starts_on")),
        ({"closes_on": "2035-03-01"}, ("CampaignDaysReversed", "starts_on")),
        ({"season": "2035-36"}, ("CampaignElsewhere", "id")),
        ({"id": "2034-36"}, ("CampaignElsewhere", "id")),
        ({"months": ["2034-11", "2034-12"]}, ("CampaignMonthsOff", "months")),
    ],
)
def test_days_that_figures_cannot_be_added_up_over_are_refused(
    doors: Doors, but: dict[str, Any], rule: tuple[str, str]
) -> None:
    but = {"id": "2034-35", **but}
    if "season" in but:
        but["id"] = but.pop("season")
    assert rule in rules(doors.service("operator").open_campaign(id=str(uuid4()), fields=a_winter(**but)))


def test_two_winters_do_not_share_a_day(doors: Doors) -> None:
    opened(doors)
    days = {"starts_on": "2035-03-01", "travel_starts_on": "2035-03-02", "homeward_ends_on": "2035-03-03"}
    days |= {"travel_ends_on": "2035-03-04", "ends_on": "2035-04-30", "closes_on": "2035-05-01"}
    other = {"id": "2033-34", **days, "months": ["2035-03", "2035-04"]}

    answer = doors.service("operator").open_campaign(id=str(uuid4()), fields=other)

    assert ("CampaignsOverlap", "starts_on") in rules(answer)


def test_a_winter_that_has_closed_is_not_changed_and_told_again_as_it_is_it_stands(doors: Doors) -> None:
    over = campaign("2018-19", usual_days("2018-19", date(2019, 2, 5)))
    first = doors.service("operator").open_campaign(id=str(uuid4()), fields=over)

    changed = doors.service("operator").open_campaign(id=str(uuid4()), fields={**over, "closes_on": "2019-05-31"})
    again = doors.service("operator").open_campaign(id=str(uuid4()), fields=over)

    assert rules(changed) == [("CampaignOver", "id")]
    assert ("answer" in first, "answer" in again) == (True, True)
