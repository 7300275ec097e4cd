"""What is recorded, within the scope of whoever asks, as the rows of a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from services.portal.sheets.kinds import Kind
from shared.rpc import RpcClient

PAGE = 1_000
DEADLINE_S = 30.0

Last = Mapping[str, Any] | None


def recorded(client: RpcClient, kind: Kind, **asked: Any) -> Iterator[dict[str, Any]]:
    """Give every standing act of a kind, or every entry of a register, as its fields and its id; a page at a time."""
    page = acts_after(client, kind, None, asked) if kind.is_act else entries_after(client, kind, None, asked)
    while page:
        yield from page
        last = page[-1]
        if len(page) < PAGE:
            return
        page = acts_after(client, kind, last, asked) if kind.is_act else entries_after(client, kind, last, asked)


def acts_after(client: RpcClient, kind: Kind, last: Last, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Ask for a page of acts."""
    after = [last["occurred_on"], last["id"]] if last else None
    page = client.call(kind.service, "listing", deadline=DEADLINE_S, kind=kind.name, after=after, limit=PAGE, **asked)
    return [{**each, **each["data"]} for each in page]


def entries_after(client: RpcClient, kind: Kind, last: Last, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Ask for a page of a register's entries."""
    after = last["id"] if last else None
    return list(
        client.call(kind.service, "entries", deadline=DEADLINE_S, kind=kind.name, after=after, limit=PAGE, **asked)
    )
