"""nuandong sheet: the empty spreadsheet of a kind."""

from __future__ import annotations

from pathlib import Path

import click

from deploy.commands.answers import print_table
from deploy.commands.naming import SheetNamed
from deploy.site import operator
from services.portal.sheets.codes import Code, codes_below
from services.portal.sheets.template import write_template
from services.portal.sheets.wanted import Wanted, sheets
from services.portal.sheets.writing import page_name
from shared.settings import secrets_home


@click.command("sheet")
@click.argument("kind", type=SheetNamed(), required=False)
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="Where to; <title>.xlsx unless told.")
@click.option("--place", help="Add a page of the places and organisations in this place, with their codes.")
def command(kind: Wanted | None, to: Path | None, place: str | None) -> None:
    """Write the .xlsx template of KIND, such as VisitRecorded or 走访; without KIND, list the kinds there are.

    The template has Chinese headers, lists to choose from, a sample row that is never recorded, and a page of notes.
    """
    if kind is None:
        rows = [(each.title, each.kind.name, each.kind.service) for each in sheets()]
        print_table("sheets", ("表", "kind", "service"), rows)
        return
    path = to or Path(f"{page_name(kind.title)}.xlsx")
    write_template(path, kind.kind, _codes(place) if place else ())
    click.echo(f"{path}")


def _codes(place: str) -> list[Code]:
    with operator(secrets_home()) as rpc:
        return codes_below(rpc, place)
