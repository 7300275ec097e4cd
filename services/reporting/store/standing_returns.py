"""What the cities' returns of a month say, as they stand submitted."""

from __future__ import annotations

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from services.reporting.model import Frozen, MonthlyReturn

_OWN_LATEST = and_(Frozen.return_id == MonthlyReturn.id, Frozen.number == MonthlyReturn.freezes)


def standing_freezes(session: Session, month: str) -> dict[str, Frozen]:
    """Find what every city's return of a month said when it was last submitted, by city."""
    asked = select(MonthlyReturn.city, Frozen).join(Frozen, _OWN_LATEST).where(MonthlyReturn.month == month)
    return {row.city: row.Frozen for row in session.execute(asked)}
