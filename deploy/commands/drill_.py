"""nuandong drill: whether a restore works, and what it would cost."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from deploy.backup.drilling import drill
from deploy.commands.answers import print_json, print_table
from shared.settings import secrets_home

WRONG = 3


@click.command("drill")
@click.option(
    "--home", type=click.Path(path_type=Path), default=Path(".local"), show_default=True, help="Where there is room."
)
@click.option("--json", "as_json", is_flag=True, help="Answer {rpo_s, rto_s, findings, …} as JSON.")
def command(home: Path, *, as_json: bool) -> None:
    """Back the running site up, restore it into a private server aside, and check it; exit 3 if anything is amiss.

    The site goes on meanwhile. Checked are the rows of what nobody wrote into, every log fact by fact, the keys out
    of their two halves, every vault, the new epochs, and every figure, counted anew. Nothing is left behind.
    """
    found = drill(secrets_home().resolve(), home, lambda line: click.echo(line, err=True))
    if as_json:
        print_json(asdict(found))
    else:
        print_table("drill", ("", "measured"), [(name, value) for name, value in asdict(found).items() if value])
    sys.exit(WRONG if found.findings else 0)
