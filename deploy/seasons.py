"""A winter's days as they usually are, from the day of the Spring Festival."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

SPRING_FESTIVALS = {
    day.year: day
    for day in (
        date(2022, 2, 1), date(2023, 1, 22), date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17),
        date(2027, 2, 6), date(2028, 1, 26), date(2029, 2, 13), date(2030, 2, 3),
    )
}  # fmt: skip

RUSH_BEFORE, RUSH_AFTER = timedelta(days=15), timedelta(days=24)
"""The travel rush lasts forty days round the festival."""


def usual_days(season: str, festival: date) -> dict[str, date]:
    """Give the days of a winter such as 2022-23: November to March, a month to put things right, and the rush."""
    year = int(season[:4])
    return {
        "starts_on": date(year, 11, 1),
        "ends_on": date(year + 1, 3, 31),
        "closes_on": date(year + 1, 4, 30),
        "travel_starts_on": festival - RUSH_BEFORE,
        "homeward_ends_on": festival - timedelta(days=1),
        "travel_ends_on": festival + RUSH_AFTER,
    }


def campaign(season: str, days: dict[str, date]) -> dict[str, Any]:
    """Describe a winter as portal's door takes it."""
    first, last = (days[name].year * 12 + days[name].month - 1 for name in ("starts_on", "ends_on"))
    months = [f"{month // 12}-{month % 12 + 1:02}" for month in range(first, last + 1)]
    return {"id": season, **{name: str(day) for name, day in days.items()}, "months": months}
