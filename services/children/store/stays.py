"""Every SELECT of stays, and what time alone asks for: a season's turn, children who turn sixteen."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, Row, Select, Text, Uuid, any_, cast, func, literal, select
from sqlalchemy.orm import Session

from services.children.facts.cases import CloseReason
from services.children.model import Case, Stay
from services.children.model.cases import sixteen_on, sixteen_years_before
from shared.clock import day_of
from shared.duty import DUE_AT_ONCE, Due
from shared.frame import Campaign, current
from shared.vault import ConsentScope, consented

Stood = Row[UUID, str, str, UUID, date, date | None]
"""A stay's case, season, place, key and days."""


def standing_stay(session: Session, case: UUID) -> Stay | None:
    """Find the stay in which a case stands now; None between two seasons."""
    return session.scalar(select(Stay).where(Stay.case_id == case, Stay.until.is_(None)))


def next_ordinal(session: Session, case: UUID) -> int:
    """Number the next stay of a case."""
    return (session.scalar(select(func.max(Stay.ordinal)).where(Stay.case_id == case)) or 0) + 1


def stays_of(session: Session, cases: Collection[UUID]) -> dict[UUID, list[Stood]]:
    """List where and under which keys cases stood, as far as it lies within the scope."""
    told = select(Stay.case_id, Stay.season, Stay.place, Stay.child, Stay.since, Stay.until)
    theirs = Stay.case_id == any_(literal(list(cases), ARRAY(Uuid)))  # one parameter, however many cases
    found: dict[UUID, list[Stood]] = {}
    for row in session.execute(told.where(theirs).order_by(Stay.case_id, Stay.ordinal)):
        found.setdefault(row.case_id, []).append(row)
    return found


def due(session: Session, now: datetime) -> list[Due]:
    """List what time alone asks for: a season's end and beginning, and children who turn sixteen."""
    today = day_of(now)
    campaign = current(session).campaign_on(today)
    if campaign is None:
        return []
    # Nobody enters before all have left: neighbours in the log must not tell which old key became which new one.
    turning = list(_leaving(session, campaign)) or [*_entering(session, campaign), *_unasked(session, campaign)]
    return [*turning, *_grown(session, campaign.starts_on, today)]


def _leaving(session: Session, campaign: Campaign) -> Iterator[Due]:
    over = select(Stay.case_id).where(Stay.until.is_(None), Stay.since < campaign.starts_on)
    on = campaign.starts_on
    for case in session.scalars(over.order_by(Stay.case_id).limit(DUE_AT_ONCE)):
        yield Due("season_left", case, "leave_season", {"case": str(case), "left_on": str(on)}, on)


def _entering(session: Session, campaign: Campaign) -> Iterator[Due]:
    on = campaign.starts_on
    for case in session.scalars(_waiting(on).where(consented(Case.id, ConsentScope.CONTACT, on))):
        yield Due("season_entered", case, "enter_season", {"case": str(case), "entered_on": str(on)}, on)


def _unasked(session: Session, campaign: Campaign) -> Iterator[Due]:
    """List whom no consent takes into the new season: withdrawn, never given, or kept for as long as was promised."""
    on = campaign.starts_on
    for case in session.scalars(_waiting(on).where(~consented(Case.id, ConsentScope.CONTACT, on))):
        fields = {"case": str(case), "closed_on": str(on), "reason": CloseReason.CONSENT_OVER.value}
        yield Due("consent_over", case, "close_case", fields, on)


def _waiting(on: date) -> Select[UUID]:
    return (
        select(Case.id)
        .outerjoin(Stay, (Stay.case_id == Case.id) & Stay.until.is_(None))
        .where(Case.closed_on.is_(None), Stay.case_id.is_(None), Case.born_month >= sixteen_years_before(on))
        .order_by(func.md5(cast(Case.id, Text)))  # another order than they left in
        .limit(DUE_AT_ONCE)
    )


def _grown(session: Session, season_starts_on: date, today: date) -> Iterator[Due]:
    grown = (
        select(Case.id, Case.born_month, func.coalesce(Stay.since, season_starts_on))
        .outerjoin(Stay, (Stay.case_id == Case.id) & Stay.until.is_(None))
        .where(Case.closed_on.is_(None), Case.born_month < sixteen_years_before(today))
        .order_by(Case.id)
    )
    for case, born_month, since in session.execute(grown.limit(DUE_AT_ONCE)):
        on = max(sixteen_on(born_month), season_starts_on, since)
        fields = {"case": str(case), "closed_on": str(on), "reason": CloseReason.SIXTEEN.value}
        yield Due("sixteen", case, "close_case", fields, on)
