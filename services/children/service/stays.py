"""How a case begins and ends a stay, and what is told of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import cast
from uuid import UUID

from services.children.model import Case, Stay
from services.children.model.stays import child_key
from services.children.store.cases import case_held
from services.children.store.stays import next_ordinal
from shared.desk import Desk
from shared.eventlog import tell
from shared.facts import Line
from shared.worker.transactions import Caller

INSTANT = timedelta(microseconds=1)


def season_of(desk: Desk, on: date) -> str | None:
    """Tell the season of a day, None between two."""
    campaign = desk.frame.campaign_on(on)
    return campaign.id if campaign else None


def secret_of(caller: Caller) -> bytes:
    """Read the secret behind children's keys."""
    return bytes.fromhex(caller.settings.secret("pseudonym.key"))


def held(desk: Desk, id: UUID) -> Case:
    """Find an open case and hold it; raises NotFound, CaseAlreadyClosed."""
    case = case_held(desk.session, id)
    case.must_be_open()
    return case


def begin_stay(desk: Desk, case: Case, on: date, secret: bytes) -> None:
    """Begin a case's next stay, where it now is and under the season's key, and tell it."""
    season = cast("str", season_of(desk, on))
    desk.session.flush()
    stay = Stay(
        case_id=case.id,
        ordinal=next_ordinal(desk.session, case.id),
        season=season,
        child=child_key(secret, case.id, season, Line.CHILDREN),
        since=on,
        **case.where(),
    )
    desk.session.add(stay)
    # A move closes and opens at one time: of the two, the opening is the later.
    tell(desk.session, stay.opened(), stay.fact_id("opened"), desk.now + INSTANT)


def end_stay(desk: Desk, stay: Stay, on: date, field: str) -> None:
    """End a stay and tell it; raises BeforeStay."""
    stay.end(on, field)
    tell(desk.session, stay.closed(), stay.fact_id("closed"), desk.now)
