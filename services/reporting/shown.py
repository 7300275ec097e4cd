"""How figures are read and shown: every kind beside its label, a ratio beside its parts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from services.reporting import store
from services.reporting.indicators import CATALOGUE, Catalogue
from services.reporting.schemas import Period, period_of
from services.reporting.store import EVERYTHING, Figures, Wanted
from shared.facts import Indicator, Places, Ratio, Stock
from shared.frame import Frame, Place

PERCENT = "%"
Shown = dict[str, Any]


def indicator_shown(catalogue: Catalogue, each: Indicator) -> Shown:
    """Show what an indicator is."""
    shown = {
        "code": each.code,
        "label": each.label,
        "unit": each.unit,
        "kind": type(each).__name__.lower(),
        "line": catalogue.line_of(each).value,
        "clause": each.clause,
    }
    if isinstance(each, Ratio):
        whole = {"level": each.whole.level} if isinstance(each.whole, Places) else each.whole
        return {**shown, "part": each.part, "whole": whole, "season": each.season}
    return {**shown, "by": list(each.by)}


def place_shown(place: Place) -> Shown:
    """Show which place it is."""
    return {"code": place.code, "name": place.name, "level": place.level}


@dataclass(frozen=True)
class Sheet:
    """The figures of some places in a period, and those of its season to date."""

    frame: Frame
    on: date
    figures: Mapping[str, Figures]
    of_season: Mapping[str, Figures]

    def shown(self, place: str, each: Indicator) -> Shown:
        """Show one figure of one place."""
        return self._ratio(place, each) if isinstance(each, Ratio) else self._counted(place, each.code)

    def said(self, place: str, indicator: Shown) -> Shown:
        """Show one figure of one place, given the indicator as it is shown."""
        if indicator["kind"] == "ratio":
            return self._ratio(place, _ratio_of(indicator))
        return self._counted(place, indicator["code"])

    def _counted(self, place: str, code: str) -> Shown:
        values = self.figures.get(place, {}).get(code, {})
        # A part that came to nothing would only tell that something was withdrawn.
        parts = {name: value for name, value in values.items() if name and value}
        return {"value": values.get("", 0), "breakdowns": parts}

    def _ratio(self, place: str, ratio: Ratio) -> Shown:
        figures = (self.of_season if ratio.season else self.figures).get(place, {})
        part = figures.get(ratio.part, {}).get("", 0)
        whole = self._whole(place, ratio, figures)
        value = round(part * (100 if ratio.unit == PERCENT else 1) / whole, 2) if whole else None
        return {"value": value, "part": part, "whole": whole}

    def _whole(self, place: str, ratio: Ratio, figures: Figures) -> int:
        if isinstance(ratio.whole, str):
            return figures.get(ratio.whole, {}).get("", 0)
        itself = self.frame.place(place, self.on)
        return self.frame.count_below(place, ratio.whole.level, self.on) + bool(
            itself and itself.level == ratio.whole.level
        )


@dataclass(frozen=True)
class Reading:
    """The figures of some places in a period, and the indicators that there were."""

    indicators: Sequence[Shown]
    sheet: Sheet

    def figures(self, place: str) -> dict[str, Shown]:
        """Show every figure of one place."""
        return {each["code"]: self.sheet.said(place, each) for each in self.indicators}


@dataclass(frozen=True)
class Choice:
    """Which figures are read: of which lines and which of those, all where none are named; with their parts or not."""

    lines: Collection[str] = ()
    codes: Collection[str] | None = None
    parts: bool = True

    def of(self, shown: Sequence[Shown]) -> list[Shown]:
        """Give those indicators that are chosen."""
        of_lines = [each for each in shown if not self.lines or each["line"] in self.lines]
        return of_lines if self.codes is None else [each for each in of_lines if each["code"] in self.codes]

    def wanted(self, chosen: Sequence[Shown]) -> Wanted:
        """Name what has to be read for those, ratios being divided here."""
        if not self.lines and self.codes is None:
            return Wanted(parts=self.parts)
        return Wanted(_read_for(chosen), self.parts)


EVERY = Choice()


def reading(
    session: Session, frame: Frame, places: Sequence[str], asked: Period, on: date, choice: Choice = EVERY
) -> Reading:
    """Read places in a period, everything or what is chosen: as it stands, or as kept when its season closed."""
    kept = store.kept_period(session, asked.id)
    if kept is not None:
        chosen = choice.of(kept.indicators)
        figures = store.kept_figures(session, places, asked.id, choice.wanted(chosen))
        of_season = store.kept_figures(session, places, asked.season, _of_season(chosen))
        return Reading(chosen, Sheet(frame, on, figures, of_season))
    catalogue = store.live_catalogue(session)
    chosen = choice.of([indicator_shown(catalogue, each) for each in catalogue.indicators.values()])
    wanted = (choice.wanted(chosen), _of_season(chosen))
    return Reading(chosen, sheet_of(session, frame, places, asked, on, wanted))


def sheet_of(
    session: Session,
    frame: Frame,
    places: Sequence[str],
    asked: Period,
    on: date,
    wanted: tuple[Wanted, Wanted] = (EVERYTHING, EVERYTHING),
) -> Sheet:
    """Read figures of some places in a period from the schema at hand, and of its season to date those wanted."""
    stocks = [each.code for each in CATALOGUE.counted if isinstance(each, Stock)]
    first = first_day(frame)
    figures = store.figures(session, places, asked.id, asked.before(first), stocks, wanted[0])
    if asked.is_season:
        return Sheet(frame, on, figures, figures)
    season = period_of(asked.season)
    of_season = store.figures(session, places, season.id, season.before(first), stocks, wanted[1])
    return Sheet(frame, on, figures, of_season)


def _read_for(chosen: Sequence[Shown]) -> frozenset[str]:
    """Name what is counted for figures: themselves, or the two that a ratio divides."""
    ratios = [each for each in chosen if each["kind"] == "ratio"]
    divided = {each[name] for each in ratios for name in ("part", "whole") if isinstance(each[name], str)}
    return frozenset(divided | {each["code"] for each in chosen if each["kind"] != "ratio"})


def _of_season(chosen: Sequence[Shown]) -> Wanted:
    """Name what is read of the season to date: what its ratios divide."""
    return Wanted(_read_for([each for each in chosen if each.get("season")]), parts=False)


def _ratio_of(shown: Shown) -> Ratio:
    whole = shown["whole"] if isinstance(shown["whole"], str) else Places(shown["whole"]["level"])
    return Ratio(shown["code"], shown["label"], shown["part"], whole, shown["clause"], shown["unit"], shown["season"])


def first_day(frame: Frame) -> date:
    """Tell the first day of the first campaign: nothing is counted before it."""
    return min((each.starts_on for each in frame.campaigns), default=date(2021, 7, 1))
