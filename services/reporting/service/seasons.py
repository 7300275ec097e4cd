"""The doors of closed seasons: kept as they stood, and compared with the one before."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from services.reporting import store
from services.reporting.indicators import CATALOGUE
from services.reporting.model import KeptPeriod
from services.reporting.returns.rights import PROVINCE
from services.reporting.schemas import KeepPeriod, Period, period_of
from services.reporting.service.figures import place_asked
from services.reporting.shown import first_day, indicator_shown, place_shown, reading
from shared.desk import Desk
from shared.facts import Stock
from shared.frame import Campaign
from shared.identity import Role
from shared.refusals import Refusal
from shared.worker import Doors, read, write

SILENT_S = 60.0
PLACES_PAGE = 200


class SeasonStillOpen(Refusal):
    """{period} 所在的季尚未截止,不能封存"""


class SeasonStillCounting(Refusal):
    """还有尚未计入的数据,{period} 稍后再封存"""


class SeasonNotKept(Refusal):
    """{period} 尚未封存:须在该季截止且全部计入之后"""


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

    @read(service_only=True)
    def kept_period(self, desk: Desk, period: str, after: str = "") -> dict[str, Any]:
        """Show what is kept of a closed period, page by page of places; of figures only those that are not nothing."""
        asked, kept = period_of(period), store.kept_period(desk.session, period)
        if kept is None:
            raise SeasonNotKept("period", period=asked.id)
        page = [each for each in _all_places(desk) if each > after][:PLACES_PAGE]
        seen = reading(desk.session, desk.frame, page, asked, asked.until)
        places = [place for code in page if (place := desk.frame.place(code, asked.until) or desk.frame.place(code))]
        return {
            "period": asked.id,
            "campaign": _campaign(desk, asked.season),
            "kept_at": kept.kept_at,
            "indicators": seen.indicators,
            "places": [{**place_shown(each), "figures": _said(seen.figures(each.code))} for each in places],
            "next": page[-1] if len(page) == PLACES_PAGE else None,
        }

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
            "place": place_shown(itself),
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
    stocks = [each.code for each in catalogue.counted if isinstance(each, Stock)]
    store.keep(desk.session, kept, _all_places(desk), asked.before(first_day(desk.frame)), stocks)


def _all_places(desk: Desk) -> list[str]:
    """List the province and every place that ever was in it, for figures of places that were merged are kept too."""
    return [PROVINCE, *desk.frame.codes_below(PROVINCE)]


def _campaign(desk: Desk, season: str) -> dict[str, Any]:
    return vars(cast("Campaign", desk.frame.campaign(season)))


def _said(figures: dict[str, Any]) -> dict[str, Any]:
    return {
        code: said for code, said in figures.items() if said["value"] or said.get("whole") or said.get("breakdowns")
    }


def _compared(now: dict[str, Any], before: dict[str, Any] | None) -> dict[str, Any]:
    """Put a figure beside the one before; None where there was no such indicator, or nothing to divide by."""
    was = before["value"] if before else None
    value = now["value"]
    change = None if value is None or was is None else round(value - was, 2)
    rate = round(100 * change / was, 1) if change is not None and was else None
    return {"now": now, "before": before, "change": change, "rate": rate}
