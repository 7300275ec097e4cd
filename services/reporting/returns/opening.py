"""Opening the returns of a period: who owes one is settled then, whatever becomes of the places later."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid5

from services.reporting import store
from services.reporting.facts import ReturnDue
from services.reporting.model import MonthlyReturn, ReturnState, ReturnStep
from services.reporting.model.periods import Owed, owed_for
from services.reporting.model.returns import RETURNS, return_id
from services.reporting.returns.rights import PROVINCE
from services.reporting.returns.telling import fact_of, note_step
from shared.clock import day_of
from shared.desk import Desk
from shared.eventlog import tell_many
from shared.frame import Frame, Place
from shared.refusals import Refusal


class NothingOwed(Refusal):
    """{month} 不是任何一季的月报期"""


class TooEarlyToOpen(Refusal):
    """{month} 的月报要到 {day} 才开放"""


class NoCityKnown(Refusal):
    """{day} 尚无已启用的市(州),不能开放月报"""


def open_period(desk: Desk, month: str, return_day: int) -> int:
    """Open what every city owes for a period; answer how many returns that are, 0 if they were opened before."""
    owed = _owed(desk, month)
    if month in store.opened_months(desk.session):
        return 0
    cities = _cities(desk.frame, owed)
    if not cities:
        raise NoCityKnown("month", day=owed.opens_on)
    open_cities(desk, owed, cities, return_day)
    return len(cities)


def open_cities(desk: Desk, owed: Owed, cities: Sequence[Place], return_day: int) -> list[MonthlyReturn]:
    """Open what some cities owe for a period."""
    opened = [_of_city(desk, owed, each, return_day) for each in cities]
    desk.session.add_all(opened)
    desk.session.flush()
    for each in opened:
        note_step(desk, each, ReturnStep.OPEN)
    tell_many(desk.session, [fact_of(each, ReturnDue, "due") for each in opened], desk.now)
    return opened


def _owed(desk: Desk, month: str) -> Owed:
    found = next(
        (each for campaign in desk.frame.campaigns for each in owed_for(campaign) if each.month == month), None
    )
    if found is None:
        raise NothingOwed("month", month=month)
    if desk.today < found.opens_on:
        raise TooEarlyToOpen("month", month=month, day=found.opens_on)
    return found


def _cities(frame: Frame, owed: Owed) -> list[Place]:
    return [each for each in frame.below(PROVINCE, owed.opens_on) if each.level == "city"]


def _of_city(desk: Desk, owed: Owed, city: Place, return_day: int) -> MonthlyReturn:
    due_at = owed.due_at(return_day)
    return MonthlyReturn(
        id=return_id(city.code, owed.month),
        city=city.code,
        organisation=_league(desk.frame, owed, city.code),
        month=owed.month,
        season=owed.season,
        kind=owed.kind.value,
        counties=[each.code for each in desk.frame.children(city.code, owed.opens_on)],
        opened_at=desk.now,
        due_at=due_at,
        due_on=day_of(due_at),
        state=ReturnState.DRAFT.value,
        revision=1,
        **_unwritten(),
    )


def _unwritten() -> dict[str, object]:
    return {"highlights": "", "problems": "", "next_steps": "", "nothing": False, "freezes": 0, "corrections": 0}


def _league(frame: Frame, owed: Owed, city: str) -> UUID:
    """Name the city's Youth League, or the city itself where none is registered yet."""
    leagues = (
        each.id
        for each in frame.organisations(owed.opens_on)
        if each.place == city and each.tree == "youth_league" and each.organiser == "city"
    )
    return next(leagues, uuid5(RETURNS, city))
