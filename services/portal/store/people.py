"""Every SELECT of people and their sessions, and the one row that a person who signs in may see."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select, text, tuple_
from sqlalchemy.orm import Session

from services.portal.model import Person, SignIn

_ONESELF = text("SELECT set_config('nuandong.login', :login, true), set_config('nuandong.person', :person, true)")


def digest(secret: str) -> str:
    """Digest a secret, which portal itself does not keep."""
    return hashlib.sha256(secret.encode()).hexdigest()


def become(session: Session, person: UUID) -> None:
    """Let this transaction see the row of one person, as whoever proved to be that person."""
    session.execute(_ONESELF, {"login": "", "person": str(person)})


def person_signing_in(session: Session, login: str) -> Person | None:
    """Find whoever signs in, and hold the row; nobody else's can be seen in this transaction."""
    session.execute(_ONESELF, {"login": login, "person": ""})
    return session.scalar(select(Person).where(Person.login == login).with_for_update())


def session_of(session: Session, secret: str, at: datetime) -> tuple[Person, SignIn] | None:
    """Find a session and whose it is, unless it has ended; nobody else's row can be seen in this transaction."""
    found = session.scalar(select(SignIn).where(SignIn.digest == digest(secret), SignIn.expires_at > at))
    if found is None:
        return None
    become(session, found.person)
    person = session.get(Person, found.person)
    return (person, found) if person else None


def sessions_of(session: Session, person: UUID, at: datetime) -> Sequence[SignIn]:
    """List somebody's sessions that have not ended, the newest first."""
    lasting = select(SignIn).where(SignIn.person == person, SignIn.expires_at > at)
    return session.scalars(lasting.order_by(SignIn.begun_at.desc())).all()


def end_sessions(session: Session, person: UUID, *, only: UUID | None = None, but: UUID | None = None) -> None:
    """End somebody's sessions: all of them, one, or all but one."""
    ending = delete(SignIn).where(SignIn.person == person)
    if only is not None:
        ending = ending.where(SignIn.id == only)
    if but is not None:
        ending = ending.where(SignIn.id != but)
    session.execute(ending)


def login_taken(session: Session, login: str, by_other_than: UUID) -> bool:
    """Tell whether somebody signs in under this name already, wherever they are."""
    session.execute(_ONESELF, {"login": login, "person": ""})
    found = select(Person.id).where(Person.login == login, Person.id != by_other_than)
    return session.scalar(found) is not None


def staff(
    session: Session, place: str | None, words: str | None, after: tuple[str, str] | None, limit: int
) -> Sequence[Person]:
    """List people whose organisation lies within a place, by place and login."""
    found = select(Person)
    if place:
        found = found.where(Person.place.startswith(place))
    if words:
        found = found.where(or_(Person.name.icontains(words, autoescape=True), Person.login == words))
    if after:
        found = found.where(tuple_(Person.place, Person.login) > after)
    return session.scalars(found.order_by(Person.place, Person.login).limit(limit)).all()
