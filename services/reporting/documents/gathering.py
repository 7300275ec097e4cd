"""Gathers what the province's summary is made of: what every city last submitted, and the province as it is now."""

from __future__ import annotations

from collections.abc import Sequence

from services.reporting import store
from services.reporting.documents.added import Answer, Summary
from services.reporting.model import MonthlyReturn
from services.reporting.returns.content import on_actions
from services.reporting.returns.rights import PROVINCE, ReturnNotOpened
from services.reporting.returns.showing import returns_shown
from services.reporting.schemas import Period, period_of
from services.reporting.shown import Sheet, indicator_shown, sheet_of
from services.reporting.store.standing_returns import standing_freezes
from shared.desk import Desk
from shared.facts import Indicator


def summary_of(desk: Desk, month: str) -> Summary:
    """Gather the summary of a month, or of a season's closing returns; raises ReturnNotOpened."""
    asked = period_of(month)
    found = store.returns_of(desk.session, asked.id)
    if not found:
        raise ReturnNotOpened("month", month=month)
    store.look_at_live(desk.session)
    return Summary(
        returns=returns_shown(found, store.confirmed_counts(desk.session, asked.id)),
        names={each.city: _name(desk, each.city) for each in found},
        reported=_reported(desk, asked, found),
        month=_rolled(desk, asked),
        season=_rolled(desk, period_of(asked.season)),
        as_of=desk.now.isoformat(),
    )


def _name(desk: Desk, city: str) -> str:
    place = desk.frame.place(city)
    return place.name if place else city


def _reported(desk: Desk, asked: Period, found: Sequence[MonthlyReturn]) -> dict[str, Answer]:
    """Read what was frozen last: a return that was sent back stands as it was until it comes again."""
    shown = [indicator_shown(store.live_catalogue(desk.session), each) for each in _indicators(desk)]
    frozen = standing_freezes(desk.session, asked.id)
    return {
        each.city: {**frozen[each.city].content, "kind": each.kind, "indicators": shown}
        for each in found
        if each.city in frozen
    }


def _rolled(desk: Desk, asked: Period) -> Answer:
    """Read the province and its cities in one look, so that the one less the others is what it did itself."""
    on = min(asked.until, desk.today)
    cities = [each.code for each in desk.frame.children(PROVINCE, on)]
    sheet = sheet_of(desk.session, desk.frame, [PROVINCE, *cities], asked, on)
    indicators = _indicators(desk)
    catalogue = store.live_catalogue(desk.session)
    return {
        "period": asked.id,
        "season": asked.season,
        "indicators": [indicator_shown(catalogue, each) for each in indicators],
        "figures": _figures(sheet, PROVINCE, indicators),
        "children": [{"figures": _figures(sheet, city, indicators)} for city in cities],
    }


def _indicators(desk: Desk) -> list[Indicator]:
    return list(on_actions(store.live_catalogue(desk.session)))


def _figures(sheet: Sheet, place: str, indicators: Sequence[Indicator]) -> Answer:
    return {each.code: sheet.shown(place, each) for each in indicators}
