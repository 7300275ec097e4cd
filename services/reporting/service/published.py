"""The doors of the published table, at which everybody may look."""

from __future__ import annotations

from typing import Any

from services.reporting import store
from services.reporting.schemas import TABLE_PAGE, Period, offset_of, period_of
from services.reporting.sharing.edition import K
from services.reporting.sharing.view import page_of
from services.reporting.shown import indicator_shown, place_shown
from shared.desk import Desk, PlaceUnknown
from shared.refusals import Refusal
from shared.worker import Doors, read


class PlaceNotPublished(Refusal):
    """公开数据只到省、市、县三级,不含 {name}"""


class PeriodNotPublished(Refusal):
    """{period} 的公开数据尚未发布;每天早上 6 点更新"""


class PublishedDoors(Doors):
    """What everybody may see of every place, whatever their own scope."""

    @read()
    def published(self, desk: Desk, place: str, period: str) -> dict[str, Any]:
        """Show every published figure of a place and of the places directly below it."""
        asked = period_of(period)
        found = desk.frame.place(place, asked.until) or desk.frame.place(place)
        if found is None:
            raise PlaceUnknown("place", place=place)
        if found.level not in {"province", "city", "county"}:
            raise PlaceNotPublished("place", name=found.name)
        below = [each for each in desk.frame.children(place, asked.until) if each.level in {"city", "county"}]
        about = _about(desk, asked)
        codes = [each.code for each in (found, *below)]
        page = page_of(desk.session, desk.frame, asked, codes)
        indicators = tuple(page.catalogue.indicators.values())
        figures = {code: {each.code: page.shown(code, each) for each in indicators} for code in codes}
        return {
            **about,
            "indicators": [indicator_shown(page.catalogue, each) for each in indicators],
            "place": place_shown(found),
            "figures": figures[place],
            "children": [{"place": place_shown(each), "figures": figures[each.code]} for each in below],
        }

    @read()
    def published_table(self, desk: Desk, period: str, page: int = 1) -> dict[str, Any]:
        """List the rows of the table in a period, page by page: place, indicator, breakdown, value or null."""
        asked = period_of(period)
        rows = store.published_rows(desk.session, asked.id, offset_of(page, TABLE_PAGE), TABLE_PAGE)
        named = (desk.frame.place(str(code), asked.until) for code in sorted({row[0] for row in rows}, key=str))
        places = {each.code: {"name": each.name, "level": each.level} for each in named if each}
        return {**_about(desk, asked), "places": places, "rows": rows, "more": len(rows) == TABLE_PAGE}

    @read()
    def published_periods(self, desk: Desk) -> dict[str, Any]:
        """List what is published: each period, the day as of which it was stated last, and whether it is over."""
        return {"periods": [_edition(each) for each in store.editions(desk.session)]}


def _about(desk: Desk, asked: Period) -> dict[str, Any]:
    edition = store.edition_of(desk.session, asked.id)
    if edition is None:
        raise PeriodNotPublished("period", period=asked.id)
    return {**_edition(edition), "season": asked.season, "k": K}


def _edition(edition: store.EditionOf) -> dict[str, Any]:
    return {**edition._asdict(), "day": str(edition.day), "stated_on": str(edition.stated_on)}
