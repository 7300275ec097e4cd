"""The doors of sessions: signing in and out, and tokens while a session lasts."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.portal import store
from services.portal.model import BY_PASSWORD, BY_PROVIDER, SESSION_LASTS, Person, SignIn
from services.portal.schemas import Deed
from services.portal.schemas.provider import ProviderNotBelieved
from services.portal.service import second_factor
from services.portal.service.audit import PROVINCE, write_of
from services.portal.service.audit import write as write_deed
from services.portal.service.passwords import matches
from services.portal.service.provider import subject_of
from services.portal.service.second_factor import CodeRefused, CodeWanted
from shared.desk import Desk
from shared.identity import MOST_SECONDS, sign, signing_key
from shared.refusals import Refusal
from shared.settings import Settings, second_factor_demanded
from shared.worker import Doors, anyone


class SignInRefused(Refusal):
    """登录名或口令不正确,或账号暂时锁定;请稍后再试"""


class SessionEnded(Refusal):
    """登录已失效,请重新登录"""


class NotLinked(Refusal):
    """这个统一身份认证账号尚未关联本系统的人员;请先用口令登录,在“账号”页关联"""


class SecondFactorDemanded(Refusal):
    """负责全县及以上的账号须先启用动态码,才能办理业务"""


class SessionDoors(Doors):
    """Sessions: who somebody is, for as long as one lasts."""

    @anyone
    def sign_in(self, desk: Desk, login: str, password: str, code: str = "") -> dict[str, str]:
        """Begin a session; a refusal does not tell which of name and password was wrong."""
        person = store.person_signing_in(desk.session, login)
        right = matches(person.password_hash if person else None, password)
        if person is None or not right or not person.may_sign_in(desk.today, datetime.now(UTC)):
            note_failure(desk, person)
            raise SignInRefused("login")
        self._must_prove(desk, person, code)
        return _begun(desk, person, BY_PASSWORD)

    def _must_prove(self, desk: Desk, person: Person, code: str) -> None:
        factor = second_factor.confirmed(desk.session, person.id)
        if factor is None:
            return
        if not code:
            raise CodeWanted("code")
        if not second_factor.accepts(self.transactions.settings, factor, code):
            note_failure(desk, person)
            raise CodeRefused("code")

    @anyone
    def sign_in_by_provider(self, desk: Desk, id_token: str, nonce: str) -> dict[str, str]:
        """Begin the session of whoever the identity provider says this is, if that person is linked here."""
        issuer, subject = proved(desk, id_token, nonce)
        person = store.person_linked(desk.session, issuer, subject)
        if person is None or not person.may_sign_in(desk.today, datetime.now(UTC)):
            keep_refusal(desk, person, NotLinked.__name__)
            raise NotLinked("id_token")
        return _begun(desk, person, BY_PROVIDER)

    @anyone
    def sign_out(self, desk: Desk, session: str) -> None:
        """End a session; one that has ended already is well."""
        found = store.session_of(desk.session, session, datetime.now(UTC))
        if found is not None:
            write_of(desk, Deed.SIGNED_OUT, found[0])
            desk.session.delete(found[1])

    @anyone
    def token(self, desk: Desk, session: str, audience: str) -> dict[str, Any]:
        """Sign who this is for one service, for a minute; raises SessionEnded, SecondFactorDemanded."""
        person, sign_in = whose(desk, session)
        if _must_enrol(desk, person, sign_in):
            raise SecondFactorDemanded("session")
        identity = person.identity(desk.frame.version)
        signed = sign(_key(self.transactions.settings), self.name, identity, audience)
        return {"token": signed, "expires_at": int(datetime.now(UTC).timestamp()) + MOST_SECONDS}

    @anyone
    def whoami(self, desk: Desk, session: str) -> dict[str, Any]:
        """Tell whose session it is: name, organisation, roles and scope; raises SessionEnded."""
        person, sign_in = whose(desk, session)
        names = ("name", "organisation", "place", "position", "roles", "scope")
        told = {name: getattr(person, name) for name in names}
        return {"person": str(person.id), **told, "must_enrol": _must_enrol(desk, person, sign_in)}


def whose(desk: Desk, session: str) -> tuple[Person, SignIn]:
    """Tell whose session it is; nobody else's row can be seen from here on. Raises SessionEnded."""
    found = store.session_of(desk.session, session, datetime.now(UTC))
    if found is None or not found[0].belongs(desk.today):
        raise SessionEnded("session")
    return found


def proved(desk: Desk, id_token: str, nonce: str, person: Person | None = None) -> tuple[str, str]:
    """Tell whom the identity provider has proved; keeps whose word, or that of nobody known, was not believed."""
    try:
        return subject_of(id_token, nonce)
    except ProviderNotBelieved as refusal:
        keep_refusal(desk, person, refusal.rule)
        raise


def note_failure(desk: Desk, person: Person | None) -> None:
    """Count and keep that somebody failed to prove who they are."""
    if person is not None:
        person.failed(datetime.now(UTC))
    _keep(desk, person)


def keep_refusal(desk: Desk, person: Person | None, rule: str) -> None:
    """Keep that the word of the identity provider was not enough."""
    _keep(desk, person, through=BY_PROVIDER, rule=rule)


def _keep(desk: Desk, person: Person | None, **detail: str) -> None:
    if person is None:
        write_deed(desk, Deed.SIGN_IN_REFUSED, place=PROVINCE, detail=detail)
    else:
        write_of(desk, Deed.SIGN_IN_REFUSED, person, **detail)
    desk.session.commit()  # a refusal rolls back, but the count of failures has to stay, and that there was one


def _begun(desk: Desk, person: Person, through: str) -> dict[str, str]:
    person.signed_in()
    now, secret = datetime.now(UTC), secrets.token_urlsafe(32)
    row = SignIn(digest=store.digest(secret), person=person.id, begun_at=now, expires_at=now + SESSION_LASTS)
    row.through = through
    desk.session.add(row)
    write_of(desk, Deed.SIGNED_IN, person, through=through)
    return {"session": secret, "expires_at": row.expires_at.isoformat()}


def _must_enrol(desk: Desk, person: Person, sign_in: SignIn) -> bool:
    """Tell whether a second factor is missing; who signs in at a provider proves there what it asks for."""
    if sign_in.through == BY_PROVIDER or not (person.needs_second_factor and second_factor_demanded()):
        return False
    return second_factor.confirmed(desk.session, person.id) is None


@cache
def _key(known: Settings) -> Ed25519PrivateKey:
    return signing_key(known)
