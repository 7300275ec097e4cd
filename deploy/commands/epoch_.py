"""nuandong epoch: which life of each log is counted, and what was lost when one ended."""

from __future__ import annotations

from typing import Any

import click

from deploy.commands.answers import print_json, print_table
from deploy.counting import counting
from services.reporting import store
from services.reporting.indicators import CATALOGUE
from shared.database import engine, transaction
from shared.eventlog import begin_epoch
from shared.settings import secrets_home, settings


@click.command("epoch")
@click.option(
    "--begin", type=click.Choice(tuple(CATALOGUE.services)), help="Say that this service's log went back in time."
)
@click.option("--json", "as_json", is_flag=True, help="Answer {epochs, asked, lost} as JSON.")
def command(begin: str | None, *, as_json: bool) -> None:
    """Show the epoch of each log that is counted, and the positions that a restored database has lost.

    A log that came back from a backup in place cannot notice it by itself: its head then lies below what is counted.
    `--begin SERVICE`, run beside that service's database, begins a new epoch, and reporting counts it anew.
    """
    if begin:
        _begin(begin)
    with counting(settings("reporting")) as opened, transaction(opened.engine) as session:
        store.look_at_live(session)
        told: dict[str, Any] = {"epochs": store.epochs(session), "asked": store.asked_epochs(session)}
        told["lost"] = store.lost(session)
    if as_json:
        print_json(told)
        return
    print_table("epochs", ("service", "counted", "asked for"), [
        (service, source, "yes" if any(each.startswith(f"{service}/") for each in told["asked"]) else "")
        for service, source in sorted(told["epochs"].items())
    ])  # fmt: skip
    for each in told["lost"]:
        click.echo(f"lost: {each}")


def _begin(service: str) -> None:
    opened = engine((secrets_home() / service / "database_url").read_text(encoding="utf-8").strip(), pool_size=1)
    with transaction(opened) as session:
        number = begin_epoch(session)
    opened.dispose()
    click.echo(f"{service} is in epoch {number}; reporting counts it anew", err=True)
