"""What reporting's doors accept beside places: months, seasons, days and pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from shared.refusals import Refusal

PAGE = 100
TABLE_PAGE = 5_000
LONGEST_SERIES = 400

_MONTH = re.compile(r"(20[1-9][0-9])-(0[1-9]|1[0-2])")
_SEASON = re.compile(r"(20[1-9][0-9])-([0-9]{2})")
FIRST_MONTH = 7
"""A season runs from July to June."""


class PeriodUnknown(Refusal):
    """没有名为“{period}”的统计期;请写月份(如 2021-12)或季度活动期(如 2021-22)"""


class DaysReversed(Refusal):
    """起止日期须先后有序,且不超过 {most} 天"""


class PageUnknown(Refusal):
    """页码须从 1 开始"""


@dataclass(frozen=True)
class Period:
    """A month or a season, as it names its cells."""

    id: str
    since: date
    until: date

    @property
    def season(self) -> str:
        """Name the season that it is, or lies in."""
        return season_of(self.since)

    @property
    def is_season(self) -> bool:
        """Tell a season from a month."""
        return self.id == self.season

    @property
    def year_before(self) -> Period:
        """Give the same month, or the season, a year before."""
        since, until = (date(day.year - 1, day.month, 1) for day in (self.since, self.until))
        ends = _next_month(until) - timedelta(days=1)
        return Period(season_of(since) if self.is_season else f"{since:%Y-%m}", since, ends)

    def before(self, first: date) -> list[str]:
        """Name the periods from a first day on that a stock adds up to where it stood when this one began."""
        return standing_before(self.since, first)


def period_of(id: str) -> Period:
    """Read a month or a season; raises PeriodUnknown."""
    if found := _MONTH.fullmatch(id):
        since = date(int(found[1]), int(found[2]), 1)
        return Period(id, since, _next_month(since) - timedelta(days=1))
    found = _SEASON.fullmatch(id)
    if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
        raise PeriodUnknown("period", period=id)
    year = int(found[1])
    return Period(id, date(year, FIRST_MONTH, 1), date(year + 1, FIRST_MONTH, 1) - timedelta(days=1))


def season_of(day: date) -> str:
    """Name the season in which a day lies."""
    year = _season_begins(day).year
    return f"{year}-{(year + 1) % 100:02}"


def standing_before(day: date, first: date) -> list[str]:
    """Name the seasons, the months and the days that together reach from a first day to the day before another."""
    begun = _season_begins(day)
    seasons = [season_of(date(year, FIRST_MONTH, 1)) for year in range(_season_begins(first).year, begun.year)]
    months, month = [], begun
    while _next_month(month) <= day:
        months.append(f"{month:%Y-%m}")
        month = _next_month(month)
    return [*seasons, *months, *map(str, days_between(month, day - timedelta(days=1)))]


def days_between(since: date, until: date) -> list[date]:
    """List the days from one to another, both included."""
    return [since + timedelta(days=number) for number in range((until - since).days + 1)]


def series_days(since: date, until: date) -> list[date]:
    """List the days of a series; raises DaysReversed."""
    if not since <= until <= since + timedelta(days=LONGEST_SERIES):
        raise DaysReversed("until", most=LONGEST_SERIES)
    return days_between(since, until)


def offset_of(page: int, size: int = PAGE) -> int:
    """Tell how many rows lie before a page; raises PageUnknown."""
    if page < 1:
        raise PageUnknown("page")
    return (page - 1) * size


def _season_begins(day: date) -> date:
    return date(day.year if day.month >= FIRST_MONTH else day.year - 1, FIRST_MONTH, 1)


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
