"""SELECTs over certified hours: whose are so unusual that somebody should look."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from services.volunteers.facts.shift import Origin
from services.volunteers.model import Attendance
from shared.facts import Code

LONG_DAY_MINUTES = 480
MOST_LISTED = 500


class Unusual(Code):
    """需核对的原因"""

    LONG_DAYS = "long_days", "平均每天超过 8 小时"
    MADE_UP = "made_up", "补录超过一半"


def hours_to_check(session: Session, since: date, until: date) -> list[dict[str, Any]]:
    """List who stood more than eight hours on an average day, or more than half of whose hours were made up."""
    minutes = func.coalesce(func.sum(Attendance.minutes), 0)
    made_up = func.coalesce(func.sum(Attendance.minutes).filter(Attendance.origin == Origin.MADE_UP.value), 0)
    days = func.count(Attendance.held_on.distinct())
    found = (
        select(Attendance.volunteer, minutes.label("minutes"), made_up.label("made_up"), days.label("days"))
        .where(Attendance.voided_at.is_(None), Attendance.held_on.between(since, until))
        .group_by(Attendance.volunteer)
        .having(or_(minutes > LONG_DAY_MINUTES * days, made_up * 2 > minutes))
        .order_by(minutes.desc(), Attendance.volunteer)
    )
    return [
        {
            "volunteer": str(row.volunteer),
            "minutes": row.minutes,
            "made_up": row.made_up,
            "days": row.days,
            "unusual": _why(row.minutes, row.made_up, row.days),
        }
        for row in session.execute(found.limit(MOST_LISTED))
    ]


def _why(minutes: int, made_up: int, days: int) -> list[str]:
    reasons = {Unusual.LONG_DAYS: minutes > LONG_DAY_MINUTES * days, Unusual.MADE_UP: made_up * 2 > minutes}
    return [reason.value for reason, holds in reasons.items() if holds]
