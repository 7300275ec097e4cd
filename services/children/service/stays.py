"""How a case begins and ends a stay, and what is told of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import cast
from uuid import UUID

from services.children.model import Case, Stay
from services.children.model.stays import child_key
from services.children.store.cases import case_held
from services.children.store.returns import known_after, last_known
from services.children.store.silences import silences_after
from services.children.store.stays import next_ordinal, standing_stay
from shared.desk import Desk
from shared.eventlog import reverse, tell
from shared.facts import Line
from shared.refusals import Refusal
from shared.worker.transactions import Caller

INSTANT = timedelta(microseconds=1)


class NotYetInSeason(Refusal):
    """该个案还未转入 {day} 所在的季,请稍后再办"""


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


def standing_in_season(desk: Desk, case: Case, on: date, field: str) -> Stay:
    """Find the stay of a case in the season of a day; raises NotYetInSeason."""
    stay = standing_stay(desk.session, case.id)
    if stay is None or stay.season != season_of(desk, on):
        raise NotYetInSeason(field, day=on)
    return stay


def begin_stay(desk: Desk, case: Case, on: date, secret: bytes) -> Stay:
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
    return stay


def carry_on(desk: Desk, before: Stay, stay: Stay) -> None:
    """Tell again, where the child is now, what is known of its parents."""
    known = last_known(desk.session, before)
    if known.turn:
        carried = known.next_in(stay, max(stay.since, known.as_of))
        desk.session.add(carried)
        tell(desk.session, carried.noted(), carried.fact_id, desk.now + INSTANT)


def end_stay(desk: Desk, stay: Stay, on: date, field: str) -> None:
    """End a stay and tell it, and take back what was told of later days; raises BeforeStay."""
    stay.end(on, field)
    for known in known_after(desk.session, stay, on):
        known.taken_back = True
        reverse(desk.session, known.fact_id, desk.now)
    for silence in silences_after(desk.session, stay, on):
        silence.taken_back = True
        reverse(desk.session, silence.fact_id("lapsed"), desk.now)
    tell(desk.session, stay.closed(), stay.fact_id("closed"), desk.now)
