"""One period's part of the published table, as it is stated on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from sqlalchemy.orm import Session

from services.reporting import store
from services.reporting.indicators import Catalogue
from services.reporting.schemas import Period, period_of
from services.reporting.sharing.links import SheetOfFigures
from services.reporting.sharing.pattern import Pattern, Said, hide
from services.reporting.sharing.rows import pattern_of, rows_of
from services.reporting.sharing.tree import PROVINCE, Tree, tree_of
from services.reporting.shown import first_day
from services.reporting.store import Stated
from shared.facts import Counted, Stock
from shared.frame import Frame

K = 5
"""How many must share a figure before it is shown."""

SETTLED_AFTER = timedelta(days=3)
"""How long after its last day a month is published, so that most of what is recorded late is in it from the start."""

SHOWN_EARLY = 2 * K
"""From how many on a total of the province is shown while the period still runs."""


@dataclass(frozen=True)
class Edition:
    """One period's part of the published table, as it is stated on a day."""

    session: Session
    frame: Frame
    catalogue: Catalogue
    period: Period
    day: date

    @cached_property
    def tree(self) -> Tree:
        """The places as they are when the period ends."""
        return tree_of(self.frame, self.period.until)

    @cached_property
    def said(self) -> Said:
        """What the live cells say now."""
        before = self.period.before(first_day(self.frame))
        stocks = [each.code for each in self.catalogue.counted if isinstance(each, Stock)]
        cells = store.figures(self.session, self.tree.places, self.period.id, before, stocks)
        found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
        for place, figures in cells.items():
            for code, parts in figures.items():
                for part, value in parts.items():
                    found[code][part][place] = value
        return found

    @cached_property
    def before(self) -> Mapping[str, Stated]:
        """What the table says so far."""
        return store.stated(self.session, self.period.id)

    @cached_property
    def _decided(self) -> frozenset[str]:
        return frozenset(store.sheets_over(self.session, self.period.id))

    def is_decided(self, sheet: SheetOfFigures) -> bool:
        """Tell whether what the sheet hides was decided: its period was over when it was last stated."""
        return sheet.codes[0] in self._decided

    def is_over(self, month: str) -> bool:
        """Tell whether a month is over, and settled."""
        return self.day > period_of(month).until + SETTLED_AFTER

    def kind(self, code: str) -> Counted:
        """Give the declaration of a figure."""
        return self.catalogue.counted_part(self.catalogue.indicators[code])

    def note(self, sheet: SheetOfFigures, figures: Mapping[str, Stated] | None, *, over: bool) -> None:
        """Say what is to be said of a sheet's figures, unless it is said already; None holds them as they are."""
        changed = {code: said for code, said in (figures or {}).items() if said != self.before.get(code, {})}
        store.state(self.session, self.period.id, changed)
        told = store.Noted(self.period.id, sheet.codes[0], self.day, over, figures is None, bool(changed))
        store.note_edition(self.session, told)

    def early(self, sheet: SheetOfFigures, code: str) -> Stated:
        """State a total of the province that is large enough, and whose bearers are; once shown, it stays."""
        bearers = [bearer for amount, bearer in sheet.links.shared_by if amount == code]
        values = [self.said[each].get("", {}).get(PROVINCE, 0) for each in (code, *bearers)]
        return {(PROVINCE, ""): values[0]} if min(values) >= SHOWN_EARLY else self.before.get(code, {})

    def settled(self, sheet: SheetOfFigures, hidden: Pattern, *, decided: bool) -> dict[str, Stated] | None:
        """State a sheet of a period that is over; what is hidden is decided when that is done for the first time.

        Would more have to be hidden now, what was shown of it could be subtracted: None, and the sheet stays as it is.
        """
        pattern = pattern_of({code: self.before.get(code, {}) for code in sheet.codes}) if decided else hidden
        size = pattern.size
        hide(sheet, self.tree, self.said, pattern, K)
        return None if decided and pattern.size > size else rows_of(sheet.codes, self.tree, self.said, pattern)
