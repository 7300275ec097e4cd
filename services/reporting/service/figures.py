"""The doors of the roll-up: figures, series, and how fresh they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from typing import Any

from services.reporting import store
from services.reporting.fold import plans, waiting
from services.reporting.indicators import CATALOGUE, Catalogue, add_up
from services.reporting.schemas import Period, period_of, series_days, standing_before
from services.reporting.shown import Choice, first_day, indicator_shown, place_shown, reading
from shared.desk import Desk, PlaceUnknown
from shared.facts import Indicator, Line, Ratio, Stock, Sum
from shared.frame import Place
from shared.identity import Role
from shared.refusals import OutOfScope, Refusal, Refused
from shared.worker import Doors, read


class IndicatorUnknown(Refusal):
    """没有名为“{indicator}”的指标"""


class IndicatorWaits(Refusal):
    """“{label}”是新增指标,正等待重新计数,完成后即可查看"""


class LineUnknown(Refusal):
    """没有名为“{line}”的行动"""


class RatioHasNoDays(Refusal):
    """“{label}”是比率,不按日列出;请分别查看其分子与分母"""


class FigureDoors(Doors):
    """The provincial roll-up."""

    @read(*Role)
    def rollup(
        self,
        desk: Desk,
        place: str,
        period: str,
        lines: list[str] | None = None,
        below: list[str] | None = None,
        parts: bool = True,  # noqa: FBT001, FBT002 - asked over RPC, by name
    ) -> dict[str, Any]:
        """Show every figure of a place, and of the places directly below it those asked for, with parts or without."""
        asked = period_of(period)
        on = min(asked.until, desk.today)
        itself, chosen = place_asked(desk, place, on), _known(lines or ())
        under = desk.frame.children(place, on)
        seen = reading(desk.session, desk.frame, [place], asked, on, Choice(chosen))
        codes = [each.code for each in under]
        seen_below = reading(desk.session, desk.frame, codes, asked, on, Choice(chosen, below, parts))
        return {
            "period": asked.id,
            "season": asked.season,
            "indicators": seen.indicators,
            "place": place_shown(itself),
            "figures": seen.figures(place),
            "children": [{"place": place_shown(each), "figures": seen_below.figures(each.code)} for each in under],
        }

    @read(*Role)
    def series(self, desk: Desk, place: str, indicator: str, since: date, until: date) -> dict[str, Any]:
        """Show one figure of a place day by day; only what may be added up has a total."""
        days = series_days(since, until)
        place_asked(desk, place, until)
        named = indicator_asked(store.live_catalogue(desk.session), indicator)
        if isinstance(named, Ratio):
            raise RatioHasNoDays("indicator", label=named.label)
        values = _by_day(desk, place, named, days)
        shown = {
            "indicator": indicator_shown(CATALOGUE, named),
            "days": [{"on": str(day), "value": value} for day, value in zip(days, values, strict=True)],
        }
        return {**shown, "total": add_up(named, values)} if isinstance(named, Sum) else shown

    @read(*Role)
    def freshness(self, desk: Desk) -> dict[str, Any]:
        """Tell how far the figures are behind each source, what is parked, and when they were last rolled."""
        store.look_at_live(desk.session)
        waits = waiting(plans(CATALOGUE), store.declared(desk.session))
        return {**store.status(desk.session, CATALOGUE.services), "waiting_for_rebuild": waits}

    @read(service_only=True)
    def marks(self, desk: Desk, boards: list[list[str]]) -> list[int]:
        """Mark places in periods, each with those directly below it: another mark says that a figure has changed."""
        version = store.look_at_live(desk.session)
        return [version ^ _mark(desk, place, period_of(period)) for place, period in boards]


def place_asked(desk: Desk, code: str, on: date) -> Place:
    """Find a place in the caller's scope; raises OutOfScope, PlaceUnknown."""
    if not desk.identity.covers(code):
        raise OutOfScope("place")
    found = desk.frame.place(code, on) or desk.frame.place(code)
    if found is None:
        raise Refused([PlaceUnknown("place", place=code)])
    return found


def indicator_asked(catalogue: Catalogue, code: str) -> Indicator:
    """Find an indicator among those that are counted; raises IndicatorWaits, IndicatorUnknown."""
    if code in catalogue.indicators:
        return catalogue.indicators[code]
    if code in CATALOGUE.indicators:
        raise IndicatorWaits("indicator", label=CATALOGUE.indicators[code].label)
    raise IndicatorUnknown("indicator", indicator=code)


def _known(lines: Sequence[str]) -> Sequence[str]:
    """Give the lines back if there are such; raises LineUnknown."""
    for each in lines:
        if each not in {line.value for line in Line}:
            raise LineUnknown("lines", line=each)
    return lines


def _mark(desk: Desk, place: str, asked: Period) -> int:
    on = min(asked.until, desk.today)
    units = [place, *(each.code for each in desk.frame.children(place, on))]
    return store.mark(desk.session, units, sorted({asked.id, asked.season}))


def _by_day(desk: Desk, place: str, named: Any, days: Sequence[date]) -> list[int]:
    """Read a figure day by day; a stock stands at all that was added to it until then."""
    cells = store.by_day(desk.session, place, named.code, days)
    values = [cells.get(day, 0) for day in days]
    if not isinstance(named, Stock):
        return values
    before = standing_before(days[0], first_day(desk.frame))
    return list(accumulate(values, initial=store.standing_before(desk.session, place, named.code, before)))[1:]
