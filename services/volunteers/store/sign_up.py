"""SELECTs over sign-ups, and signing up within the rules that PostgreSQL keeps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.volunteers.model import SignUp
from services.volunteers.model.sign_up import (
    MOST_MINUTES_A_DAY,
    ONCE_SIGNED_UP,
    ONE_SHIFT_AT_A_TIME,
    SO_MANY_HOURS_A_DAY,
    STANDING,
    SignedUpAlready,
    SignedUpElsewhere,
    SignUpState,
    TooManyHours,
)
from services.volunteers.store.broken import broken_rule
from shared.refusals import NotFound, Refusal

REASONS: Mapping[str | None, Callable[[], Refusal]] = {
    ONCE_SIGNED_UP: lambda: SignedUpAlready("volunteer"),
    ONE_SHIFT_AT_A_TIME: lambda: SignedUpElsewhere("volunteer"),
    SO_MANY_HOURS_A_DAY: lambda: TooManyHours("volunteer", hours=MOST_MINUTES_A_DAY // 60),
}


def shift_of_sign_up(session: Session, id: UUID) -> UUID:
    """Tell the shift of a sign-up; raises NotFound."""
    found = session.scalar(select(SignUp.shift).where(SignUp.id == id))
    if found is None:
        raise NotFound("sign_up")
    return found


def next_turn(session: Session, shift: UUID) -> int:
    """Tell the place in line of who signs up next, while the shift is held."""
    return (session.scalar(select(func.max(SignUp.turn)).where(SignUp.shift == shift)) or 0) + 1


def signed_at(session: Session, shift: UUID, post: str) -> int:
    """Count who holds a place at a post, came or not yet."""
    holding = (SignUpState.SIGNED.value, SignUpState.CAME.value)
    held = select(func.count()).where(SignUp.shift == shift, SignUp.post == post, SignUp.state.in_(holding))
    return session.scalar(held) or 0


def waiting_for(session: Session, shift: UUID, post: str) -> Sequence[SignUp]:
    """List who waits for a place at a post, first come first."""
    line = select(SignUp).where(SignUp.shift == shift, SignUp.post == post, SignUp.state == SignUpState.WAITING.value)
    return session.scalars(line.order_by(SignUp.turn)).all()


def sign_ups_of(session: Session, shift: UUID) -> Sequence[SignUp]:
    """List every sign-up of a shift, in turn."""
    return session.scalars(select(SignUp).where(SignUp.shift == shift).order_by(SignUp.turn)).all()


def sign_up_of(session: Session, shift: UUID, volunteer: UUID, *states: SignUpState) -> SignUp | None:
    """Find a volunteer's sign-up for a shift in one of some states, the latest first."""
    known = select(SignUp).where(SignUp.shift == shift, SignUp.volunteer == volunteer, SignUp.state.in_(states))
    return session.scalars(known.order_by(SignUp.turn.desc()).limit(1)).first()


def absent_from(session: Session, shift: UUID) -> int:
    """Count who signed up for a shift and did not come."""
    return (
        session.scalar(select(func.count()).where(SignUp.shift == shift, SignUp.state == SignUpState.ABSENT.value)) or 0
    )


def write_sign_up(session: Session, sign_up: SignUp, state: SignUpState) -> None:
    """Write a sign-up down in a state; raises SignedUpAlready, SignedUpElsewhere, TooManyHours."""
    try:
        with session.begin_nested():
            sign_up.state = state.value
            session.add(sign_up)
            session.flush()
            if sign_up.signed:
                session.execute(_BOOK, _minutes(sign_up))
    except IntegrityError as error:
        reason = REASONS.get(broken_rule(error))
        if reason is None:
            raise
        raise reason() from error


def unbook(session: Session, sign_up: SignUp) -> None:
    """Give the hours of a sign-up back to the volunteer's day."""
    session.execute(_UNBOOK, _minutes(sign_up))


def settle(session: Session, shift: UUID, before: SignUpState, after: SignUpState) -> None:
    """Bring every sign-up of a shift from one state to another."""
    session.execute(update(SignUp).where(SignUp.shift == shift, SignUp.state == before.value).values(state=after.value))


def shifts_ahead(session: Session, volunteer: UUID, now: datetime) -> list[dict[str, Any]]:
    """List what a volunteer signed up or waits for and that is not over, the earliest first."""
    standing = [each.value for each in STANDING]
    ahead = select(SignUp).where(SignUp.volunteer == volunteer, SignUp.state.in_(standing), SignUp.ends_at > now)
    return [
        {
            **sign_up_shown(each),
            "shift": str(each.shift),
            "starts_at": each.starts_at.isoformat(),
            "ends_at": each.ends_at.isoformat(),
        }
        for each in session.scalars(ahead.order_by(SignUp.starts_at))
    ]


def sign_up_shown(sign_up: SignUp) -> dict[str, Any]:
    """Show a sign-up as it stands."""
    return {
        "id": str(sign_up.id),
        "volunteer": str(sign_up.volunteer),
        "post": sign_up.post,
        "state": sign_up.state,
        "turn": sign_up.turn,
    }


def _minutes(sign_up: SignUp) -> dict[str, Any]:
    minutes = int((sign_up.ends_at - sign_up.starts_at).total_seconds() // 60)
    return {"volunteer": sign_up.volunteer, "day": sign_up.held_on, "minutes": minutes}


# Sums are made where the row is locked, so that two sign-ups at once cannot both read the same sum.
_BOOK = text("""
    INSERT INTO booked_day VALUES (:volunteer, :day, :minutes)
    ON CONFLICT (volunteer, day) DO UPDATE SET minutes = booked_day.minutes + excluded.minutes
""")
_UNBOOK = text("UPDATE booked_day SET minutes = minutes - :minutes WHERE volunteer = :volunteer AND day = :day")
