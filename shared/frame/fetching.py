"""The frame for a process without a database: asked for by RPC and kept in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from shared.frame.copy import Asks, changes
from shared.frame.snapshot import Campaign, Frame, Holiday, Organisation, Place

_READ: Mapping[str, Any] = {
    **dict.fromkeys(("valid_from", "valid_to", "day", "starts_on", "ends_on", "closes_on"), date.fromisoformat),
    **dict.fromkeys(("travel_starts_on", "homeward_ends_on", "travel_ends_on"), date.fromisoformat),
    "months": tuple,
}
_UUIDS: Mapping[str, Any] = {"id": UUID, "parent": UUID}


def fetched(rpc: Asks, held: Frame | None = None) -> Frame:
    """Give the newest frame: the one held, if portal has no newer one."""
    if held is not None and changes(rpc, held.version)["version"] == held.version:
        return held
    told = changes(rpc, 0)
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in sorted(told["rows"], key=lambda each: str(each["row"].get("valid_from"))):
        rows[each["kind"]].append(each["row"])
    return Frame(
        told["version"],
        [Place(**_read(row)) for row in rows["frame_place"]],
        [Organisation(**_read(row, _UUIDS)) for row in rows["frame_organisation"]],
        [Campaign(**_read(row)) for row in rows["frame_campaign"]],
        [Holiday(**_read(row)) for row in rows["frame_holiday"]],
    )


def _read(row: Mapping[str, Any], more: Mapping[str, Any] | None = None) -> dict[str, Any]:
    how = {**_READ, **(more or {})}
    return {
        name: how[name](value) if value is not None and name in how else value
        for name, value in row.items()
        if name != "version"
    }
