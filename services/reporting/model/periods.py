"""For which periods returns are owed: the months of a campaign, and the campaign itself once it is over."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from services.reporting.facts import ReturnKind
from shared.clock import SHANGHAI
from shared.frame import Campaign

LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True)
class Owed:
    """A month or a season for which every city owes a return, from the day on which it opens."""

    month: str
    season: str
    kind: ReturnKind
    opens_on: date

    def due_at(self, day: int) -> datetime:
        """Tell the deadline: the end of a day of the month in which it opens, or of that month's last."""
        last = monthrange(self.opens_on.year, self.opens_on.month)[1]
        return datetime.combine(self.opens_on.replace(day=min(day, last)), LAST_SECOND, SHANGHAI)


def owed_for(campaign: Campaign) -> Iterator[Owed]:
    """List what a campaign asks for: a return for each month, and a settlement in the month after the last."""
    for month in campaign.months:
        first = date.fromisoformat(f"{month}-01")
        yield Owed(month, campaign.id, ReturnKind.MONTHLY, max(first, campaign.starts_on))
    last = date.fromisoformat(f"{campaign.months[-1]}-01")
    after = (last + timedelta(days=31)).replace(day=1)
    yield Owed(campaign.id, campaign.id, ReturnKind.CLOSING, after)
