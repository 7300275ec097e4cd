"""The rules of a winter: its days are in order, in its own season, and no other winter's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from shared.desk import Desk
from shared.frame import Campaign
from shared.refusals import Refusal, Refused

FIRST_MONTH = 7
"""A season runs from July to June, and figures are added up over it."""

IN_ORDER = ("starts_on", "travel_starts_on", "homeward_ends_on", "travel_ends_on", "ends_on", "closes_on")


class CampaignDaysReversed(Refusal):
    """日期须先后有序:开始、春运开始、返乡期结束、春运结束、结束、截止"""


class CampaignElsewhere(Refusal):
    """{campaign} 季的活动须在 {since} 至 {until} 之间"""


class CampaignMonthsOff(Refusal):
    """月份须依次写明从开始到结束的每一个月:{months}"""


class CampaignsOverlap(Refusal):
    """与 {campaign} 季({starts} 至 {ends})重叠"""


class CampaignOver(Refusal):
    """{campaign} 季已于 {closed} 截止,不能再更改"""


def must_fit(desk: Desk, fields: Mapping[str, Any]) -> None:
    """Refuse a winter that figures could not be added up over, or that has closed; raises Refused with every rule."""
    if broken := [*_broken(fields), *_in_the_way(desk, fields)]:
        raise Refused(broken)


def months_between(since: date, until: date) -> list[str]:
    """Name the months from one day to another."""
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    return [f"{month // 12}-{month % 12 + 1:02}" for month in range(first, last + 1)]


def _broken(fields: Mapping[str, Any]) -> Iterator[Refusal]:
    days = [fields[name] for name in IN_ORDER]
    if days != sorted(days):
        yield CampaignDaysReversed("starts_on")
        return
    year = int(fields["id"][:4])
    since, until = date(year, FIRST_MONTH, 1), date(year + 1, FIRST_MONTH, 1) - timedelta(days=1)
    season = f"{year}-{(year + 1) % 100:02}"
    if fields["id"] != season or not since <= fields["starts_on"] <= fields["ends_on"] <= until:
        yield CampaignElsewhere("id", campaign=season, since=since, until=until)
    months = months_between(fields["starts_on"], fields["ends_on"])
    if fields["months"] != months:
        yield CampaignMonthsOff("months", months="、".join(months))


def _in_the_way(desk: Desk, fields: Mapping[str, Any]) -> Iterator[Refusal]:
    for each in desk.frame.campaigns:
        if each.id != fields["id"]:
            if _overlap(each, fields):
                yield CampaignsOverlap("starts_on", campaign=each.id, starts=each.starts_on, ends=each.ends_on)
        elif desk.today > each.closes_on and {**vars(each), "months": list(each.months)} != dict(fields):
            yield CampaignOver("id", campaign=each.id, closed=each.closes_on)


def _overlap(one: Campaign, fields: Mapping[str, Any]) -> bool:
    return bool(one.starts_on <= fields["ends_on"] and fields["starts_on"] <= one.ends_on)
