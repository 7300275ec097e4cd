"""nuandong returns: where the returns of a month stand in all cities."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from deploy.commands.answers import print_json, print_table
from deploy.site import operator
from services.reporting.model import ReturnState
from shared.clock import shown
from shared.settings import secrets_home

PUNCTUALITY = {True: "按时", False: "逾期", None: ""}


@click.command("returns")
@click.argument("month", required=False)
@click.option("--json", "as_json", is_flag=True, help="Answer what reporting answers, as JSON.")
def command(month: str | None, *, as_json: bool) -> None:
    """Show which cities have submitted their return for MONTH, and which are missing.

    MONTH is a month such as 2021-12, or a season such as 2021-22 for what settles it; by default the latest one opened.
    """
    with operator(secrets_home()) as rpc:
        found = rpc.call("reporting", "returns", deadline=10.0, month=month)
    if as_json:
        print_json(found)
        return
    columns = ("市(州)", "状态", "报送时间", "", "已核对县", "版次")
    print_table(f"{found['month']} 月报 · 截止 {_instant(found['due_at'])}", columns, map(_row, found["rows"]))
    click.echo(
        f"应报 {found['expected']},已报 {found['submitted']}(报送率 {found['completeness']:g}%),"
        f"按时 {found['on_time']}(按时率 {found['timeliness']:g}%),已采纳 {found['accepted']}"
    )


def _row(row: dict[str, Any]) -> tuple[Any, ...]:
    looked = f"{row['confirmed']}/{row['counties']}"
    state, at = ReturnState(row["state"]).label, _instant(row["submitted_at"])
    return row["name"], state, at, PUNCTUALITY[row["on_time"]], looked, row["revision"]


def _instant(said: str | None) -> str:
    return shown(datetime.fromisoformat(said)) if said else ""
