"""What time alone asks for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.volunteers.model import MakeUp, Shift, SignUp
from services.volunteers.model.make_up import DECIDED_WITHIN, MakeUpState
from services.volunteers.model.shift import COMPLETED_WITHIN, ShiftState
from services.volunteers.model.sign_up import SignUpState
from shared.clock import day_of
from shared.duty import DUE_AT_ONCE, Due, shredding


def due(session: Session, now: datetime) -> list[Due]:
    """List what time alone asks for: lines to close, what nobody did in time, and identities kept long enough."""
    rules = (_waiting_lapses, _make_up_lapses, _reminders, shredding)
    return [each for rule in rules for each in rule(session, now)]


def _waiting_lapses(session: Session, now: datetime) -> list[Due]:
    waited_for = select(SignUp.id).where(SignUp.shift == Shift.id, SignUp.state == SignUpState.WAITING.value)
    closed = select(Shift.id, Shift.sign_up_until).where(
        Shift.state == ShiftState.OPEN.value, Shift.sign_up_until <= now, waited_for.exists()
    )
    return [
        Due("waiting_lapses", row.id, "lapse_waiting", {"shift": str(row.id)}, day_of(row.sign_up_until))
        for row in session.execute(closed.order_by(Shift.sign_up_until, Shift.id).limit(DUE_AT_ONCE))
    ]


def _make_up_lapses(session: Session, now: datetime) -> list[Due]:
    late = select(MakeUp.id, MakeUp.asked_at).where(
        MakeUp.state == MakeUpState.ASKED.value, MakeUp.asked_at <= now - DECIDED_WITHIN
    )
    return [
        Due("make_up_lapses", row.id, "lapse_make_up", {"make_up": str(row.id)}, day_of(row.asked_at + DECIDED_WITHIN))
        for row in session.execute(late.order_by(MakeUp.asked_at, MakeUp.id).limit(DUE_AT_ONCE))
    ]


def _reminders(session: Session, now: datetime) -> list[Due]:
    waiting = select(Shift.id, Shift.ends_at).where(
        Shift.state == ShiftState.OPEN.value, Shift.ends_at <= now - COMPLETED_WITHIN, Shift.reminded_on.is_(None)
    )
    return [
        Due("remind", row.id, "remind_shift", {"shift": str(row.id)}, day_of(row.ends_at + COMPLETED_WITHIN))
        for row in session.execute(waiting.order_by(Shift.ends_at, Shift.id).limit(DUE_AT_ONCE))
    ]
