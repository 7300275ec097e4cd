"""nuandong reconcile: the roll-up against the services' own tables."""

from __future__ import annotations

import sys

import click

from deploy.commands.answers import print_json, print_table
from deploy.counting import counting
from services.reporting.indicators import CATALOGUE
from services.reporting.rebuild import reconcile
from shared.settings import settings

DIFFERENCE = 3


@click.command("reconcile")
@click.option("--json", "as_json", is_flag=True, help="Answer {reconciled, differences} as JSON.")
def command(*, as_json: bool) -> None:
    """Compare every cell with what the services' state tables say; exit 3 if any differs.

    What is on its way while this runs shows as a difference: let the site settle, or run it twice.
    """
    with counting(settings("reporting")) as opened:
        found = reconcile(opened.engine, CATALOGUE, opened.sources)
    if as_json:
        print_json({"reconciled": not found, "differences": [each._asdict() for each in found]})
    elif found:
        rows = [(each.indicator, " ".join(each.cell), each.stated, each.tables) for each in found]
        print_table("cells that differ", ("indicator", "cell", "roll-up", "tables"), rows)
    else:
        click.echo("every cell equals what the services' own tables say")
    sys.exit(DIFFERENCE if found else 0)
