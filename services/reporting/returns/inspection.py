"""Gathers what a return is checked against: the month before, the last seven days, and open suspicions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from services.reporting import store
from services.reporting.indicators import CATALOGUE
from services.reporting.returns.checks import Finding, findings
from services.reporting.schemas import Period, days_between, period_of
from services.reporting.store import Figures
from shared.desk import Desk
from shared.facts import Act, Sum
from shared.refusals import Refused

WEEK = timedelta(days=7)
PATIENCE_S = 1.5
"""How long each service is waited for: four that are away must not use up the caller's own patience."""


def inspect(desk: Desk, city: str, asked: Period, now: Figures, season: Figures) -> list[Finding]:
    """Check a city's figures of a period; it asks other services, so call it before anything is locked."""
    return findings(now, _before(desk, city, asked), _last_week(desk, city), _suspicions(desk, city, asked), season)


def _before(desk: Desk, city: str, asked: Period) -> Figures | None:
    """Read the month before, unless the campaign begins with this one or the period is a whole season."""
    campaign = desk.frame.campaign(asked.season)
    if asked.is_season or campaign is None or asked.id not in campaign.months[1:]:
        return None
    month = campaign.months[campaign.months.index(asked.id) - 1]
    store.look_at_live(desk.session)
    return store.figures(desk.session, [city], period_of(month).id, (), ()).get(city, {})


def _last_week(desk: Desk, city: str) -> Mapping[str, int]:
    sums = [each.code for each in CATALOGUE.counted if isinstance(each, Sum)]
    store.look_at_live(desk.session)
    return store.lately(desk.session, city, days_between(desk.today - WEEK + timedelta(days=1), desk.today), sums)


def _suspicions(desk: Desk, city: str, asked: Period) -> Mapping[str, int | None]:
    """Ask every service that keeps acts; one that is away is named, for a deadline does not wait for it."""
    said: dict[str, int | None] = {}
    about = {"place": city, "since": str(asked.since), "until": str(asked.until)}
    for service in (name for name, told in CATALOGUE.services.items() if any(issubclass(f, Act) for f in told.facts)):
        try:
            said.update(desk.ask(service, "open_suspicions", deadline=PATIENCE_S, **about))
        except Refused as refused:
            [refusal] = refused.refusals
            if refusal.rule != "ServiceAway":
                raise
            said[str(refusal.details["name"])] = None
    return said
