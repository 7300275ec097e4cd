"""nuandong channel: where reminders of returns go."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import click

from deploy.commands.answers import print_json, print_table
from deploy.commands.people import signed_in
from services.reporting.schemas import ChannelKind

REPORTING = "reporting"
WIDTH = 12
STATES = {"waiting": "待发", "sent": "已发", "given_up": "未发出"}

in_whose_name = click.option("--as", "login", required=True, help="In whose name: an officer of the place.")


@click.group("channel")
def command() -> None:
    """Say where reminders of returns go, and see whether they arrived.

    PLACE is a city's code or its first four digits, or 51 for the province. The password is asked for, or read from
    NUANDONG_PASSWORD.
    """


@command.command("set")
@click.argument("place")
@click.argument("kind", type=click.Choice([each.value for each in ChannelKind]))
@click.argument("address")
@click.option("--close", is_flag=True, help="Send nothing there any more.")
@in_whose_name
def set_(place: str, kind: str, address: str, login: str, *, close: bool) -> None:
    """Register an office's mailbox, or a robot by the name of its secret file, for PLACE."""
    fields = {"place": place.ljust(WIDTH, "0"), "kind": kind, "address": address, "open": not close}
    with signed_in(login) as person:
        person.call(REPORTING, "set_channel", id=uuid4(), fields=fields)
    click.echo(f"{ChannelKind(kind).label} {address} {'已停用' if close else '已启用'}")


@command.command("list")
@click.argument("place")
@click.option("--json", "as_json", is_flag=True, help="Answer what the door `channels` answers, as JSON.")
@in_whose_name
def list_(place: str, login: str, *, as_json: bool) -> None:
    """List the channels of PLACE, each with what became of its last digest."""
    with signed_in(login) as person:
        found = person.call(REPORTING, "channels", place=place.ljust(WIDTH, "0"))
    if as_json:
        print_json(found)
        return
    print_table("提醒渠道", ("渠道", "地址", "启用", "最近一次", "结果", "尝试次数"), map(_row, found))


def _row(channel: dict[str, Any]) -> tuple[Any, ...]:
    last = channel["last"] or {}
    known = (last.get("on"), STATES.get(last.get("state", "")), last.get("attempts"))
    return (ChannelKind(channel["kind"]).label, channel["address"], "是" if channel["open"] else "否", *known)
