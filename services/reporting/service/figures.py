"""The doors of the roll-up: figures, series, what stands behind them, and how fresh they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import accumulate
from typing import Any

from services.reporting import store
from services.reporting.fold import plans, waiting
from services.reporting.indicators import CATALOGUE, Catalogue, add_up
from services.reporting.schemas import PAGE, offset_of, period_of, series_days, standing_before
from services.reporting.shown import first_day, indicator_shown, place_shown, sheet_of
from shared.desk import Desk, PlaceUnknown
from shared.facts import Indicator, Line, Ratio, Stock, Sum, facts_of, stem
from shared.frame import Place
from shared.identity import Role
from shared.refusals import OutOfScope, Refusal, Refused
from shared.rpc import RpcClient, ServiceTokens
from shared.settings import Settings
from shared.worker import Doors, read

COUNTY_STEM = 6


class IndicatorUnknown(Refusal):
    """没有名为“{indicator}”的指标"""


class IndicatorWaits(Refusal):
    """“{label}”是新增指标,正等待重新计数,完成后即可查看"""


class LineUnknown(Refusal):
    """没有名为“{line}”的行动"""


class RatioHasNoDays(Refusal):
    """“{label}”是比率,不按日列出;请分别查看其分子与分母"""


class ChildrenNearbyOnly(Refusal):
    """留守儿童的逐条记录只对所在县、乡开放"""


class FigureDoors(Doors):
    """The provincial roll-up, and what stands behind each of its figures."""

    @read(*Role)
    def rollup(self, desk: Desk, place: str, period: str, lines: list[str] | None = None) -> dict[str, Any]:
        """Show every figure of a place and of the places directly below it, in a month or a season."""
        asked = period_of(period)
        on = min(asked.until, desk.today)
        itself = _place(desk, place, on)
        below = desk.frame.children(place, on)
        catalogue = store.live_catalogue(desk.session)
        shown = _indicators(catalogue, lines)
        store.look_at_live(desk.session)
        sheet = sheet_of(desk.session, desk.frame, [each.code for each in (itself, *below)], asked, on)
        figures = {row.code: {each.code: sheet.shown(row.code, each) for each in shown} for row in (itself, *below)}
        return {
            "period": asked.id,
            "season": asked.season,
            "indicators": [indicator_shown(catalogue, each) for each in shown],
            "place": place_shown(itself),
            "figures": figures[place],
            "children": [{"place": place_shown(each), "figures": figures[each.code]} for each in below],
        }

    @read(*Role)
    def series(self, desk: Desk, place: str, indicator: str, since: date, until: date) -> dict[str, Any]:
        """Show one figure of a place day by day; only what may be added up has a total."""
        days = series_days(since, until)
        _place(desk, place, until)
        named = _indicator(store.live_catalogue(desk.session), indicator)
        if isinstance(named, Ratio):
            raise RatioHasNoDays("indicator", label=named.label)
        values = _by_day(desk, place, named, days)
        shown = {
            "indicator": indicator_shown(CATALOGUE, named),
            "days": [{"on": str(day), "value": value} for day, value in zip(days, values, strict=True)],
        }
        return {**shown, "total": add_up(named, values)} if isinstance(named, Sum) else shown

    @read(*Role)
    def facts_behind(self, desk: Desk, place: str, indicator: str, period: str, page: int = 1) -> dict[str, Any]:
        """Ask the source for the facts behind a figure, page by page; a ratio's are those of its part."""
        asked, offset = period_of(period), offset_of(page)
        _place(desk, place, asked.until)
        catalogue = store.live_catalogue(desk.session)
        counted = catalogue.counted_part(_indicator(catalogue, indicator))
        if any(fact.line is Line.CHILDREN for fact in facts_of(counted)):
            _must_be_near(desk)
        asking: dict[str, Any] = {
            "kinds": [fact.__name__ for fact in facts_of(counted)],
            "place_stem": stem(place),
            "since": str(first_day(desk.frame) if isinstance(counted, Stock) else asked.since),
            "until": str(asked.until),
            "where": {field: code.value for field, code in getattr(counted, "where", {}).items()},
            "joint": counted in catalogue.of_all,
            "offset": offset,
            "limit": PAGE,
        }
        rpc = _rpc(self.transactions.settings)
        answers = [rpc.call(service, "facts_behind", **asking) for service in catalogue.services_of(counted)]
        facts = [fact for answer in answers for fact in answer["facts"]]
        return {"indicator": indicator_shown(catalogue, counted), "page": page, "facts": facts}

    @read(*Role)
    def freshness(self, desk: Desk) -> dict[str, Any]:
        """Tell how far the figures are behind each source, what is parked, and when they were last rolled."""
        store.look_at_live(desk.session)
        waits = waiting(plans(CATALOGUE), store.declared(desk.session))
        return {**store.status(desk.session, CATALOGUE.services), "waiting_for_rebuild": waits}


@cache
def _rpc(settings: Settings) -> RpcClient:
    """Ask as the service itself: the caller's scope was checked here, and the sources are asked for no more than it."""
    return RpcClient(settings, ServiceTokens(settings))


def _place(desk: Desk, code: str, on: date) -> Place:
    if not desk.identity.covers(code):
        raise OutOfScope("place")
    found = desk.frame.place(code, on) or desk.frame.place(code)
    if found is None:
        raise Refused([PlaceUnknown("place", place=code)])
    return found


def _must_be_near(desk: Desk) -> None:
    if desk.identity.person and any(len(each) < COUNTY_STEM for each in desk.identity.scope):
        raise ChildrenNearbyOnly("indicator")


def _indicator(catalogue: Catalogue, code: str) -> Indicator:
    if code in catalogue.indicators:
        return catalogue.indicators[code]
    if code in CATALOGUE.indicators:
        raise IndicatorWaits("indicator", label=CATALOGUE.indicators[code].label)
    raise IndicatorUnknown("indicator", indicator=code)


def _indicators(catalogue: Catalogue, lines: Sequence[str] | None) -> list[Indicator]:
    """List the indicators of some lines, or all of them; raises LineUnknown."""
    for each in lines or ():
        if each not in {line.value for line in Line}:
            raise LineUnknown("lines", line=each)
    return [each for each in catalogue.indicators.values() if not lines or catalogue.line_of(each).value in lines]


def _by_day(desk: Desk, place: str, named: Any, days: Sequence[date]) -> list[int]:
    """Read a figure day by day; a stock stands at all that was added to it until then."""
    cells = store.by_day(desk.session, place, named.code, days)
    values = [cells.get(day, 0) for day in days]
    if not isinstance(named, Stock):
        return values
    before = standing_before(days[0], first_day(desk.frame))
    return list(accumulate(values, initial=store.standing_before(desk.session, place, named.code, before)))[1:]
