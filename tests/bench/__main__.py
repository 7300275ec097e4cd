"""`make bench`: what we reach beside what others reach, in one run on one machine."""

from __future__ import annotations

import json
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click

from deploy import infrastructure
from deploy.commands.answers import print_table
from deploy.infrastructure import Servers
from shared.settings import given_servers
from tests.bench import anew, counting, lag, live, pages, races, reads, relay, sheets, sign_ups
from tests.bench.picture import draw
from tests.bench.table import COLUMNS, STATED, Row, table
from tests.conftest import Site, provisioned

DOCUMENT = Path(__file__).parents[2] / "docs" / "benchmarks.md"
START, END = "<!-- table -->", "<!-- end of table -->"
MISSED = 3

Measure = Callable[[Site], Any]


@click.command()
@click.option(
    "--only", type=click.Choice(tuple(STATED)), multiple=True, help="Measure this stage alone; may be repeated."
)
@click.option("--write", is_flag=True, help="Put the table and the picture into docs/.")
@click.option("--json", "as_json", is_flag=True, help="Answer the figures as JSON.")
def bench(*, only: tuple[str, ...], write: bool, as_json: bool) -> None:
    """Measure everything in one run; exit 3 if a goal is missed or a stage failed."""
    if only and write:
        raise click.UsageError("the document holds one run of everything: --write goes without --only")
    with infrastructure.servers(given_addresses=given_servers(), say=_aside) as found:
        chosen = {name: measure for name, measure in _stages(found).items() if not only or name in only}
        figures = {name: _measured(name, measure, found) for name, measure in chosen.items()}
    rows = table({name: each for name, each in figures.items() if each})
    if as_json:
        click.echo(json.dumps(figures, indent=1))
    else:
        print_table("make bench", COLUMNS, [row.shown() for row in rows])
    if write:
        _write(rows)
        if figures["reads"]:
            draw(figures["reads"])
    sys.exit(0 if all(figures.values()) and all(row.reached for row in rows) else MISSED)


def _stages(found: Servers) -> Mapping[str, Measure]:
    return {
        "counting": partial(counting.main, servers=found),
        "relay": relay.main,
        "anew": anew.main,
        "live": live.main,
        "reads": reads.main,
        "lag": lag.main,
        "load": partial(lag.main, pace=lag.LOAD, a_call=lag.A_CALL),
        "races": races.main,
        "sign_ups": sign_ups.main,
        "sheets": sheets.main,
        "pages": partial(pages.main, servers=found),
    }


def _measured(name: str, measure: Measure, found: Servers) -> Any:
    """Measure on a site of its own, so that no stage leaves work behind for the next; None if it failed, and why."""
    _aside(f"measuring {name}")
    begun = time.monotonic()
    try:
        with tempfile.TemporaryDirectory() as folder, provisioned(found, Path(folder)) as site:
            measured = measure(site)
    except Exception:  # noqa: BLE001 - what the other stages reach must not be lost with it
        _aside(f"{name} failed: {traceback.format_exc()}")
        return None
    _aside(f"measured {name} in {time.monotonic() - begun:.0f} s")
    return measured


def _aside(words: str) -> None:
    click.echo(words, err=True)


def _write(rows: list[Row]) -> None:
    lines = [f"| {' | '.join(COLUMNS)} |", "|---" * len(COLUMNS) + "|"]
    lines += [f"| {' | '.join(row.shown())} |" for row in rows]
    before, rest = DOCUMENT.read_text(encoding="utf-8").split(START)
    after = rest.split(END)[1]
    DOCUMENT.write_text(before + "\n".join((START, *lines, END)) + after, encoding="utf-8")


if __name__ == "__main__":
    bench()
