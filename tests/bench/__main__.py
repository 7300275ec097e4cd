"""`make bench`: our counting, relaying and visible lag beside what others reach, in one run on one machine."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from deploy import infrastructure
from deploy.commands.answers import print_table
from deploy.infrastructure import Servers
from shared.settings import given_servers
from tests.bench import counting, lag, races, relay, sheets, sign_ups
from tests.conftest import Site, provisioned

DOCUMENT = Path(__file__).parents[2] / "docs" / "benchmarks.md"
START, END = "<!-- table -->", "<!-- end of table -->"
MISSED = 3
GOAL_OF_SHEETS = 2_000

Row = tuple[str, str, str, str, bool]


@click.command()
@click.option("--write", is_flag=True, help="Put the table into docs/benchmarks.md.")
@click.option("--json", "as_json", is_flag=True, help="Answer the figures as JSON.")
def bench(*, write: bool, as_json: bool) -> None:
    """Measure everything in one run; exit 3 if a goal is missed."""
    with infrastructure.servers(given_addresses=given_servers(), say=_aside) as found:
        measures: dict[str, Callable[[Site], dict[str, float]]] = {
            "counting": lambda site: counting.main(site, found),
            "relay": relay.main,
            "lag": lag.main,
            "races": races.main,
            "sign_ups": sign_ups.main,
            "sheets": sheets.main,
        }
        figures = {name: _measured(name, measure, found) for name, measure in measures.items()}
    rows = table(figures)
    if as_json:
        click.echo(json.dumps(figures, indent=1))
    else:
        columns = ("stage", "ours", "beside", "goal", "reached")
        print_table("make bench", columns, [(*row[:4], _yes(row)) for row in rows])
    if write:
        _write(rows)
    sys.exit(0 if all(row[4] for row in rows) else MISSED)


def _measured(name: str, measure: Callable[[Site], dict[str, float]], found: Servers) -> dict[str, float]:
    """Measure on a site of its own, so that no stage leaves work behind for the next."""
    _aside(f"measuring {name}")
    with tempfile.TemporaryDirectory() as folder, provisioned(found, Path(folder)) as site:
        return measure(site)


def table(figures: dict[str, Any]) -> list[Row]:
    """State each figure beside its peer and its goal."""
    counts, relays, seen = figures["counting"], figures["relay"], figures["lag"]
    share, times = counts["of_drain"], relays["ours"] / relays["row_at_a_time"]
    return [
        (
            "counting against draining the same queue without a database, one process",
            f"{counts['ours']:,.0f}/s",
            f"{counts['drain']:,.0f}/s",
            f"≥ 50 % of it: {share:.0%}",
            share >= 0.5,
        ),
        (
            "counting against a stock nameko event_handler, a transaction each, same fold",
            f"{counts['ours']:,.0f}/s",
            f"{counts['stock']:,.0f}/s",
            f"≥ 15×: {counts['times_stock']:.0f}×",
            counts["times_stock"] >= 15,
        ),
        (
            "relaying against a row at a time",
            f"{relays['ours']:,.0f}/s",
            f"{relays['row_at_a_time']:,.0f}/s",
            f"≥ 10×: {times:.0f}×",
            times >= 10,
        ),
        (
            f"act recorded to visible in the province at {seen['kept']:.0f} acts/s, all processes",
            f"p50 {seen['p50']} ms, p99 {seen['p99']} ms",
            f"{seen['offered']} acts/s offered",
            "p99 ≤ 1,000 ms",
            seen["p99"] <= 1_000 and seen["kept"] >= 0.95 * seen["offered"],
        ),
        _race(figures["races"]),
        _last_place(figures["sign_ups"]),
        _sheet(figures["sheets"]),
    ]


def _race(raced: dict[str, float]) -> Row:
    return (
        "fifty claims of one wish at one moment, until all are answered",
        f"{raced['one_wish']:.0f} ms",
        f"{raced['a_wish_each']:.0f} ms for a wish each",
        f"exactly one wins: {raced['won']:.0f} of {raced['rounds']:.0f} rounds",
        raced["won"] == raced["rounds"],
    )


def _sheet(taken: dict[str, float]) -> Row:
    return (
        f"a sheet of {taken['rows']:,.0f} visits, from the file to the last row recorded, all processes",
        f"{taken['a_second']:,.0f} rows/s",
        f"of {taken['seconds']:.1f} s {taken['read_s']:.1f} s for reading",
        "≥ 2,000 rows/s",
        taken["a_second"] >= GOAL_OF_SHEETS,
    )


def _last_place(raced: dict[str, float]) -> Row:
    return (
        "thirty sign-ups for the last place of a shift at one moment, until all are answered",
        f"{raced['one_place']:.0f} ms",
        f"{raced['room_for_all']:.0f} ms with room for all",
        f"exactly one wins: {raced['won']:.0f} of {raced['rounds']:.0f} rounds",
        raced["won"] == raced["rounds"],
    )


def _yes(row: Row) -> str:
    return "yes" if row[4] else "NO"


def _aside(words: str) -> None:
    click.echo(words, err=True)


def _write(rows: list[Row]) -> None:
    lines = ["| stage | ours | beside | goal | reached |", "|---|---|---|---|---|"]
    lines += [f"| {' | '.join(row[:4])} | {_yes(row)} |" for row in rows]
    before, rest = DOCUMENT.read_text(encoding="utf-8").split(START)
    after = rest.split(END)[1]
    DOCUMENT.write_text(before + "\n".join((START, *lines, END)) + after, encoding="utf-8")


if __name__ == "__main__":
    bench()
