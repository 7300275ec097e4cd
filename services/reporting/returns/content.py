"""What a return says of its period: figures, those of the season to date, and what is reported late (补报)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.reporting import store
from services.reporting.indicators import CATALOGUE, Catalogue
from services.reporting.model import MonthlyReturn
from services.reporting.returns.carrying import carried, shares
from services.reporting.schemas import period_of
from services.reporting.shown import Sheet, indicator_shown, sheet_of
from services.reporting.store import Figures, Sums
from shared.desk import Desk
from shared.facts import Distinct, Indicator, Sum

Shown = dict[str, Any]


@dataclass(frozen=True)
class Content:
    """What a return says; its shares are what it adds to what stands reported of each month."""

    catalogue: Catalogue
    sheet: Sheet
    city: str
    carried: Mapping[str, Mapping[str, Mapping[str, int]]]
    shares: Sums

    @property
    def now(self) -> Figures:
        """Give the figures of the period as they are counted."""
        return self.sheet.figures.get(self.city, {})

    @property
    def season(self) -> Figures:
        """Give the figures of the season to date as they are counted."""
        return self.sheet.of_season.get(self.city, {})

    @property
    def says_nothing(self) -> bool:
        """Tell whether nothing happened and nothing is reported late; what only stands is no work of the month."""
        happened = (each.code for each in on_actions(self.catalogue) if isinstance(each, Sum | Distinct))
        return not self.carried and not any(any(self.now.get(code, {}).values()) for code in happened)

    def shown(self) -> dict[str, Any]:
        """Show the figures, those of the season, what is reported late, and what each of them is."""
        of_season = replace(self.sheet, figures=self.sheet.of_season)
        indicators = list(on_actions(self.catalogue))
        return {
            "indicators": [indicator_shown(self.catalogue, each) for each in indicators],
            "figures": {each.code: self.sheet.shown(self.city, each) for each in indicators},
            "season_figures": {each.code: of_season.shown(self.city, each) for each in indicators},
            "carried": {
                month: {code: _late(values) for code, values in sorted(found.items())}
                for month, found in sorted(self.carried.items())
            },
        }


def content_of(desk: Desk, of: MonthlyReturn) -> Content:
    """Read what a return says now."""
    catalogue, asked = store.live_catalogue(desk.session), period_of(of.month)
    sheet = sheet_of(desk.session, desk.frame, [of.city], asked, min(asked.until, desk.today))
    months = months_of(desk, of)
    sums = [each.code for each in on_actions(catalogue) if isinstance(each, Sum)]
    live = store.sums_of(desk.session, of.city, months, sums)
    reported = store.reported(desk.session, of.city, months, of.id)
    own = None if of.is_closing else of.month
    return Content(catalogue, sheet, of.city, carried(live, reported, own), shares(live, reported))


def part_of(desk: Desk, of: MonthlyReturn, county: str) -> Content:
    """Read what a county adds to a return now; what is late is reported by the city alone."""
    catalogue, asked = store.live_catalogue(desk.session), period_of(of.month)
    sheet = sheet_of(desk.session, desk.frame, [county], asked, min(asked.until, desk.today))
    return Content(catalogue, sheet, county, {}, {})


def months_of(desk: Desk, of: MonthlyReturn) -> list[str]:
    """Name the months of which a return reports: its own and those before it, at the end all of them."""
    campaign = desk.frame.campaign(of.season)
    months = campaign.months if campaign else ()
    return [each for each in months if of.is_closing or each <= of.month]


def on_actions(catalogue: Catalogue) -> Iterator[Indicator]:
    """List the indicators of the lines of action: a return does not report on returns."""
    own = {each.code for each in CATALOGUE.services["reporting"].indicators}
    return (each for each in catalogue.indicators.values() if each.code not in own)


def _late(values: Mapping[str, int]) -> Shown:
    return {"value": values.get("", 0), "breakdowns": {name: value for name, value in values.items() if name}}
