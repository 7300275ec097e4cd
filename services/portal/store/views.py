"""Every SELECT of saved views: one's own alone, or those of somebody whose account is handed over."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from services.portal.model import SavedView

HANDED_OVER = "(移交)"


def views_of(session: Session, person: UUID, thing: str | None = None) -> Sequence[SavedView]:
    """List somebody's views, of one list or of all."""
    kept = select(SavedView).where(SavedView.person == person)
    if thing:
        kept = kept.where(SavedView.thing == thing)
    return session.scalars(kept.order_by(SavedView.thing, SavedView.title, SavedView.id)).all()


def view_of(session: Session, person: UUID, id: UUID) -> SavedView | None:
    """Find one of somebody's views, and hold it."""
    return session.scalar(select(SavedView).where(SavedView.id == id, SavedView.person == person).with_for_update())


def hand_over_views(session: Session, person: UUID, to: UUID) -> None:
    """Let a colleague find the views of somebody else; where the name is taken it says that it was handed over."""
    known = {(each.thing, each.title) for each in views_of(session, to)}
    for each in views_of(session, person):
        each.title += HANDED_OVER if (each.thing, each.title) in known else ""
        each.person = to
    session.flush()


def forget_views(session: Session, person: UUID) -> None:
    """Forget the views of somebody who has left."""
    session.execute(delete(SavedView).where(SavedView.person == person))
