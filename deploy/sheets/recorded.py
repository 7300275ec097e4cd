"""What is recorded, within the scope of whoever asks, as the rows of a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deploy.sheets.kinds import Kind
from shared.rpc import RpcClient

PAGE = 1_000


def recorded(client: RpcClient, kind: Kind, **asked: Any) -> Iterator[dict[str, Any]]:
    """Give every standing row of a kind, a page at a time; each is its fields and its id."""
    after: list[str] | None = None
    while True:
        page = client.call(kind.service, "listing", deadline=30.0, kind=kind.name, after=after, limit=PAGE, **asked)
        yield from ({**each, **each["data"]} for each in page)
        if len(page) < PAGE:
            return
        after = [page[-1]["occurred_on"], page[-1]["id"]]
