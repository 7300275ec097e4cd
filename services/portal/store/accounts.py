"""Every SELECT of what belongs to accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from services.portal.model import AuditEntry, Invitation, LinkedIdentity, Person, SecondFactor
from services.portal.store.people import become, digest

_PROVED = text("SELECT set_config('nuandong.subject', :subject, true)")
_HOLDING = text("SELECT set_config('nuandong.invitation', :digest, true)")


def second_factor(session: Session, person: UUID) -> SecondFactor | None:
    """Find somebody's second factor, in use or not, and hold it."""
    return session.get(SecondFactor, person, with_for_update=True)


def with_second_factor(session: Session, people: Iterable[UUID]) -> set[UUID]:
    """Tell which of these people have a second factor in use."""
    used = select(SecondFactor.person).where(SecondFactor.confirmed_at.is_not(None))
    return set(session.scalars(used.where(SecondFactor.person.in_(list(people)))))


def linked_identity(session: Session, issuer: str, subject: str) -> LinkedIdentity | None:
    """Find who is known here under a subject that the provider has just proved."""
    session.execute(_PROVED, {"subject": subject})
    return session.get(LinkedIdentity, (issuer, subject))


def person_linked(session: Session, issuer: str, subject: str) -> Person | None:
    """Find the person who is linked to a subject, and hold the row."""
    found = linked_identity(session, issuer, subject)
    if found is None:
        return None
    become(session, found.person)
    return session.get(Person, found.person, with_for_update=True)


def is_linked(session: Session, person: UUID) -> bool:
    """Tell whether somebody is linked to a provider's subject."""
    return session.scalar(select(LinkedIdentity.subject).where(LinkedIdentity.person == person)) is not None


def unlink(session: Session, person: UUID) -> None:
    """Forget who somebody is elsewhere."""
    session.execute(delete(LinkedIdentity).where(LinkedIdentity.person == person))


def deeds_of(session: Session, person: UUID, limit: int) -> Sequence[AuditEntry]:
    """List what somebody did lately, the newest first."""
    own = select(AuditEntry).where(AuditEntry.person == person)
    return session.scalars(own.order_by(AuditEntry.at.desc(), AuditEntry.id).limit(limit)).all()


def invitation_held(session: Session, secret: str) -> Invitation | None:
    """Find the invitation whose secret somebody holds, and hold the row."""
    held = digest(secret)
    session.execute(_HOLDING, {"digest": held})
    return session.scalar(select(Invitation).where(Invitation.digest == held).with_for_update())


def invitations(session: Session, since: datetime, limit: int) -> Sequence[Invitation]:
    """List the invitations within one's scope that were made since then, the newest first."""
    made = select(Invitation).where(Invitation.invited_at >= since)
    return session.scalars(made.order_by(Invitation.invited_at.desc(), Invitation.id).limit(limit)).all()


def hand_over_invitations(session: Session, person: UUID, to: UUID) -> None:
    """Let somebody else answer for invitations that are still open."""
    ours = (Invitation.invited_by == person) & Invitation.accepted_by.is_(None)
    session.execute(update(Invitation).where(ours).values(invited_by=to))
