"""nuandong rollup: the figures of a place and of the places below it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import click

from deploy.commands.answers import print_json, print_table
from deploy.site import operator
from services.reporting.indicators import CATALOGUE
from shared.facts import Line
from shared.settings import secrets_home

PROVINCE = "510000000000"
KINDS = {"sum": "Σ", "distinct": "D", "stock": "S", "ratio": "R"}


@click.command("rollup")
@click.option("--place", default=PROVINCE, show_default=True, help="The code of a place.")
@click.option("--period", default="2021-22", show_default=True, help="A month such as 2021-12, or a season.")
@click.option(
    "--line", "lines", type=click.Choice([each.value for each in Line]), multiple=True, help="Only this line."
)
@click.option("--parts", is_flag=True, help="This place alone, each figure with its breakdowns.")
@click.option("--compare", is_flag=True, help="This place alone, each figure beside that of the year before.")
@click.option("--json", "as_json", is_flag=True, help="Answer what reporting answers, as JSON.")
def command(place: str, period: str, lines: tuple[str, ...], *, parts: bool, compare: bool, as_json: bool) -> None:
    """Show every figure of a place and of the places directly below it."""
    with operator(secrets_home()) as rpc:
        if compare:
            compared = rpc.call("reporting", "year_on_year", deadline=10.0, place=place, period=period)
            print_json(compared) if as_json else print_compared(compared, lines)
            return
        rolled = rpc.call("reporting", "rollup", deadline=10.0, place=place, period=period, lines=list(lines) or None)
    if as_json:
        print_json(rolled)
        return
    if parts:
        print_parts(rolled)
        return
    for line in dict.fromkeys(each["line"] for each in rolled["indicators"]):
        _print_line(rolled, Line(line))


def _print_line(rolled: dict[str, Any], line: Line) -> None:
    shown = [each for each in rolled["indicators"] if each["line"] == line]
    places = [(rolled["place"], rolled["figures"]), *((each["place"], each["figures"]) for each in rolled["children"])]
    rows = [
        [place["name"], *(figure_of(figures[each["code"]], each["unit"]) for each in shown)]
        for place, figures in places
    ]
    print_table(f"{line.label} · {rolled['period']}", ["地点", *(header_of(each) for each in shown)], rows)


def print_parts(rolled: dict[str, Any]) -> None:
    """Print every figure of one place, with its kind and what it consists of."""
    in_order = sorted(rolled["indicators"], key=lambda each: list(Line).index(Line(each["line"])))
    rows = [(Line(each["line"]).label, *_with_parts(each, rolled["figures"][each["code"]])) for each in in_order]
    print_table(f"{rolled['place']['name']} · {rolled['period']}", ("行动", "指标", "类", "数", "其中"), rows)


def print_compared(compared: dict[str, Any], lines: Sequence[str]) -> None:
    """Print every figure of one place beside that of the year before."""
    in_order = sorted(compared["indicators"], key=lambda each: list(Line).index(Line(each["line"])))
    rows = [
        (Line(each["line"]).label, header_of(each), KINDS[each["kind"]], *_beside(each, compared["figures"]))
        for each in in_order
        if not lines or each["line"] in lines
    ]
    so_far = "" if compared["over"] else "(至今)"
    columns = ("行动", "指标", "类", f"{compared['period']}{so_far}", compared["before"], "增减", "%")
    print_table(f"{compared['place']['name']} · 同比", columns, rows)


def _beside(indicator: dict[str, Any], figures: dict[str, Any]) -> tuple[Any, ...]:
    said, unit = figures[indicator["code"]], indicator["unit"]
    now, before = (figure_of(said[name], unit) if said[name] else None for name in ("now", "before"))
    return now, before, figure_of({"value": said["change"]}, unit), said["rate"]


def _with_parts(indicator: dict[str, Any], figure: dict[str, Any]) -> tuple[str, str, Any, str]:
    unit, labels = indicator["unit"], _labels(indicator["code"])
    parts = [
        f"{labels.get(name, name)} {figure_of({'value': value}, unit)}"
        for name, value in sorted(figure.get("breakdowns", {}).items())
    ]
    if "part" in figure:
        parts = [f"{figure['part']} / {figure['whole']}"]
    return header_of(indicator), KINDS[indicator["kind"]], figure_of(figure, unit), "、".join(parts)


@cache
def _labels(code: str) -> dict[str, str]:
    """Give the Chinese label of each part of an indicator, named field=code."""
    return {f"{slot.name}={each.value}": each.label for slot in CATALOGUE.broken_down_by(code) for each in slot.type}


def header_of(indicator: dict[str, Any]) -> str:
    """Name an indicator with the unit that is shown: money in 元, service time in hours."""
    unit = {"分": "元", "分钟": "小时"}.get(indicator["unit"], indicator["unit"])
    return f"{indicator['label']}({unit})"


def figure_of(figure: dict[str, Any], unit: str) -> int | str | None:
    """Show a figure; fen and minutes are rounded here and nowhere before."""
    value: int | float | None = figure["value"]
    if value is None or unit not in {"分", "分钟", "%"}:
        return value if value is None or isinstance(value, int) else f"{value:g}"
    return f"{value}%" if unit == "%" else round(value / (100 if unit == "分" else 60))
