"""nuandong rollup: the figures of a place and of the places below it."""

from __future__ import annotations

from typing import Any

import click

from deploy.commands.answers import print_json, print_table
from deploy.site import operator
from shared.facts import Line
from shared.settings import secrets_home

PROVINCE = "510000000000"


@click.command("rollup")
@click.option("--place", default=PROVINCE, show_default=True, help="The code of a place.")
@click.option("--period", default="2021-22", show_default=True, help="A month such as 2021-12, or a season.")
@click.option(
    "--line", "lines", type=click.Choice([each.value for each in Line]), multiple=True, help="Only this line."
)
@click.option("--json", "as_json", is_flag=True, help="Answer what reporting answers, as JSON.")
def command(place: str, period: str, lines: tuple[str, ...], *, as_json: bool) -> None:
    """Show every figure of a place and of the places directly below it."""
    with operator(secrets_home()) as rpc:
        rolled = rpc.call("reporting", "rollup", deadline=10.0, place=place, period=period, lines=list(lines) or None)
    if as_json:
        print_json(rolled)
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
