"""Needs as they are found and shown, and which of them time asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.outreach.model import Need, NeedState
from shared.duty import DUE_AT_ONCE, Due
from shared.rows import turned, within


def need_shown(need: Need, today: date) -> dict[str, Any]:
    """Show a need as it stands; `overdue` says that its owner is late."""
    whole = ("revision", "about", "category", "state", "place", "detail", "result")
    return {
        "id": str(need.id),
        **{name: getattr(need, name) for name in whole},
        "owner": str(need.owner),
        "raised_on": str(need.raised_on),
        "due_on": str(need.due_on),
        "closed_on": str(need.closed_on) if need.closed_on else None,
        "referred": need.referred_at is not None,
        "reminded_on": str(need.reminded_on) if need.reminded_on else None,
        "overdue": need.state == NeedState.OPEN and today > need.due_on,
    }


def needs_in(
    session: Session,
    scope: Collection[str],
    state: str,
    place: str | None = None,
    owner: UUID | None = None,
    after: Sequence[str] | None = None,
    limit: int = 100,
    *,
    newest: bool = False,
) -> Sequence[Need]:
    """List the needs in a state within a scope, those due first before the others, or after them."""
    query = within(select(Need).where(Need.state == state), Need, scope, place)
    if owner:
        query = query.where(Need.owner == owner)
    return session.scalars(turned(query, Need.due_on, Need.id, after, limit, newest=newest)).all()


def needs_due(session: Session, today: date) -> Iterator[Due]:
    """List what time asks for: seekers of work to be referred, and owners who are late to be reminded."""
    still = select(Need.id, Need.raised_on, Need.due_on).where(Need.state == NeedState.OPEN.value).limit(DUE_AT_ONCE)
    seeking = still.where(Need.seeker.is_not(None), Need.referred_at.is_(None)).order_by(Need.raised_on, Need.id)
    for row in session.execute(seeking):
        yield Due("refer", row.id, "refer_need", {"need": str(row.id)}, row.raised_on)
    late = still.where(Need.due_on < today, Need.reminded_on.is_(None)).order_by(Need.due_on, Need.id)
    for row in session.execute(late):
        yield Due("remind", row.id, "remind_need", {"need": str(row.id)}, row.due_on + timedelta(days=1))
