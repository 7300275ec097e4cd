"""SELECTs over shifts that are not over: where people are still wanted, and which nobody has completed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from services.volunteers.model import Shift, ShiftPost, SignUp
from services.volunteers.model.shift import ShiftState
from services.volunteers.model.sign_up import SignUpState
from shared.facts import stem

MOST_LISTED = 500
HOLDING = (SignUpState.SIGNED, SignUpState.CAME)


def posts_lacking(
    session: Session, scope: Collection[str], now: datetime, since: date, until: date
) -> list[dict[str, Any]]:
    """List the posts of shifts to come for which fewer signed up than are needed, the next shift first."""
    signed, waiting = _at_post(*HOLDING), _at_post(SignUpState.WAITING)
    lacking = (
        select(Shift, ShiftPost, signed.label("signed"), waiting.label("waiting"))
        .join(ShiftPost, ShiftPost.shift == Shift.id)
        .where(*_open_within(scope), Shift.starts_at > now, Shift.held_on.between(since, until))
        .where(signed < ShiftPost.needed)
        .order_by(Shift.starts_at, Shift.id, ShiftPost.post)
    )
    return [
        {
            **_shown(shift),
            "post": post.post,
            "needed": post.needed,
            "signed": signed,
            "waiting": waiting,
        }
        for shift, post, signed, waiting in session.execute(lacking.limit(MOST_LISTED))
    ]


def shifts_overdue(session: Session, scope: Collection[str], now: datetime) -> list[dict[str, Any]]:
    """List the shifts that have ended and that nobody has completed, the oldest first."""
    ended = select(Shift).where(*_open_within(scope), Shift.ends_at <= now).order_by(Shift.ends_at, Shift.id)
    return [
        {**_shown(each), "reminded_on": str(each.reminded_on) if each.reminded_on else None}
        for each in session.scalars(ended.limit(MOST_LISTED))
    ]


def shifts_between(
    session: Session, scope: Collection[str], since: date, until: date, place: str | None
) -> list[dict[str, Any]]:
    """List the shifts of some days in whatever state, in their order, with how many are needed and signed up."""
    signed = select(func.count()).where(SignUp.shift == Shift.id, SignUp.state.in_(HOLDING)).scalar_subquery()
    query = select(Shift, signed.label("signed")).where(_within(scope), Shift.held_on.between(since, until))
    if place:
        query = query.where(Shift.place.startswith(stem(place), autoescape=True))
    found = session.execute(query.order_by(Shift.starts_at, Shift.id).limit(MOST_LISTED))
    return [
        {**_shown(shift), "state": shift.state, "needed": shift.needed, "signed": signed} for shift, signed in found
    ]


def _at_post(*states: SignUpState) -> ColumnElement[int]:
    known = select(func.count()).where(
        SignUp.shift == ShiftPost.shift, SignUp.post == ShiftPost.post, SignUp.state.in_(states)
    )
    return known.scalar_subquery()


def _open_within(scope: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    return Shift.state == ShiftState.OPEN.value, _within(scope)


def _within(scope: Collection[str]) -> ColumnElement[bool]:
    return or_(*(Shift.place.startswith(each, autoescape=True) for each in scope))


def _shown(shift: Shift) -> dict[str, Any]:
    return {
        "shift": str(shift.id),
        "station": str(shift.station),
        "place": shift.place,
        "starts_at": shift.starts_at.isoformat(),
        "ends_at": shift.ends_at.isoformat(),
    }
