"""The places and organisations that a sheet may name, under the names that people know them by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from shared.facts import stem
from shared.rpc import RpcClient

PAGE = 5_000
DEADLINE_S = 30.0

Code = tuple[str, str, str]


def codes_below(client: RpcClient, place: str) -> list[Code]:
    """List kind, name and code of what stands in a place and below it, as portal's frame has it."""
    standing = [(each["kind"], each["row"]) for each in _rows(client) if each["row"].get("valid_to") is None]
    below = stem(place)
    places = [("地点", row["name"], row["code"]) for kind, row in standing if kind == "frame_place"]
    organisations = [(row["place"], row["name"], row["id"]) for kind, row in standing if kind == "frame_organisation"]
    return [
        *(each for each in places if each[2].startswith(below)),
        *(("组织", name, id) for home, name, id in organisations if home.startswith(below)),
    ]


def _rows(client: RpcClient) -> Iterator[dict[str, Any]]:
    offset = 0
    while True:
        page = client.call("portal", "frame", deadline=DEADLINE_S, after=0, offset=offset, limit=PAGE)
        yield from page["rows"]
        if not page["more"]:
            return
        offset += len(page["rows"])
