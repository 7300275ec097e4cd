"""nuandong open-data: what is published, as files that anybody may have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from deploy.open_data import Table, write_package
from deploy.site import operator
from shared.rpc import RpcClient
from shared.settings import secrets_home


@click.command("open-data")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def command(folder: Path) -> None:
    """Write the published table of every period to FOLDER, as CSV and JSON, with a dictionary and a datapackage.json.

    Small figures are hidden in it, and whatever they could be worked out from: it may be given to anybody.
    """
    with operator(secrets_home()) as rpc:
        periods = rpc.call("reporting", "published_periods")["periods"]
        tables = [_table(rpc, each["period"]) for each in periods]
    for path in write_package(folder, tables):
        click.echo(str(path))


def _table(rpc: RpcClient, period: str) -> Table:
    number, pages = 1, [_page(rpc, period, 1)]
    while pages[-1]["more"]:
        number += 1
        pages.append(_page(rpc, period, number))
    rows = [(row[0], row[1], row[2], row[3]) for page in pages for row in page["rows"]]
    places = {code: named for page in pages for code, named in page["places"].items()}
    return Table(period, pages[0]["day"], pages[0]["k"], rows, places)


def _page(rpc: RpcClient, period: str, page: int) -> dict[str, Any]:
    answer: dict[str, Any] = rpc.call("reporting", "published_table", deadline=10.0, period=period, page=page)
    return answer
