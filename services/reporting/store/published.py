"""The published table: what it says of a period, how it is stated anew, and which periods wait for that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.reporting.model import Edition
from services.reporting.schemas import period_of
from shared import frame
from shared.clock import SHANGHAI, day_of
from shared.database import copy_rows
from shared.frame import Campaign

PUBLISHED_AT = time(6)
"""When the table of the day is made, in Shanghai."""

ALL_PARTS = "=*"
"""How the one row of a breakdown ends all of whose parts are hidden."""

Stated = dict[tuple[str, str], int | None]
"""What is said of a figure: by place and breakdown, None where it is hidden."""

_ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended('publish', 0))")
_STATED = text("""
    SELECT indicator, place, breakdown, value FROM published
    WHERE period = :period AND (CAST(:places AS text[]) IS NULL OR place = ANY(:places))
""")
_WITHDRAW = text("DELETE FROM published WHERE period = :period AND indicator = ANY(:indicators)")
_LOOKED = text("""
    INSERT INTO edition (period, sheet, day, over, held, stated_on) VALUES (:period, :sheet, :day, :over, :held, :day)
    ON CONFLICT (period, sheet) DO UPDATE SET over = excluded.over OR edition.over, held = excluded.held,
        day = excluded.day, stated_on = CASE WHEN :changed THEN excluded.day ELSE edition.stated_on END
""")
_EDITIONS = text("""
    SELECT period, min(day) AS day, max(stated_on) AS stated_on, bool_or(over) AS over FROM edition
    WHERE CAST(:period AS text) IS NULL OR period = :period GROUP BY period ORDER BY period
""")
_TABLE = text("""
    SELECT place, indicator, breakdown, value FROM published
    WHERE period = :period ORDER BY place COLLATE "C", indicator COLLATE "C", breakdown COLLATE "C"
    OFFSET :offset LIMIT :limit
""")


class Noted(NamedTuple):
    """That a sheet of a period was looked at on a day, and whether that changed it."""

    period: str
    sheet: str
    day: date
    over: bool
    held: bool
    changed: bool


class EditionOf(NamedTuple):
    """When a period was last looked at, when it last changed, and whether it is over."""

    period: str
    day: date
    stated_on: date
    over: bool


def editions(session: Session, period: str | None = None) -> list[EditionOf]:
    """List the periods that were stated."""
    return [EditionOf(*row) for row in session.execute(_EDITIONS, {"period": period})]


def edition_of(session: Session, period: str) -> EditionOf | None:
    """Tell when a period was stated, if it was."""
    return next(iter(editions(session, period)), None)


def publish_alone(session: Session) -> None:
    """Let nobody else publish until the transaction ends."""
    session.execute(_ALONE)


def sheets_over(session: Session, period: str) -> list[str]:
    """Name the sheets of a period that were stated since it is over."""
    return list(session.scalars(select(Edition.sheet).where(Edition.period == period, Edition.over)))


def sheets_held(session: Session, period: str) -> list[str]:
    """Name the sheets of a period that stay as they were, because what changed since would tell what they hide."""
    return list(session.scalars(select(Edition.sheet).where(Edition.period == period, Edition.held)))


def stated(session: Session, period: str, places: Sequence[str] | None = None) -> dict[str, Stated]:
    """Read what is said of a period, everywhere or in some places."""
    found: dict[str, Stated] = defaultdict(dict)
    for row in session.execute(_STATED, {"period": period, "places": list(places) if places else None}):
        found[row.indicator][row.place, row.breakdown] = row.value
    return dict(found)


def published_rows(session: Session, period: str, offset: int, limit: int) -> list[list[str | int | None]]:
    """List a page of all that is said of a period."""
    asked = {"period": period, "offset": offset, "limit": limit}
    return [list(row) for row in session.execute(_TABLE, asked)]


def state(session: Session, period: str, figures: Mapping[str, Stated]) -> None:
    """Say something else of some figures in a period."""
    if figures:
        session.execute(_WITHDRAW, {"period": period, "indicators": list(figures)})
    rows = [
        (period, place, code, part, value) for code, said in figures.items() for (place, part), value in said.items()
    ]
    copy_rows(session, "published", ("period", "place", "indicator", "breakdown", "value"), rows)


def note_edition(session: Session, noted: Noted) -> None:
    """Note that a sheet was looked at on a day."""
    session.execute(_LOOKED, noted._asdict())


def waiting_to_be_stated(session: Session, now: datetime) -> tuple[str, date] | None:
    """Tell which period has waited longest since it was stated, if one waits, and as of which day it is to be."""
    today = day_of(now)
    if now.astimezone(SHANGHAI).time() < PUBLISHED_AT:
        return None
    days = {each.period: each.day for each in editions(session)}
    for campaign in frame.current(session).campaigns:
        months = [month for month in campaign.months if period_of(month).since <= today]
        # A season follows from its months.
        for periods in (months, [campaign.id] if months else []):
            if waiting := [each for each in periods if _waits(days.get(each, date.min), campaign, today)]:
                return min(waiting, key=lambda period: days.get(period, date.min)), today
    return None


def _waits(stated: date, campaign: Campaign, today: date) -> bool:
    """Tell whether a period was not stated today, and not since its campaign closed."""
    return stated < today and stated <= campaign.closes_on
