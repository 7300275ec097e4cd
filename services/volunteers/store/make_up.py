"""SELECTs over make-ups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.volunteers.model import MakeUp
from services.volunteers.model.make_up import MakeUpState
from shared.refusals import NotFound

MOST_LISTED = 500


def shift_of_make_up(session: Session, id: UUID) -> UUID:
    """Tell the shift of a make-up; raises NotFound."""
    found = session.scalar(select(MakeUp.shift).where(MakeUp.id == id))
    if found is None:
        raise NotFound("make_up")
    return found


def make_up_asked(session: Session, shift: UUID, volunteer: UUID) -> UUID | None:
    """Tell which make-up of a volunteer on a shift waits to be decided."""
    return session.scalar(
        select(MakeUp.id).where(
            MakeUp.shift == shift, MakeUp.volunteer == volunteer, MakeUp.state == MakeUpState.ASKED.value
        )
    )


def make_ups_asked(session: Session) -> Sequence[MakeUp]:
    """List the make-ups that wait to be decided within the caller's scope, oldest first."""
    waiting = select(MakeUp).where(MakeUp.state == MakeUpState.ASKED.value)
    return session.scalars(waiting.order_by(MakeUp.asked_at, MakeUp.id).limit(MOST_LISTED)).all()


def make_up_shown(make_up: MakeUp) -> dict[str, Any]:
    """Show a make-up as it stands."""
    return {
        "id": str(make_up.id),
        "shift": str(make_up.shift),
        "volunteer": str(make_up.volunteer),
        "post": make_up.post,
        "came_at": make_up.came_at.isoformat(),
        "left_at": make_up.left_at.isoformat(),
        "reason": make_up.reason,
        "state": make_up.state,
        "asked_at": make_up.asked_at.isoformat(),
    }
