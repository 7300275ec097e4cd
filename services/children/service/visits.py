"""What a visit to a child must keep to, and the key under which it is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.children.facts.visits import FollowUp, Medium, NeedKind
from services.children.service.stays import season_of
from services.children.store.stays import Stood, stays_of
from shared.acts import Derived
from shared.desk import Desk
from shared.refusals import Refusal


class CaseUnknown(Refusal):
    """在您的授权范围内没有这个个案"""


class CaseNotOpen(Refusal):
    """该个案在 {day} 不在册"""


class PlaceIsNotTheCases(Refusal):
    """地点不是该个案在 {day} 登记的乡镇或街道;只有到学校走访可以在别处"""


class ConcernNotChecked(Refusal):
    """需要关注的方面须是本次走访看过的内容"""


class NeedKindMissing(Refusal):
    """转为困难诉求的,须选诉求类别"""


class NeedKindUncalledFor(Refusal):
    """后续处理不是转为困难诉求,不应选诉求类别"""


def children_of_visits(desk: Desk, said: Sequence[Mapping[str, Any]]) -> list[Derived]:
    """Find the key under which each visited child is told, or the rule that the visit breaks."""
    stays = stays_of(desk.session, {each["case"] for each in said})
    return [_child_of(desk, each, stays.get(each["case"], ())) for each in said]


def cases_of_contacts(desk: Desk, said: Sequence[Mapping[str, Any]]) -> list[Derived]:
    """Refuse a contact of a child who is not on the register that day."""
    stays = stays_of(desk.session, {each["case"] for each in said})
    return [_refusal(standing(desk, each, stays.get(each["case"], ()))) for each in said]


def _child_of(desk: Desk, said: Mapping[str, Any], stays: Sequence[Stood]) -> Derived:
    there = _found(said) or standing(desk, said, stays)
    if isinstance(there, Refusal):
        return there
    if said["medium"] is not Medium.SCHOOL and said["place"] not in {each.place for each in there}:
        return PlaceIsNotTheCases("place", day=said["occurred_on"])
    return {"child": there[-1].child}


def _found(said: Mapping[str, Any]) -> Refusal | None:
    if not set(said["concerns"]) <= set(said["topics"]):
        return ConcernNotChecked("concerns")
    if said["follow_up"] is FollowUp.NEED and said["need"] is NeedKind.NONE:
        return NeedKindMissing("need")
    if said["follow_up"] is not FollowUp.NEED and said["need"] is not NeedKind.NONE:
        return NeedKindUncalledFor("need")
    return None


def standing(desk: Desk, said: Mapping[str, Any], stays: Sequence[Stood]) -> list[Stood] | Refusal:
    """Find where a child was on the register on the day of an act, or the rule that the act breaks."""
    on = said["occurred_on"]
    there = [each for each in stays if each.season == season_of(desk, on) and each.since <= on <= (each.until or on)]
    if not stays:
        return CaseUnknown("case")
    return there or CaseNotOpen("case", day=on)


def _refusal(standing: list[Stood] | Refusal) -> Derived:
    return standing if isinstance(standing, Refusal) else {}
