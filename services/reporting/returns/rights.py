"""Who may take which step with which return: whose it is, until when it may be changed, and in which order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.reporting import store
from services.reporting.model import MonthlyReturn, ReturnStep
from services.reporting.model.returns import return_id
from services.reporting.schemas import period_of
from shared.desk import Desk
from shared.facts import stem
from shared.refusals import OutOfScope, Refusal
from shared.rows import held

PROVINCE = "510000000000"
WHOSE = {2: "团省委", 4: "该市(州)", 6: "该县(市、区)"}
"""By how many characters of its code a place has."""


class ReturnNotOpened(Refusal):
    """没有 {month} 的月报:尚未开放,或该地不需报送"""


class StepIsAnothers(Refusal):
    """这一步须由{whose}自己的工作人员办理"""


class CountyNotInReturn(Refusal):
    """{county} 不在这份月报的县(市、区)之列"""


class EarlierReturnMissing(Refusal):
    """须先报送 {earlier} 的月报,再报送 {month} 的"""


def opened_return(desk: Desk, city: str, month: str) -> MonthlyReturn:
    """Find a return; raises PeriodUnknown, ReturnNotOpened."""
    found = desk.session.get(MonthlyReturn, return_id(city, period_of(month).id))
    if found is None:
        raise ReturnNotOpened("month", month=month)
    return found


def must_speak_for(desk: Desk, place: str) -> None:
    """Refuse whoever works elsewhere, above it too: nobody else says what a place has done."""
    if not desk.identity.covers(stem(place)):
        raise OutOfScope("place")
    if stem(place) not in desk.identity.scope:
        raise StepIsAnothers("token", whose=WHOSE[len(stem(place))])


def changeable(desk: Desk, city: str, month: str, step: ReturnStep) -> MonthlyReturn:
    """Find a return with which this step may be taken today, and hold it until the transaction ends.

    The one rule of locking: a return may be changed until its campaign closes, and by a city that an approver of the
    province has given longer until that day. Accepting changes nothing, and is possible later too.
    """
    row = held(desk.session, MonthlyReturn, opened_return(desk, city, month).id)
    row.must_allow(step)
    campaign = desk.frame.campaign(row.season)
    if campaign and step is not ReturnStep.ACCEPT:
        row.must_be_unlocked(step, campaign.closes_on, desk.today)
    return row


def stepping(desk: Desk, fields: Mapping[str, Any], step: ReturnStep, speaker: str) -> MonthlyReturn:
    """Find a return and take a step with it in the name of a place, if it is still as the caller knows it."""
    must_speak_for(desk, speaker)
    row = changeable(desk, fields["city"], fields["month"], step)
    row.take(step, fields["revision"])
    return row


def must_be_in_order(desk: Desk, row: MonthlyReturn) -> None:
    """Refuse to submit a return before every earlier one of its season."""
    if earlier := store.unsubmitted_before(desk.session, row):
        raise EarlierReturnMissing("month", earlier=earlier, month=row.month)
