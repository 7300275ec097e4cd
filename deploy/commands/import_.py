"""nuandong import: a filled spreadsheet, through the bulk doors."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path

import click

from deploy.commands.answers import print_json
from deploy.commands.naming import SheetNamed
from deploy.commands.people import signed_in
from deploy.commands.progress import shown, unshown
from services.portal.sheets.keys import SiteKeys
from services.portal.sheets.marked import marked_path, write_marked
from services.portal.sheets.reading import table_in
from services.portal.sheets.rows import Flaw, Row, rows_of
from services.portal.sheets.sending import Sent, sending
from services.portal.sheets.table import SheetUnreadable, Table
from services.portal.sheets.wanted import Wanted
from shared.rpc import RpcClient

SHOWN = 20


@click.command("import")
@click.argument("kind", type=SheetNamed())
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "login", required=True, help="Whose name the rows are recorded in.")
@click.option("--with", "given", multiple=True, metavar="COLUMN=VALUE", help="What all rows share and no column says.")
@click.option("--receipt", is_flag=True, help="Write the sheet back with ids also where all is well.")
@click.option("--json", "as_json", is_flag=True, help="Answer {rows, recorded, refused, returned} as JSON.")
def command(kind: Wanted, file: Path, login: str, given: tuple[str, ...], *, receipt: bool, as_json: bool) -> None:
    """Record every row of FILE (.xlsx, or CSV in UTF-8 or GBK) as a KIND, such as VisitRecorded or 走访.

    Where a cell cannot be read, nothing of the sheet is recorded. Otherwise each row is recorded whole or not at all:
    right rows are recorded, the others come back with the reason in FILE.退回, to be mended and handed in again. A
    sheet that comes again, whole or mended, under whatever name, records only what is new.
    KIND may also name a sheet of another system, such as 志愿四川项目; `nuandong sheet` lists them all.
    The password is asked for, or read from NUANDONG_PASSWORD.
    """
    with signed_in(login) as person:
        table, rows, flaws = _read(person, file, kind, given)
        sent = Sent() if flaws else _sent(person, kind, rows, quiet=as_json)
    flaws = sorted([*flaws, *sent.flaws], key=lambda each: each.number)
    returned = marked_path(file) if flaws or receipt else None
    if returned:
        write_marked(returned, kind.title, table, sent.recorded, flaws)
    _say(table, sent, flaws, returned, as_json=as_json)
    sys.exit(1 if flaws else 0)


def _sent(person: RpcClient, asked: Wanted, rows: list[Row], *, quiet: bool) -> Sent:
    with nullcontext(unshown) if quiet else shown() as show:
        sent = Sent()
        for sent in sending(person, asked.kind, rows):
            show(asked.title, sent.done, len(rows))
        return sent


def _read(person: RpcClient, file: Path, asked: Wanted, given: tuple[str, ...]) -> tuple[Table, list[Row], list[Flaw]]:
    try:
        table = table_in(file, asked.title)
        return table, *rows_of(table, asked.layout(table, _shared(given), SiteKeys(person)))
    except SheetUnreadable as error:
        raise click.ClickException(f"{file.name}:{error}") from error


def _shared(given: tuple[str, ...]) -> dict[str, str]:
    parts = [each.partition("=") for each in given]
    if wrong := [column for column, mark, _ in parts if not mark]:
        raise click.BadParameter(f"{wrong[0]!r} must read COLUMN=VALUE", param_hint="--with")
    return {column: value for column, _, value in parts}


def _say(table: Table, sent: Sent, flaws: list[Flaw], returned: Path | None, *, as_json: bool) -> None:
    if as_json:
        refused = [{"row": each.number, "field": each.field, "message": each.reason} for each in flaws]
        answer = {"rows": len(table.lines), "recorded": len(sent.recorded), "refused": refused}
        print_json({**answer, "returned": str(returned) if returned else None})
    else:
        click.echo(f"{len(sent.recorded)} 行已记录")
    for each in flaws[:SHOWN]:
        click.echo(f"第 {each.number} 行 {each.field}: {each.reason}".replace(" : ", ": "), err=True)
    if flaws:
        wrong = len({each.number for each in flaws})
        click.echo(f"{wrong} 行有错,未记录;原因已写在 {returned} 的“结果”列,改好后再交", err=True)
    if sent.failure:
        raise click.ClickException(
            f"{sent.failure};中途断开,{len(sent.recorded)} 行确已记录。把同一张表再交一次即可,不会重复"
        ) from sent.failure
