"""What a visit to a child must keep to, and the key under which it is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.children.facts.visits import Medium
from services.children.service.stays import season_of
from services.children.store.stays import stays_of
from shared.desk import Desk
from shared.refusals import Refusal


class CaseUnknown(Refusal):
    """在您的授权范围内没有这个个案"""


class CaseNotOpen(Refusal):
    """该个案在 {day} 不在册"""


class PlaceIsNotTheCases(Refusal):
    """地点不是该个案在 {day} 登记的乡镇或街道;只有到学校走访可以在别处"""


def child_of_case(desk: Desk, said: Mapping[str, Any]) -> dict[str, UUID]:
    """Find the key under which a visited child is told; raises CaseUnknown, CaseNotOpen, PlaceIsNotTheCases."""
    on, season = said["occurred_on"], season_of(desk, said["occurred_on"])
    stays = stays_of(desk.session, said["case"])
    if not stays:
        raise CaseUnknown("case")
    there = [each for each in stays if each.season == season and each.since <= on <= (each.until or on)]
    if not there:
        raise CaseNotOpen("case", day=on)
    if said["medium"] is not Medium.SCHOOL and said["place"] not in {each.place for each in there}:
        raise PlaceIsNotTheCases("place", day=on)
    return {"child": there[-1].child}
