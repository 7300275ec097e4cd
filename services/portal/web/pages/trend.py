"""Trends: one figure of a place day by day; of a ratio, what it divides."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request

from services.portal.web.asking import ask, directory, signed_in
from services.portal.web.board.figures import PER, unit_of
from services.portal.web.board.periods import chosen, shown_until
from services.portal.web.board.told import indicator_name
from services.portal.web.pages.board import place_asked, trail
from services.reporting.indicators import CATALOGUE, parts_of
from services.reporting.schemas import Period
from shared.facts import Ratio

blueprint = Blueprint("trend", __name__, url_prefix="/board/<place>/<indicator>")


@blueprint.get("/trend")
@signed_in
def trend(place: str, indicator: str) -> str:
    """Show how a figure came about, day by day."""
    asked = chosen(directory().frame, request.args.get("period"))
    lines = [_line(place_asked(place).code, code, asked) for code in _counted(indicator)]
    template = "board/trend_part.html" if request.headers.get("HX-Request") else "board/trend.html"
    about = {"trail": trail(place), "place": place, "indicator": indicator, "period": asked}
    return render_template(template, **about, title=indicator_name(indicator), lines=lines)


def _counted(indicator: str) -> tuple[str, ...]:
    """Name the figure itself, or those that a ratio divides."""
    named = CATALOGUE.indicators.get(indicator)
    return parts_of(named) if isinstance(named, Ratio) else (indicator,)


def _line(place: str, indicator: str, asked: Period) -> dict[str, Any]:
    since = _first_day(asked)
    until = max(since, shown_until(asked))
    told = ask("reporting", "series", place=place, indicator=indicator, since=str(since), until=str(until))
    named = told["indicator"]
    per = PER.get(named["unit"], 1)
    return {
        "code": named["code"],
        "label": named["label"],
        "unit": unit_of(named),
        "kind": named["kind"],
        "days": [each["on"] for each in told["days"]],
        "values": [round(each["value"] / per) if per > 1 else each["value"] for each in told["days"]],
    }


def _first_day(asked: Period) -> date:
    """Begin a season with its first working day: nothing happens before."""
    campaign = directory().frame.campaign(asked.season)
    return campaign.starts_on if asked.is_season and campaign else asked.since
