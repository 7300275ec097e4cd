"""Codes of places, and the level that a code has."""

from __future__ import annotations

import re
from typing import NewType

PlaceCode = NewType("PlaceCode", str)
"""Twelve characters of the place's code; inside the province the first two are 51."""

PLACE_PATTERN = re.compile(r"[0-9a-z]{12}")

_WIDTHS = {"province": 2, "city": 4, "county": 6, "township": 12}


def level_of(place: str) -> str:
    """Tell a place's level from its code: province, city, county, township, or outside."""
    if not place.startswith("51"):
        return "outside"
    return next(level for level, width in _WIDTHS.items() if not place[width:].strip("0"))


def stem(place: str) -> str:
    """Shorten a place's code to the part that all places below it begin with."""
    level = level_of(place)
    return place if level == "outside" else place[: _WIDTHS[level]]
