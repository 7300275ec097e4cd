"""What the cells say: figures of places in a period, and of a place day by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

Figures = Mapping[str, Mapping[str, int]]
"""For each indicator its values, by breakdown; the total has the breakdown ""."""


@dataclass(frozen=True)
class Wanted:
    """Which figures are read: of which indicators, all where none are named, and with what they consist of or not."""

    indicators: frozenset[str] | None = None
    parts: bool = True


EVERYTHING = Wanted()

# One look into the key for each place and period. A stock stands at what was added to it until then, so that its cells
# of the periods before count too; of everything else only the period's own cells do.
_FIGURES = """
    SELECT unit, indicator, breakdown, sum(value)::bigint AS value FROM (
        SELECT unit, indicator, breakdown, value FROM cell
        WHERE tree = 'p' AND unit = ANY(:units) AND period = :period {only} {parts}
        UNION ALL
        SELECT unit, indicator, breakdown, value FROM cell
        WHERE tree = 'p' AND unit = ANY(:units) AND period = ANY(:before) AND indicator = ANY(:stocks) {parts}
    ) AS said GROUP BY unit, indicator, breakdown
"""
_DAYS = text("""
    SELECT period, value FROM cell
    WHERE tree = 'p' AND unit = :unit AND period = ANY(:days) AND indicator = :indicator AND breakdown = ''
""")
_BEFORE = text("""
    SELECT coalesce(sum(value), 0)::bigint FROM cell
    WHERE tree = 'p' AND unit = :unit AND period = ANY(:before) AND indicator = :indicator AND breakdown = ''
""")
_MARK = text("""
    SELECT coalesce(bit_xor(hashtextextended(concat_ws(' ', unit, period, indicator, breakdown), value)), 0) FROM cell
    WHERE tree = 'p' AND unit = ANY(:units) AND period = ANY(:periods)
""")
_LATELY = text("""
    SELECT indicator, sum(value)::bigint AS value FROM cell
    WHERE tree = 'p' AND unit = :unit AND period = ANY(:days) AND indicator = ANY(:sums) AND breakdown = ''
    GROUP BY indicator
""")


def figures(
    session: Session,
    units: Sequence[str],
    period: str,
    before: Collection[str],
    stocks: Collection[str],
    wanted: Wanted = EVERYTHING,
) -> dict[str, Figures]:
    """Read figures of some places in a month or season, in one query on the key."""
    asked = {"units": list(units), "period": period, "before": list(before), "stocks": list(stocks)}
    if wanted.indicators is not None:
        # Each stock is looked up in each period before; with too many in vain the whole table seems cheaper to read.
        asked |= {"indicators": sorted(wanted.indicators), "stocks": sorted(wanted.indicators.intersection(stocks))}
    found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for row in session.execute(_figures(named=wanted.indicators is not None, parts=wanted.parts), asked):
        found[row.unit][row.indicator][row.breakdown] = row.value
    return {unit: dict(by_indicator) for unit, by_indicator in found.items()}


@cache
def _figures(*, named: bool, parts: bool) -> TextClause:
    """Say in the query what is wanted, so that the key is searched for no more."""
    only = "AND indicator = ANY(:indicators)" if named else ""
    return text(_FIGURES.format(only=only, parts="" if parts else "AND breakdown = ''"))


def by_day(session: Session, unit: str, indicator: str, days: Sequence[date]) -> dict[date, int]:
    """Read one figure's cells of some days."""
    asked = {"unit": unit, "indicator": indicator, "days": [str(day) for day in days]}
    return {date.fromisoformat(row.period): row.value for row in session.execute(_DAYS, asked)}


def standing_before(session: Session, unit: str, indicator: str, before: Collection[str]) -> int:
    """Add up a stock's cells of some periods: where it stood at the end of them."""
    asked = {"unit": unit, "indicator": indicator, "before": list(before)}
    return int(session.scalars(_BEFORE, asked).one())


def mark(session: Session, units: Sequence[str], periods: Sequence[str]) -> int:
    """Give a number that is another one as soon as any figure of some places and periods is."""
    return int(session.scalars(_MARK, {"units": list(units), "periods": list(periods)}).one())


def lately(session: Session, unit: str, days: Sequence[date], sums: Sequence[str]) -> Mapping[str, int]:
    """Add up what some days brought to additive indicators."""
    asked = {"unit": unit, "days": [str(day) for day in days], "sums": list(sums)}
    return {row.indicator: row.value for row in session.execute(_LATELY, asked)}
