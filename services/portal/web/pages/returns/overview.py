"""Where returns stand: to a city and a county its own over time, to the province those of all cities."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import render_template, request

from services.portal.web.asking import ask, me, signed_in
from services.portal.web.pages.returns.room import blueprint
from services.portal.web.returns.speaking import PROVINCE, speaks_for
from services.reporting.facts import ReturnState
from shared.facts import stem

COUNTY_STEM = 6
CITY_STEM = 4
UNSUBMITTED = {ReturnState.DRAFT.value, ReturnState.SENT_BACK.value}


@blueprint.get("/")
@signed_in
def overview() -> str:
    """Show the returns that are near to whoever signed in."""
    if me().covers(stem(PROVINCE)):
        return _province()
    return render_template("returns/near.html", near=[_near(each) for each in me().scope if each.startswith("51")])


def _province() -> str:
    shown = ask("reporting", "returns", month=request.args.get("month"))
    waiting = [each["city"] for each in shown["rows"] if each["state"] in UNSUBMITTED]
    may_remind = speaks_for(PROVINCE, "remind_city")
    return render_template("returns/province.html", returns=shown, waiting=waiting if may_remind else (), call=uuid4())


def _near(scope: str) -> dict[str, Any]:
    place = scope[:COUNTY_STEM].ljust(12, "0")
    shown = ask("reporting", "returns_at", place=place if len(scope) <= COUNTY_STEM else scope)
    return {"place": place, "is_city": len(scope) == CITY_STEM, "is_county": len(scope) == COUNTY_STEM, **shown}
