"""What waits in returns: the city's to be submitted, its counties' to be looked at, the province's to be decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from services.portal.web.asking import Me
from services.portal.web.inbox.waiting import Source, Waiting, Why, listed
from services.portal.web.returns.deadline import is_locked
from services.portal.web.returns.sheet import period_written
from services.portal.web.shown import instant, place
from services.reporting.facts import WRITABLE, ReturnKind, ReturnState
from shared import clock
from shared.facts import stem
from shared.identity import Role

PROVINCE, CITY, COUNTY = 2, 4, 6
CITY_PAGE, COUNTY_PAGE = "returns.city", "returns.county"


def _returns(me: Me) -> Iterator[Waiting]:
    if not me.has(Role.OFFICER):
        return
    for scope in me.scope:
        if len(scope) == PROVINCE:
            yield from _decided_by_the_province()
        elif len(scope) in {CITY, COUNTY}:
            yield from _near(scope)


def _decided_by_the_province() -> Iterator[Waiting]:
    for row in listed("reporting", "returns_to_decide"):
        title, arguments = f"{place(row['city'])} {_named(row)}待采纳", {"city": row["city"], "month": row["month"]}
        yield Waiting(title, row["city"], row["submitted_at"], CITY_PAGE, arguments, Why.TO_APPROVE)


def _near(scope: str) -> Iterator[Waiting]:
    at = scope.ljust(12, "0")
    shown = listed("reporting", "returns_at", place=at)
    for row in shown["rows"]:
        if ReturnState(row["state"]) not in WRITABLE or is_locked(row):
            continue
        if len(scope) == CITY:
            yield _to_submit(at, row)
        elif row["confirmed_at"] is None:
            yield _to_confirm(at, row)


def _to_submit(city: str, row: Mapping[str, Any]) -> Waiting:
    reminded = f";团省委 {instant(row['reminded_at'])} 提醒" if row["reminded_at"] else ""
    title = f"{_named(row)}待报送,{instant(row['due_at'])} 截止{reminded}"
    return Waiting(title, city, row["opened_at"], CITY_PAGE, {"city": city, "month": row["month"]}, _why(row))


def _to_confirm(county: str, row: Mapping[str, Any]) -> Waiting:
    title = f"{place(stem(county)[:CITY].ljust(12, '0'))}{_named(row)}待本县核对,{instant(row['due_at'])} 截止"
    arguments = {"county": county, "month": row["month"]}
    return Waiting(title, county, row["opened_at"], COUNTY_PAGE, arguments, Why.TO_DO)


def _named(row: Mapping[str, Any]) -> str:
    return f"{period_written(row['month'])}{ReturnKind(row['kind']).label}"


def _why(row: Mapping[str, Any]) -> Why:
    if row["state"] == ReturnState.SENT_BACK.value:
        return Why.RETURNED
    late = row["submitted_at"] is None and clock.now() > datetime.fromisoformat(row["due_at"])
    return Why.OVERDUE if late else Why.TO_DO


RETURNS = (Source("reporting", _returns, (CITY_PAGE, COUNTY_PAGE)),)
