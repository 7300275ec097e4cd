"""Sichuan as 21 tiles of one size: a city stands where its real place puts it, and counts as much as any other.

The places are the centres that Apache ECharts 4 drew its map of the province with (map/json/province/sichuan.json,
`cp`), in degrees east and north. A tile's column and row are those that move all cities together the least on a grid
of six by six; tests/web/test_tiles.py works them out again.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

TILES = Path(__file__).with_name("tiles.csv")
SIDE = 6

STEPS = (25, 50, 75, 100)
"""From which per cent on a tile has the next shade: fixed, so that no city's shade hangs on another's."""

LEGEND = ("未公布或无从计算", "0", "不足 25%", "25%—50%", "50%—75%", "75%—100%", "100%")


@dataclass(frozen=True)
class Spot:
    """Where a city's tile stands, and what that follows from."""

    longitude: float
    latitude: float
    column: int
    row: int


@dataclass(frozen=True)
class Tile:
    """A city on the map: its name as it fits, its figure as it is written, its shade."""

    code: str
    name: str
    text: str
    shade: int
    column: int
    row: int


@cache
def spots() -> Mapping[str, Spot]:
    """Read where the tiles stand, by the codes of their cities."""
    with TILES.open(encoding="utf-8", newline="") as file:
        return {each["code"]: _spot(each) for each in csv.DictReader(file)}


def _spot(row: Mapping[str, str]) -> Spot:
    return Spot(float(row["longitude"]), float(row["latitude"]), int(row["column"]), int(row["row"]))


def tile(place: Mapping[str, Any], figure: Mapping[str, Any], text: str) -> Tile:
    """Lay out one city's tile."""
    spot = spots()[place["code"]]
    return Tile(place["code"], short(place["name"]), text, shade_of(figure["value"]), spot.column, spot.row)


def shade_of(value: float | None) -> int:
    """Tell which step of the legend a coverage has reached."""
    if value is None:
        return 0
    return 1 + (value > 0) + sum(value >= step for step in STEPS)


def short(name: str) -> str:
    """Shorten a city's name to what everybody calls it."""
    return name[:3] if name.startswith("攀枝花") else name[:2]
