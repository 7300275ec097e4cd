"""nuandong sheet: the empty spreadsheet of a kind."""

from __future__ import annotations

from pathlib import Path

import click

from deploy.commands.answers import print_table
from deploy.commands.naming import SheetNamed
from deploy.sheets.template import write_template
from deploy.sheets.wanted import Wanted, sheets
from deploy.sheets.writing import page_name


@click.command("sheet")
@click.argument("kind", type=SheetNamed(), required=False)
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="Where to; <title>.xlsx unless told.")
def command(kind: Wanted | None, to: Path | None) -> None:
    """Write the .xlsx template of KIND, such as VisitRecorded or 走访; without KIND, list the kinds there are.

    The template has Chinese headers, lists to choose from, a sample row that is never recorded, and a page of notes.
    """
    if kind is None:
        rows = [(each.title, each.kind.name, each.kind.service) for each in sheets()]
        print_table("sheets", ("表", "kind", "service"), rows)
        return
    path = to or Path(f"{page_name(kind.title)}.xlsx")
    write_template(path, kind.kind)
    click.echo(f"{path}")
