"""The doors of 超期未联系: every day it is asked who was reached, so that no child is forgotten."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from services.children.facts.silences import DAYS_OF_SILENCE
from services.children.model import Silence, Stay
from services.children.schemas.silences import CheckContacts
from services.children.store.silences import out_of_contact, resumed, silent
from shared.desk import DateOutsideCampaign, Desk
from shared.eventlog import tell_many
from shared.frame import Campaign
from shared.identity import Role
from shared.worker import Doors, read, write


class SilenceDoors(Doors):
    """超期未联系: checked once a day, and listed whenever somebody asks."""

    @write(CheckContacts, service_only=True)
    def check_contacts(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Tell which children nobody has reached for too long by this day, and which were reached again."""
        campaign = _campaign(desk, fields["on"])
        again = _end(desk, campaign, fields["on"])
        begun = [_begin(*each) for each in silent(desk.session, campaign, fields["on"])]
        desk.session.add_all(begun)
        told = [(each.lapsed(), each.fact_id("lapsed")) for each in begun]
        tell_many(desk.session, [*told, *((each.resumed(), each.fact_id("resumed")) for each in again)], desk.now)
        return {"lapsed": len(begun), "resumed": len(again)}

    @read(Role.RECORDER, Role.OFFICER)
    def children_out_of_contact(
        self, desk: Desk, place: str, days: int = DAYS_OF_SILENCE, after: UUID | None = None, limit: int = 100
    ) -> list[dict[str, Any]]:
        """List the children of a place whom nobody has reached for some days, and whose they are to visit."""
        campaign, until = _campaign(desk, desk.today), desk.today - timedelta(days=days)
        return out_of_contact(desk.session, campaign, place, until, after, limit)


def _campaign(desk: Desk, on: date) -> Campaign:
    campaign = desk.frame.campaign_on(on)
    if campaign is None:
        raise DateOutsideCampaign("on", day=on)
    return campaign


def _end(desk: Desk, campaign: Campaign, on: date) -> list[Silence]:
    ended = []
    for silence, last in resumed(desk.session, campaign, on):
        silence.resumed_on = last
        ended.append(silence)
    return ended


def _begin(stay: Stay, since: date, turns: int) -> Silence:
    return Silence(
        case_id=stay.case_id,
        ordinal=stay.ordinal,
        turn=turns + 1,
        child=stay.child,
        since=since,
        **stay.where(),
    )
