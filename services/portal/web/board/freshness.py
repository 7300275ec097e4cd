"""How fresh the figures are, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MINUTE_S, HOUR_S, DAY_S = 60, 3_600, 86_400


def age_of(said: Mapping[str, Any]) -> float | None:
    """Tell how many seconds ago everything told until then was counted; None where nobody was heard yet."""
    ages = [age for each in said["sources"] if (age := _age(each)) is not None]
    return max(ages, default=None)


def _age(source: Mapping[str, Any]) -> float | None:
    """A source of which nothing is missing is as fresh as its last word; else as what has been missing for longest."""
    age: float | None = source["seconds_behind"] if source["missing"] else source["seconds_silent"]
    return age


def in_words(age: float | None) -> str:
    """Write it as 截至 8 秒前."""
    if age is None:
        return "尚无数据"
    for per, unit in ((DAY_S, "天"), (HOUR_S, "小时"), (MINUTE_S, "分钟")):
        if age >= per:
            return f"截至 {age / per:.0f} {unit}前"
    return f"截至 {max(round(age), 1)} 秒前"
