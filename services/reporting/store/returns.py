"""The returns: which are owed and where they stand, what they froze, and what of it stands reported."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from services.reporting.model import CountyConfirmed, Frozen, MonthlyReturn, ReturnState, StepTaken
from services.reporting.model.periods import owed_for
from services.reporting.model.returns import period_id
from shared.clock import day_of
from shared.duty import Due
from shared.frame import current

MOST_LISTED = 24
"""Four winters of a city, each with its settlement."""

NEVER_OR_BACK = (ReturnState.DRAFT.value, ReturnState.SENT_BACK.value)


class Part(NamedTuple):
    """A Σ of a month, in all or one part of it."""

    month: str
    indicator: str
    breakdown: str


Sums = Mapping[Part, int]

# Of each return its latest freeze stands until the next one takes its place.
_STANDING = text("""
    SELECT frozen_share.month, indicator, breakdown, sum(value)::bigint AS value
    FROM frozen_share JOIN monthly_return ON monthly_return.id = return_id AND freezes = number
    WHERE city = :city AND return_id <> :but AND frozen_share.month = ANY(:months)
    GROUP BY frozen_share.month, indicator, breakdown
""")
_LIVE = text("""
    SELECT period AS month, indicator, breakdown, value FROM cell
    WHERE tree = 'p' AND unit = :city AND period = ANY(:months) AND indicator = ANY(:sums) AND value <> 0
""")
_POSITIONS = text("""
    SELECT source, array_agg(ARRAY[lower(span), upper(span) - 1] ORDER BY span) AS spans
    FROM (SELECT source, unnest(range_agg(positions)) AS span FROM counted GROUP BY source) AS every
    GROUP BY source ORDER BY source
""")
_WAITING = text("SELECT coalesce(sum(facts), 0)::bigint FROM parcel")


def opened_months(session: Session) -> set[str]:
    """Name the months and seasons whose returns have been opened."""
    return set(session.scalars(select(MonthlyReturn.month).distinct()))


def latest_opened(session: Session) -> str:
    """Name the period whose returns are due last of those that were opened, or nothing."""
    return session.scalar(select(MonthlyReturn.month).order_by(MonthlyReturn.due_at.desc()).limit(1)) or ""


def returns_of(session: Session, month: str) -> Sequence[MonthlyReturn]:
    """List the returns that are owed for a month or a season, by city."""
    return session.scalars(select(MonthlyReturn).where(MonthlyReturn.month == month).order_by(MonthlyReturn.city)).all()


def returns_of_city(session: Session, city: str) -> Sequence[MonthlyReturn]:
    """List the returns that a city owes or has owed, the newest first."""
    owed = select(MonthlyReturn).where(MonthlyReturn.city == city)
    return session.scalars(owed.order_by(MonthlyReturn.due_at.desc()).limit(MOST_LISTED)).all()


def returns_submitted(session: Session) -> Sequence[MonthlyReturn]:
    """List the returns that wait for the province's word, those submitted first before the others."""
    waiting = select(MonthlyReturn).where(MonthlyReturn.state == ReturnState.SUBMITTED.value)
    return session.scalars(waiting.order_by(MonthlyReturn.submitted_at, MonthlyReturn.city)).all()


def periods_opened(session: Session) -> Sequence[str]:
    """Name the months and seasons whose returns have been opened, the newest first."""
    due = func.max(MonthlyReturn.due_at).desc()
    return session.scalars(select(MonthlyReturn.month).group_by(MonthlyReturn.month).order_by(due)).all()


def unsubmitted_before(session: Session, of: MonthlyReturn) -> str | None:
    """Name the first return of the same city and season that opened earlier and is not submitted."""
    earlier = select(MonthlyReturn.month).where(
        MonthlyReturn.city == of.city,
        MonthlyReturn.season == of.season,
        MonthlyReturn.due_at < of.due_at,
        MonthlyReturn.state.in_(NEVER_OR_BACK),
    )
    return session.scalar(earlier.order_by(MonthlyReturn.due_at).limit(1))


def confirmed(session: Session, of: UUID) -> Sequence[CountyConfirmed]:
    """List the counties that looked at their part of a return."""
    return session.scalars(
        select(CountyConfirmed).where(CountyConfirmed.return_id == of).order_by(CountyConfirmed.county)
    ).all()


def confirmed_in(session: Session, returns: Collection[UUID]) -> Sequence[CountyConfirmed]:
    """List the counties that looked at their part of any of some returns."""
    return session.scalars(select(CountyConfirmed).where(CountyConfirmed.return_id.in_(returns))).all()


def confirmed_counts(session: Session, month: str) -> dict[UUID, int]:
    """Tell how many counties looked at each return of a month."""
    counted = (
        select(CountyConfirmed.return_id, func.count().label("counties"))
        .join(MonthlyReturn, MonthlyReturn.id == CountyConfirmed.return_id)
        .where(MonthlyReturn.month == month)
        .group_by(CountyConfirmed.return_id)
    )
    return {row.return_id: row.counties for row in session.execute(counted)}


def steps_of(session: Session, of: UUID) -> Sequence[StepTaken]:
    """List the steps that a return took, oldest first."""
    return session.scalars(select(StepTaken).where(StepTaken.return_id == of).order_by(StepTaken.revision)).all()


def standing_freeze(session: Session, of: MonthlyReturn) -> Frozen | None:
    """Find what a return said when it was last submitted."""
    return session.get(Frozen, (of.id, of.freezes))


def reported(session: Session, city: str, months: Collection[str], but: UUID) -> Sums:
    """Add up what stands reported of some months by a city's other returns."""
    asked = {"city": city, "months": list(months), "but": but}
    return {Part(row.month, row.indicator, row.breakdown): row.value for row in session.execute(_STANDING, asked)}


def sums_of(session: Session, city: str, months: Collection[str], sums: Collection[str]) -> Sums:
    """Read what some months come to in a city now."""
    asked = {"city": city, "months": list(months), "sums": list(sums)}
    return {Part(row.month, row.indicator, row.breakdown): row.value for row in session.execute(_LIVE, asked)}


def counted_positions(session: Session) -> dict[str, list[list[int]]]:
    """Tell which positions of which sources are counted, as first and last of each run."""
    return {row.source: row.spans for row in session.execute(_POSITIONS)}


def waiting_facts(session: Session) -> int:
    """Tell how many facts are counted and wait to be rolled into cells."""
    return int(session.scalars(_WAITING).one())


def due_openings(session: Session, now: datetime) -> list[Due]:
    """List the periods whose day has come and whose returns nobody opened yet."""
    today, opened = day_of(now), opened_months(session)
    return [
        Due("open_returns", period_id(each.month), "open_returns", {"month": each.month}, each.opens_on)
        for campaign in current(session).campaigns
        if today <= campaign.closes_on
        for each in owed_for(campaign)
        if each.opens_on <= today and each.month not in opened
    ]
