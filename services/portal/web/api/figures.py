"""Figures of places in months and seasons, and what stands behind each."""

from __future__ import annotations

from typing import Any

from flask import Response

from services.portal.web.api.asked import BehindAsked, PeriodAsked, RollupAsked, SeriesAsked, next_after
from services.portal.web.api.bearer import ask
from services.portal.web.api.resource import Resources, answer
from services.portal.web.api.shapes import CorrectionsBehind, Done, FactsBehind, Rollup, Series, YearOnYear

blueprint = Resources("api_figures", __name__, description="数字:汇总、逐日、同比,和数字背后的逐条记录")


@blueprint.resource(
    "GET",
    "/rollup",
    name="rollup",
    summary="一个地点和它的下级在一个统计期的全部数字",
    asks=RollupAsked,
    answers=Rollup,
)
def rollup(asked: dict[str, Any]) -> Response:
    """Show every figure of a place and of those directly below."""
    lines = [each.value for each in asked["lines"]] if asked["lines"] else None
    return answer(ask("reporting", "rollup", **{**asked, "lines": lines}))


@blueprint.resource("GET", "/series", name="series", summary="一个数字逐日的变化", asks=SeriesAsked, answers=Series)
def series(asked: dict[str, Any]) -> Response:
    """Show one figure day by day."""
    return answer(ask("reporting", "series", **asked))


@blueprint.resource(
    "GET", "/facts-behind", name="facts_behind", summary="一个数字背后的逐条记录", asks=BehindAsked, answers=FactsBehind
)
def facts_behind(asked: dict[str, Any]) -> Response:
    """List what a figure counts; reporting keeps who looked."""
    found = ask("reporting", "facts_behind", **asked)
    return answer({**found, "next": next_after(found["next"])})


@blueprint.resource(
    "GET",
    "/corrections-behind",
    name="corrections_behind",
    summary="一个数字曾计入、后更正或撤回的记录",
    asks=BehindAsked,
    answers=CorrectionsBehind,
)
def corrections_behind(asked: dict[str, Any]) -> Response:
    """List what a figure counted once."""
    found = ask("reporting", "corrections_behind", **asked)
    return answer({**found, "next": next_after(found["next"])})


@blueprint.resource(
    "GET", "/year-on-year", name="year_on_year", summary="与上年同期比较", asks=PeriodAsked, answers=YearOnYear
)
def year_on_year(asked: dict[str, Any]) -> Response:
    """Compare with a year before."""
    return answer(ask("reporting", "year_on_year", **asked))


@blueprint.resource("GET", "/freshness", name="freshness", summary="数字截至何时,还差多少", answers=Done)
def freshness() -> Response:
    """Tell how far the figures are behind."""
    return answer(ask("reporting", "freshness"))
