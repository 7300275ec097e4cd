"""How the published table is shown: each figure shown, hidden ("—"), or awaited until its period is over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from services.reporting import store
from services.reporting.indicators import Catalogue
from services.reporting.schemas import Period
from services.reporting.sharing.links import sheets
from services.reporting.shown import PERCENT
from services.reporting.store import ALL_PARTS, Stated
from shared.facts import Indicator, Places, Ratio, Stock, Sum
from shared.frame import Frame

SHOWN, HIDDEN, AWAITED = "shown", "hidden", "awaited"


@dataclass(frozen=True)
class Page:
    """What the table says of some places in a period; what is `in_full` and not mentioned came to nothing."""

    catalogue: Catalogue
    frame: Frame
    asked: Period
    in_full: frozenset[str]
    has_months: bool
    rows: Mapping[str, Stated]

    def shown(self, place: str, each: Indicator) -> dict[str, Any]:
        """Show one figure of one place; a ratio where both of its parts are shown."""
        if isinstance(each, Ratio):
            return self._ratio(place, each)
        said = {part: value for (where, part), value in self.rows.get(each.code, {}).items() if where == place}
        state = self._state(each.code, place)
        shown = {part: value for part, value in said.items() if part and value is not None}
        hidden = [part.removesuffix(ALL_PARTS) for part, value in said.items() if part and value is None]
        value = said.get("", 0) if state == SHOWN else None
        return {"state": state, "value": value, "breakdowns": shown, "hidden": sorted(hidden)}

    def _state(self, code: str, place: str) -> str:
        stated = self.rows.get(code, {})
        if (place, "") in stated:
            return HIDDEN if stated[place, ""] is None else SHOWN
        adds_up = isinstance(self.catalogue.indicators[code], Sum | Stock) and self.asked.is_season and self.has_months
        return SHOWN if code in self.in_full or adds_up else AWAITED

    def _ratio(self, place: str, ratio: Ratio) -> dict[str, Any]:
        """Divide what is shown, as it is shown: nothing else can be learned from that."""
        parts = [ratio.part, *([ratio.whole] if isinstance(ratio.whole, str) else [])]
        states = {self._state(code, place) for code in parts}
        if (ratio.season and not self.asked.is_season) or states != {SHOWN}:
            state = HIDDEN if HIDDEN in states else AWAITED
            return {"state": state, "value": None, "part": None, "whole": None}
        part = self.rows.get(ratio.part, {}).get((place, ""), 0) or 0
        whole = self._whole(place, ratio)
        value = round(part * (100 if ratio.unit == PERCENT else 1) / whole, 2) if whole else None
        return {"state": SHOWN, "value": value, "part": part, "whole": whole}

    def _whole(self, place: str, ratio: Ratio) -> int:
        if isinstance(ratio.whole, Places):
            itself = self.frame.place(place, self.asked.until)
            below = self.frame.count_below(place, ratio.whole.level, self.asked.until)
            return below + bool(itself and itself.level == ratio.whole.level)
        return self.rows.get(ratio.whole, {}).get((place, ""), 0) or 0


def page_of(session: Session, frame: Frame, asked: Period, places: Sequence[str]) -> Page:
    """Read what the table says of some places."""
    catalogue = store.live_catalogue(session)
    over = set(store.sheets_over(session, asked.id))
    in_full = frozenset(code for sheet in sheets(catalogue) if sheet.codes[0] in over for code in sheet.codes)
    campaign = frame.campaign(asked.season)
    months = campaign.months if campaign else ()
    has_months = any(each.over and each.period in months for each in store.editions(session))
    return Page(catalogue, frame, asked, in_full, has_months, store.stated(session, asked.id, places))
