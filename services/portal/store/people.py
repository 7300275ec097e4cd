"""Every SELECT of people, and the one row that a person who signs in may see."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.portal.model import Person, SignIn

_ONESELF = text("SELECT set_config('nuandong.login', :login, true), set_config('nuandong.person', :person, true)")


def digest(secret: str) -> str:
    """Digest a session's secret, which portal itself does not keep."""
    return hashlib.sha256(secret.encode()).hexdigest()


def person_signing_in(session: Session, login: str) -> Person | None:
    """Find whoever signs in, and hold the row; nobody else's can be seen in this transaction."""
    session.execute(_ONESELF, {"login": login, "person": ""})
    return session.scalar(select(Person).where(Person.login == login).with_for_update())


def person_signed_in(session: Session, secret: str, at: datetime) -> Person | None:
    """Find whose session this is, unless it has ended; nobody else's row can be seen in this transaction."""
    person = session.scalar(select(SignIn.person).where(SignIn.digest == digest(secret), SignIn.expires_at > at))
    if person is None:
        return None
    session.execute(_ONESELF, {"login": "", "person": str(person)})
    return session.get(Person, person)


def sign_in_of(session: Session, secret: str) -> SignIn | None:
    """Find a session by its secret."""
    return session.get(SignIn, digest(secret))


def login_taken(session: Session, login: str, by_other_than: UUID) -> bool:
    """Tell whether somebody signs in under this name already, wherever they are."""
    session.execute(_ONESELF, {"login": login, "person": ""})
    found = select(Person.id).where(Person.login == login, Person.id != by_other_than)
    return session.scalar(found) is not None
