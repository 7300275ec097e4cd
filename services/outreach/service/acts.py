"""Rules that single kinds of acts obey beyond their fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.outreach.facts.away import AwayEventHeld
from services.outreach.facts.publicity import Medium, PublicityPublished
from shared.acts import Derive, Derived
from shared.desk import Desk
from shared.facts import Act, Organiser
from shared.refusals import Refusal


class HeldAtHome(Refusal):
    """驻外活动须在省外举办:{place} 在四川省内"""


class NotLedAway(Refusal):
    """驻外活动须由驻外团组织牵头"""


class ClearedTooLate(Refusal):
    """疫情防控同意日期 {cleared_on} 晚于活动日期 {held_on}"""


class CopiesOfNoPrint(Refusal):
    """只有“资料”才填发放份数"""


def _away_events(desk: Desk, said: Sequence[Mapping[str, Any]]) -> list[Derived]:
    return [_away_event(desk, each) for each in said]


def _away_event(desk: Desk, said: Mapping[str, Any]) -> Derived:
    lead = desk.frame.organisation(said["organisation"], said["occurred_on"])
    if said["place"].startswith("51"):
        return HeldAtHome("place", place=said["place"])
    if lead is None or lead.organiser != Organiser.AWAY:
        return NotLedAway("organisation")
    if said["cleared_on"] > said["occurred_on"]:
        return ClearedTooLate("cleared_on", cleared_on=said["cleared_on"], held_on=said["occurred_on"])
    return {}


def _publicity(_desk: Desk, said: Sequence[Mapping[str, Any]]) -> list[Derived]:
    return [CopiesOfNoPrint("copies") if each["copies"] and each["medium"] != Medium.PRINT else {} for each in said]


DERIVE: Mapping[type[Act], Derive] = {AwayEventHeld: _away_events, PublicityPublished: _publicity}
