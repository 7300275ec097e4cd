"""The doors of closed seasons: kept as they stood, and compared with the one before."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.reporting import store
from services.reporting.indicators import CATALOGUE
from services.reporting.model import KeptPeriod
from services.reporting.schemas import KeepPeriod, Period, period_of
from services.reporting.service.figures import place_asked
from services.reporting.shown import first_day, indicator_shown, reading
from shared.desk import Desk
from shared.facts import Stock
from shared.identity import Role
from shared.refusals import Refusal
from shared.worker import Doors, read, write

SILENT_S = 60.0
OURS = "51"


class SeasonStillOpen(Refusal):
    """{period} 所在的季尚未截止,不能封存"""


class SeasonStillCounting(Refusal):
    """还有尚未计入的数据,{period} 稍后再封存"""


class SeasonDoors(Doors):
    """往季: read-only, with the indicators that there were."""

    @write(KeepPeriod, service_only=True)
    def keep_period(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Keep the indicators and the figures of a closed period as they stand, once and for all."""
        asked = period_of(fields["period"])
        store.enter_live(desk.session)
        _must_be_over(desk, asked)
        if asked.id not in store.kept_periods(desk.session):
            _keep(desk, asked)
        return {"period": asked.id}

    @read(*Role)
    def year_on_year(self, desk: Desk, place: str, period: str) -> dict[str, Any]:
        """Show every figure of a place beside that of the same month, or of the season, a year before."""
        asked = period_of(period)
        itself = place_asked(desk, place, min(asked.until, desk.today))
        now, before = (
            reading(desk.session, desk.frame, [itself.code], each, min(each.until, desk.today))
            for each in (asked, asked.year_before)
        )
        figures, former = now.figures(itself.code), before.figures(itself.code)
        return {
            "place": {"code": itself.code, "name": itself.name, "level": itself.level},
            "period": asked.id,
            "before": asked.year_before.id,
            "over": desk.today > asked.until,
            "indicators": now.indicators,
            "figures": {code: _compared(said, former.get(code)) for code, said in figures.items()},
        }


def _must_be_over(desk: Desk, asked: Period) -> None:
    """Refuse a season that takes facts still, or whose facts are not all counted."""
    campaign = desk.frame.campaign(asked.season)
    if campaign is None or desk.today <= campaign.closes_on:
        raise SeasonStillOpen("period", period=asked.id)
    standing = store.status(desk.session, CATALOGUE.services)
    sources = [each for each in standing["sources"] if each["source"]]
    behind = any(each["missing"] or (each["seconds_silent"] or 0.0) > SILENT_S for each in sources)
    if behind or standing["waiting"]["facts"] or standing["parked"]:
        raise SeasonStillCounting("period", period=asked.id)


def _keep(desk: Desk, asked: Period) -> None:
    catalogue = store.live_catalogue(desk.session)
    shown = [indicator_shown(catalogue, each) for each in catalogue.indicators.values()]
    kept = KeptPeriod(period=asked.id, season=asked.season, kept_at=desk.now, indicators=shown)
    units = [each.code for each in desk.frame.below(OURS.ljust(12, "0"))]
    stocks = [each.code for each in catalogue.counted if isinstance(each, Stock)]
    store.keep(desk.session, kept, [OURS.ljust(12, "0"), *units], asked.before(first_day(desk.frame)), stocks)


def _compared(now: dict[str, Any], before: dict[str, Any] | None) -> dict[str, Any]:
    """Put a figure beside the one before; None where there was no such indicator, or nothing to divide by."""
    was = before["value"] if before else None
    value = now["value"]
    change = None if value is None or was is None else round(value - was, 2)
    rate = round(100 * change / was, 1) if change is not None and was else None
    return {"now": now, "before": before, "change": change, "rate": rate}
