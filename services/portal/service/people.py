"""The doors of people: signing in, tokens, and who belongs to the site."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.portal import store
from services.portal.model import SESSION_LASTS, Person, SignIn
from services.portal.schemas import (
    AddPerson,
    Deed,
)
from services.portal.service.audit import PROVINCE, write_of
from services.portal.service.audit import write as write_deed
from shared.desk import Desk, OrganisationUnknown
from shared.facts import stem
from shared.identity import MOST_SECONDS, Role, sign, signing_key
from shared.refusals import OutOfScope, Refusal
from shared.settings import Settings
from shared.worker import Doors, anyone, write

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


class SignInRefused(Refusal):
    """登录名或口令不正确,或账号暂时锁定;请稍后再试"""


class SessionEnded(Refusal):
    """登录已失效,请重新登录"""


class LoginTaken(Refusal):
    """登录名“{login}”已被使用"""


class PeopleDoors(Doors):
    """People: who they are, and what they may."""

    @anyone
    def sign_in(self, desk: Desk, login: str, password: str) -> dict[str, str]:
        """Begin a session; a refusal does not tell which of the two was wrong."""
        now = datetime.now(UTC)
        person = store.person_signing_in(desk.session, login)
        right = _matches(person.password_hash if person else _nobodys_hash(), password)
        if person is None or not right or not person.may_sign_in(desk.today, now):
            _note_failure(desk, person, now)
            raise SignInRefused("login")
        person.signed_in()
        write_of(desk, Deed.SIGNED_IN, person)
        secret, expires_at = secrets.token_urlsafe(32), now + SESSION_LASTS
        desk.session.add(SignIn(digest=store.digest(secret), person=person.id, expires_at=expires_at))
        return {"session": secret, "expires_at": expires_at.isoformat()}

    @anyone
    def sign_out(self, desk: Desk, session: str) -> None:
        """End a session; one that has ended already is well."""
        found = store.sign_in_of(desk.session, session)
        if found is not None:
            desk.session.delete(found)

    @anyone
    def token(self, desk: Desk, session: str, audience: str) -> dict[str, Any]:
        """Sign who this is for one service, for a minute; raises SessionEnded."""
        now = datetime.now(UTC)
        person = store.person_signed_in(desk.session, session, now)
        if person is None or not person.belongs(desk.today):
            raise SessionEnded("session")
        identity = person.identity(desk.frame.version)
        signed = sign(_key(self.transactions.settings), self.name, identity, audience)
        return {"token": signed, "expires_at": int(now.timestamp()) + MOST_SECONDS}

    @anyone
    def whoami(self, desk: Desk, session: str) -> dict[str, Any]:
        """Tell whose session it is: name, organisation, roles and scope; raises SessionEnded."""
        person = store.person_signed_in(desk.session, session, datetime.now(UTC))
        if person is None or not person.belongs(desk.today):
            raise SessionEnded("session")
        names = ("name", "organisation", "place", "roles", "scope")
        return {"person": str(person.id), **{name: getattr(person, name) for name in names}}

    @write(AddPerson, Role.OFFICER)
    def add_person(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, str]:
        """Register a person, whose scope lies within the scope of whoever registers."""
        organisation = desk.frame.organisation(fields["organisation"], desk.today)
        if organisation is None:
            raise OrganisationUnknown("organisation", organisation=fields["organisation"], day=desk.today)
        scope = [stem(place) for place in fields.pop("scope")]
        if not all(desk.identity.covers(each) for each in (*scope, organisation.place)):
            raise OutOfScope("scope")
        if store.login_taken(desk.session, fields["login"], by_other_than=id):
            raise LoginTaken("login", login=fields["login"])
        password_hash = HASHER.hash(fields.pop("password"))
        roles = [role.value for role in fields.pop("roles")]
        person = Person(
            id=id, password_hash=password_hash, place=organisation.place, roles=roles, scope=scope, **fields
        )
        desk.session.add(person)
        return {"person": str(id)}


def _note_failure(desk: Desk, person: Person | None, at: datetime) -> None:
    if person is None:
        write_deed(desk, Deed.SIGN_IN_REFUSED, place=PROVINCE)
    else:
        person.failed(at)
        write_of(desk, Deed.SIGN_IN_REFUSED, person)
    desk.session.commit()  # a refusal rolls back, but the count of failures has to stay, and that there was one


@cache
def _key(known: Settings) -> Ed25519PrivateKey:
    return signing_key(known)


@cache
def _nobodys_hash() -> str:
    return HASHER.hash(secrets.token_urlsafe())


def _matches(hashed: str, password: str) -> bool:
    try:
        return HASHER.verify(hashed, password)
    except VerifyMismatchError:
        return False
