"""How returns are shown to those nearest to them: a city's own over time, and to a county its part of one."""

from __future__ import annotations

from collections import Counter
from typing import Any

from services.reporting import store
from services.reporting.model import MonthlyReturn
from services.reporting.returns.content import part_of
from services.reporting.returns.inspection import inspect
from services.reporting.returns.showing import findings_shown, heading_of
from services.reporting.schemas import period_of
from services.reporting.shown import place_shown
from shared.desk import Desk

Shown = dict[str, Any]


def headings_at(desk: Desk, city: str, county: str) -> list[Shown]:
    """Show where the returns of a city stand, the newest first, and when a county of it looked at its part."""
    found = store.returns_of_city(desk.session, city)
    confirmed = store.confirmed_in(desk.session, [each.id for each in found])
    counted = Counter(each.return_id for each in confirmed)
    looked = {each.return_id: each.at.isoformat() for each in confirmed if each.county == county}
    reminded = store.last_reminders(desk.session, [city]).get(city)
    return [
        {
            **heading_of(each),
            "confirmed": counted[each.id],
            "counties": len(each.counties),
            "confirmed_at": looked.get(each.id),
            "locks_on": _locks_on(desk, each),
            "reminded_at": reminded.isoformat() if reminded and reminded > each.opened_at else None,
        }
        for each in found
    ]


def _locks_on(desk: Desk, of: MonthlyReturn) -> str | None:
    """Tell until when it may be changed: until its campaign closes, or longer where an approver gave it longer."""
    campaign = desk.frame.campaign(of.season)
    return str(max(campaign.closes_on, of.unlocked_until or campaign.closes_on)) if campaign else None


def county_shown(desk: Desk, of: MonthlyReturn, county: str) -> Shown:
    """Show a county its part of a return as it is counted now, checked as the whole will be, and who looked at it."""
    asked, content = period_of(of.month), part_of(desk, of, county)
    place = desk.frame.place(county)
    looked = next((each for each in store.confirmed(desk.session, of.id) if each.county == county), None)
    return {
        **heading_of(of),
        "city": of.city,
        "county": place_shown(place) if place else {"code": county, "name": county, "level": "county"},
        "locks_on": _locks_on(desk, of),
        **content.shown(),
        "findings": findings_shown(inspect(desk, county, asked, content.now, content.season), {}),
        "confirmed": {"by": str(looked.by), "at": looked.at.isoformat()} if looked else None,
    }
