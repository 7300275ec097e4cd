"""What closed seasons said: kept once, by due work, and read in place of the live figures ever after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import select, text
from sqlalchemy.orm import Session, aliased

from services.reporting.model import KeptCell, KeptPeriod
from services.reporting.store.figures import EVERYTHING, Figures, Wanted
from shared.clock import day_of
from shared.duty import Due
from shared.frame import current

PERIODS = UUID("6b657074-7065-4269-8f64-000000000000")

# As figures are read: a stock stands at what was added to it until then.
_KEEP = text("""
    INSERT INTO kept_cell (unit, period, indicator, breakdown, value)
    SELECT unit, :period, indicator, breakdown, sum(value)::bigint FROM (
        SELECT unit, indicator, breakdown, value FROM cell
        WHERE tree = 'p' AND unit = ANY(:units) AND period = :period
        UNION ALL
        SELECT unit, indicator, breakdown, value FROM cell
        WHERE tree = 'p' AND unit = ANY(:units) AND period = ANY(:before) AND indicator = ANY(:stocks)
    ) AS said GROUP BY unit, indicator, breakdown HAVING sum(value) <> 0
""")


def keep(
    session: Session,
    kept: KeptPeriod,
    units: Collection[str],
    before: Collection[str],
    stocks: Collection[str],
) -> None:
    """Keep what the schema at hand says of a period."""
    session.add(kept)
    session.flush()
    asked = {"period": kept.period, "units": list(units), "before": list(before), "stocks": list(stocks)}
    session.execute(_KEEP, asked)


def kept_period(session: Session, period: str) -> KeptPeriod | None:
    """Find what is kept of a period, once its season is kept too."""
    season = aliased(KeptPeriod)
    found = select(KeptPeriod).join(season, season.period == KeptPeriod.season).where(KeptPeriod.period == period)
    return session.scalar(found)


def kept_periods(session: Session) -> set[str]:
    """Name the periods that are kept."""
    return set(session.scalars(select(KeptPeriod.period)))


def kept_figures(
    session: Session, units: Sequence[str], period: str, wanted: Wanted = EVERYTHING
) -> Mapping[str, Figures]:
    """Read figures of some places in a closed period."""
    found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    cells = select(KeptCell.unit, KeptCell.indicator, KeptCell.breakdown, KeptCell.value)
    if wanted.indicators is not None:
        cells = cells.where(KeptCell.indicator.in_(wanted.indicators))
    if not wanted.parts:
        cells = cells.where(KeptCell.breakdown == "")
    for row in session.execute(cells.where(KeptCell.unit.in_(units), KeptCell.period == period)):
        found[row.unit][row.indicator][row.breakdown] = row.value
    return {unit: dict(by_indicator) for unit, by_indicator in found.items()}


def due_to_keep(session: Session, now: datetime) -> list[Due]:
    """List the periods of closed seasons that are not kept yet, the season itself last."""
    return list(_due(session, now))


def _due(session: Session, now: datetime) -> Iterator[Due]:
    kept = kept_periods(session)
    for campaign in current(session).campaigns:
        if campaign.closes_on < day_of(now):
            on = campaign.closes_on + timedelta(days=1)
            for period in (*campaign.months, campaign.id):
                if period not in kept:
                    yield Due("period_kept", uuid5(PERIODS, period), "keep_period", {"period": period}, on)
