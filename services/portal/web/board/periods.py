"""Which months and seasons a board may be asked for, and which one is meant where nobody says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.reporting.schemas import Period, period_of
from services.reporting.schemas.periods import PeriodUnknown
from shared import clock
from shared.frame import Campaign, Frame
from shared.refusals import Refused


@dataclass(frozen=True)
class Choice:
    """A period that one may choose."""

    id: str
    label: str


def chosen(frame: Frame, asked: str | None) -> Period:
    """Read the period that is asked for, by default the season that runs or was the last; raises Refused."""
    try:
        return period_of(asked or _campaign(frame, clock.today()).id)
    except PeriodUnknown as unknown:
        raise Refused([unknown]) from unknown


def _campaign(frame: Frame, on: date) -> Campaign:
    begun = [each for each in frame.campaigns if each.starts_on <= on]
    return begun[-1] if begun else frame.campaigns[0]


def seasons(frame: Frame) -> list[Choice]:
    """List the seasons, the newest first."""
    return [Choice(each.id, f"{each.id} 年度") for each in reversed(frame.campaigns)]


def months(frame: Frame, period: Period) -> list[Choice]:
    """List the months of the season that is looked at."""
    campaign = frame.campaign(period.season)
    return [Choice(each, labelled(each)) for each in campaign.months] if campaign else []


def labelled(period: str) -> str:
    """Write a month as 2022年1月, a season as 2021-22 年度."""
    asked = period_of(period)
    return f"{period} 年度" if asked.is_season else f"{asked.since.year}年{asked.since.month}月"


def shown_until(period: Period) -> date:
    """Tell the last day that a series of the period can say anything of."""
    return max(period.since, min(period.until, clock.today()))
