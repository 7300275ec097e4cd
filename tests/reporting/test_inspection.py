"""What a return is checked against is gathered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from services.reporting.returns.inspection import inspect
from services.reporting.schemas import period_of
from shared.refusals import Refused
from shared.worker import open_desk
from shared.worker.colleagues import ServiceAway
from tests.builders import CITY, a_token
from tests.reporting.asked import Asked, visit

TODAY = date(2022, 2, 10)


def inspected(asked: Asked, period: str, suspicions: Mapping[str, dict[str, int]] | None = None) -> dict[str, str]:
    """Inspect figures that say nothing; services answer what is told of them, or else are away."""

    def answers(service: str, method: str, /, **about: Any) -> Any:
        assert (method, about["place"]) == ("open_suspicions", CITY)
        if suspicions is None:
            raise Refused([ServiceAway("service", name=service)])
        return suspicions.get(service, {})

    with open_desk(asked.known, a_token(asked.site, "reporting", uuid4())) as desk:
        found = inspect(
            replace(desk, ask=answers),
            CITY,
            period_of(period),
            {"visits": {"": 100}} if period == "2021-12" else {},
            {},
        )
    return {each.rule: each.message for each in found}


def test_a_month_is_held_against_the_one_before(asked: Asked) -> None:
    asked.told(*(visit(occurred_on=date(2021, 11, 20)) for _ in range(10)))

    assert "由上期 10 户次变为本期 100 户次" in inspected(asked, "2021-12", {})["jump.care"]
    assert inspected(asked, "2021-11", {}) == {}


def test_a_line_that_says_nothing_is_held_against_the_last_seven_days(asked: Asked) -> None:
    asked.told(visit(occurred_on=TODAY), visit(occurred_on=date(2022, 2, 4)), visit(occurred_on=date(2022, 2, 3)))

    assert "走访户次 2 户次" in inspected(asked, "2022-01", {})["silent.care"]


def test_every_service_that_keeps_acts_is_asked_for_suspicions(asked: Asked) -> None:
    said = inspected(asked, "2021-12", {"outreach": {"走访": 2}, "jobs": {"创业训练营": 1}})

    assert said == {"suspicions": "有 3 对疑似重复的记录尚未合并或判明:创业训练营 1 对、走访 2 对"}


def test_services_that_are_away_are_named(asked: Asked) -> None:
    said = inspected(asked, "2021-12")["suspicions_unknown"]

    assert all(each in said for each in ("outreach", "jobs", "volunteers", "children"))
