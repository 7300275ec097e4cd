"""nuandong parked: facts that could not be counted."""

from __future__ import annotations

import click

from deploy.commands.answers import print_json, print_table
from deploy.counting import Counting, counting
from services.reporting import store
from services.reporting.rebuild import retry
from shared.database import transaction
from shared.settings import settings

COLUMNS = ("id", "source", "position", "fact_id", "reason", "error", "size", "parked_at")


@click.command("parked")
@click.option("--retry", "again", type=int, metavar="ID", help="Fetch this fact from its log and count it again.")
@click.option("--json", "as_json", is_flag=True, help="Answer a list as JSON.")
def command(again: int | None, *, as_json: bool) -> None:
    """List what could not be counted: where from and why, never what it said."""
    with counting(settings("reporting")) as opened:
        if again is not None:
            _retry(opened, again)
        with transaction(opened.engine) as session:
            rows = store.parked(session)
    if as_json:
        print_json([{name: each and str(each) for name, each in row.items()} for row in rows])
    elif rows:
        print_table("parked", COLUMNS, [[str(row[name]) for name in COLUMNS] for row in rows])
    else:
        click.echo("nothing is parked")


def _retry(opened: Counting, id: int) -> None:
    try:
        settled = retry(opened.engine, opened.sources, opened.counter, id)
    except LookupError as error:
        raise click.ClickException(f"nothing is parked under {id}") from error
    click.echo("parked no longer" if settled else "still cannot be counted", err=True)
