"""nuandong status: who is alive, and how far behind."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, NamedTuple

import click

from deploy.commands.answers import print_json, print_table
from deploy.roster import SERVICES
from deploy.site import operator
from shared.bus import BrokerLost, Depth, connected, depth
from shared.rpc import BrokerAway, DeadlinePassed, RemoteFailure, RpcClient, UnknownService
from shared.settings import secrets_home, settings

DOWN = (BrokerAway, DeadlinePassed, RemoteFailure, UnknownService)
QUEUES = (
    *((f"rpc-{service}", True) for service in SERVICES),
    *((f"{service}.frame", True) for service in SERVICES if service != "portal"),
    ("reporting.facts", True),
    ("reporting.facts.dead", False),
)
"""The queues that are watched, and whether somebody has to take from them."""

SILENT_S = 10.0
BEHIND_S = 30.0
UNWELL = 3


class Line(NamedTuple):
    """One thing that is watched."""

    what: str
    well: bool
    facts_behind: int | None
    seconds_behind: float | None
    remark: str


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="Answer a list of {what, well, facts_behind, …} as JSON.")
def command(*, as_json: bool) -> None:
    """Show every service, keeper, log and the roll-up: alive? how far behind? Exit 3 if anything is unwell."""
    with operator(secrets_home()) as rpc:
        lines = [*_services(rpc), *_counting(rpc), *_queues()]
    if as_json:
        print_json([line._asdict() for line in lines])
    else:
        columns = ("what", "well", "facts behind", "seconds behind", "remark")
        print_table("status", columns, [(line.what, "yes" if line.well else "NO", *line[2:]) for line in lines])
    sys.exit(0 if all(line.well for line in lines) else UNWELL)


def _services(rpc: RpcClient) -> Iterator[Line]:
    for service in SERVICES:
        try:
            frame = rpc.call(service, "ping", deadline=3.0)["frame"]
            yield Line(f"serve {service}", well=True, facts_behind=None, seconds_behind=None, remark=f"frame {frame}")
        except DOWN as error:
            yield Line(f"serve {service}", False, None, None, type(error).__name__)  # noqa: FBT003 - a row of a table


def _counting(rpc: RpcClient) -> Iterator[Line]:
    try:
        fresh = rpc.call("reporting", "freshness", deadline=5.0)
    except DOWN as error:
        yield Line("roll-up", False, None, None, type(error).__name__)  # noqa: FBT003
        return
    heads = {source["service"]: _head(rpc, source["service"]) for source in fresh["sources"]}
    for source in fresh["sources"]:
        yield from _source(source, heads[source["service"]])
    waiting, parked = fresh["waiting"]["facts"], fresh["parked"]
    yield Line("roll-up", not parked, waiting, None, f"last roll {fresh['last_roll']}, {parked} parked")
    if waits := fresh["waiting_for_rebuild"]:
        remark = f"{len(waits)} indicators wait for a rebuild: " + ", ".join(waits)
        yield Line("indicators", True, None, None, remark)  # noqa: FBT003
    for each in fresh["epochs_asked"]:
        yield Line(f"epoch {each}", False, None, None, "a rebuild is wanted")  # noqa: FBT003


def _queues() -> Iterator[Line]:
    """Tell what waits at the broker, and who takes it: a counter, a keeper's copy of the frame, nobody."""
    try:
        with connected(settings("operator").broker_uri) as connection:
            for queue, needs_consumer in QUEUES:
                yield _queue(queue, depth(connection, queue), needs_consumer=needs_consumer)
    except (BrokerLost, OSError) as error:
        yield Line("broker", False, None, None, type(error).__name__)  # noqa: FBT003


def _queue(queue: str, found: Depth | None, *, needs_consumer: bool) -> Line:
    if found is None:
        return Line(f"queue {queue}", False, None, None, "there is no such queue")  # noqa: FBT003
    well = bool(found.consumers) if needs_consumer else not found.messages
    return Line(f"queue {queue}", well, found.messages, None, f"{found.consumers} consumers")


def _source(source: dict[str, Any], head: int | None) -> Iterator[Line]:
    silent = source["seconds_silent"]
    yield Line(
        f"keep {source['service']}",
        silent is not None and silent < SILENT_S,
        None if head is None else max(0, head - source["head"]),
        silent,
        "since it last told its head",
    )
    behind = source["seconds_behind"] or 0.0
    remark = "its head lies below what is counted: see `nuandong epoch`" if source["alarm"] else str(source["source"])
    well = behind < BEHIND_S and not source["alarm"]
    yield Line(f"counted {source['service']}", well, source["missing"], source["seconds_behind"], remark)


def _head(rpc: RpcClient, service: str) -> int | None:
    try:
        return int(rpc.call(service, "head", deadline=3.0)["head"])
    except DOWN:
        return None
