"""nuandong import: a CSV sheet of acts, through the bulk door."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click
from rich.progress import Progress

from deploy.commands.answers import print_json
from deploy.roster import ACTION_SERVICES
from deploy.sheets import SheetUnreadable, rows_of
from shared.facts import Act
from shared.refusals import Refused
from shared.rpc import PersonTokens, RpcClient
from shared.settings import person_password, settings

A_CALL = 2_000


def kind_named(name: str) -> tuple[str, type[Act]]:
    """Find the service and the act of a kind's name."""
    kinds: dict[str, tuple[str, type[Act]]] = {}
    for service in ACTION_SERVICES:
        for fact in import_module(f"services.{service}.facts").FACTS:
            if issubclass(fact, Act):
                kinds[fact.__name__] = kinds[fact.title] = (service, fact)
    if name not in kinds:
        raise click.BadParameter(
            f"{name!r} is no kind of act; there are: {', '.join(sorted(kinds))}", param_hint="KIND"
        )
    return kinds[name]


@click.command("import")
@click.argument("kind")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "login", required=True, help="Whose name the acts are recorded in.")
@click.option("--json", "as_json", is_flag=True, help="Answer {rows, recorded, refused} as JSON.")
def command(kind: str, file: Path, login: str, *, as_json: bool) -> None:
    """Record every row of FILE (CSV in UTF-8 or GBK) as an act of KIND, such as VisitRecorded or 走访.

    Rows go in calls of 2,000, each all or nothing; a sheet sent again, whole or mended, records only what is new.
    The password is asked for, or read from NUANDONG_PASSWORD.
    """
    service, act = kind_named(kind)
    try:
        rows = rows_of(file, act)
    except SheetUnreadable as error:
        raise click.ClickException(str(error)) from error
    password = person_password() or click.prompt("密码", hide_input=True)
    known = settings("operator")
    with RpcClient(known) as client, Progress(disable=as_json) as progress:
        person = client.under(PersonTokens(client, login, password))
        task = progress.add_task(act.title, total=len(rows))
        for start in range(0, len(rows), A_CALL):
            _record(person, service, act, rows, start, as_json=as_json)
            progress.update(task, completed=min(start + A_CALL, len(rows)))
    print_json({"rows": len(rows), "recorded": len(rows), "refused": []}) if as_json else click.echo(
        f"{len(rows)} 行已记录"
    )


def _record(
    client: RpcClient, service: str, act: type[Act], rows: list[dict[str, str]], start: int, *, as_json: bool
) -> None:
    part = rows[start : start + A_CALL]
    try:
        client.call(service, "record_many", deadline=60.0, kind=act.__name__, rows=part)
    except Refused as refused:
        broken = [{**each.as_data(), "row": (each.row or 0) + start + 2} for each in refused.refusals]
        if as_json:
            print_json({"rows": len(rows), "recorded": start, "refused": broken})
        else:
            for each in broken:
                click.echo(f"第 {each['row']} 行 {each['field']}: {each['message']}", err=True)
        raise click.ClickException(
            f"{len(broken)} 处不合格,第 {start + 2} 行起未记录;改好后把同一文件再交一次"
        ) from refused
