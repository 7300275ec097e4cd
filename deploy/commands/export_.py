"""nuandong export: what is recorded, as a spreadsheet."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from deploy.commands.naming import SheetNamed
from deploy.commands.people import signed_in
from services.portal.sheets.recorded import recorded
from services.portal.sheets.wanted import Wanted
from services.portal.sheets.writing import unmarked, write_table

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("export")
@click.argument("kind", type=SheetNamed())
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--as", "login", required=True, help="Whose scope decides what is shown.")
@click.option("--place", help="Only what lies in this place or below it.")
@click.option("--since", type=DAY, help="Only from this day on.")
@click.option("--until", type=DAY, help="Only up to this day.")
def command(
    kind: Wanted, file: Path, login: str, place: str | None, since: datetime | None, until: datetime | None
) -> None:
    """Write every standing act of KIND, or every entry of its register, that the person may see to FILE.

    FILE is .xlsx, or .csv in UTF-8 with BOM; --since and --until are for acts.

    The columns are those of the template, so that the file can be handed in again; with the name of another system's
    sheet as KIND, they are that system's.
    """
    days = {name: day.date() for name, day in (("since", since), ("until", until)) if day}
    with signed_in(login) as person:
        rows = recorded(person, kind.kind, place=place, **days)
        write_table(file, kind.title, kind.header, map(kind.line, rows), unmarked)
    click.echo(f"{file}")
