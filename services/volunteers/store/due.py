"""What time alone asks for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.volunteers.model import Shift, SignUp
from services.volunteers.model.shift import ShiftState
from services.volunteers.model.sign_up import SignUpState
from shared.clock import day_of
from shared.duty import Due, shredding

DUE_AT_ONCE = 1_000


def due(session: Session, now: datetime) -> list[Due]:
    """List what time alone asks for: shifts that nobody may sign up for any more, and identities kept long enough."""
    waited_for = select(SignUp.id).where(SignUp.shift == Shift.id, SignUp.state == SignUpState.WAITING.value)
    closed = select(Shift.id, Shift.sign_up_until).where(
        Shift.state == ShiftState.OPEN.value, Shift.sign_up_until <= now, waited_for.exists()
    )
    lapsing = [
        Due("waiting_lapses", row.id, "lapse_waiting", {"shift": str(row.id)}, day_of(row.sign_up_until))
        for row in session.execute(closed.order_by(Shift.sign_up_until, Shift.id).limit(DUE_AT_ONCE))
    ]
    return [*lapsing, *shredding(session, now)]
