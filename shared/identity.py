"""Who asks: tokens that portal and the services sign, and what each service may be asked for by another."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from uuid import UUID, uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
from jwt.types import Options
from sqlalchemy.orm import Session

from shared.database import straight
from shared.facts import Code
from shared.refusals import Refusal
from shared.settings import Settings

PEOPLE = "portal"
MOST_SECONDS = 60
MOST_TOKENS = 2_000
"""How many tokens that were believed a process remembers: those of a busy minute."""

EVERYWHERE = ("",)

Trusted = Mapping[str, Ed25519PublicKey]

_FRAME = frozenset({"frame", "ping"})
_FACTS = frozenset({"facts", "told_behind", "head", "counts", "due_count"})
_FIGURES = frozenset({"rollup", "series", "facts_behind", "corrections_behind", "who_has_looked", "freshness"})
_PUBLISHED = frozenset({"published", "published_table", "published_periods"})
_RETURNS = frozenset({"return_of", "returns", "return_difference", "return_document", "provincial_document"})
_SEASONS = frozenset({"year_on_year", "kept_period"})
_DIRECTORY = frozenset(
    {
        "load_frame",
        "open_campaign",
        "set_holidays",
        "add_place",
        "merge_places",
        "close_place",
        "add_organisations",
        "add_person",
        "invite",
    }
)

SERVICE_DOORS: Mapping[str, frozenset[str]] = {
    "outreach": _FRAME | {"take_referral"},
    "jobs": _FRAME,
    "volunteers": _FRAME,
    "children": _FRAME | {"raise_need", "stations_open"},
    "reporting": _FRAME | _FACTS | {"open_suspicions"},
    "portal": _FIGURES | _PUBLISHED | _RETURNS | {"year_on_year", "service_record", "training_record"},
    "web": _FRAME | {"freshness", "marks"},
    "operator": _FRAME | _FACTS | _FIGURES | _RETURNS | _SEASONS | _DIRECTORY | _PUBLISHED,
}
"""The doors of other services that each service identity may pass; its own it may pass all, as for due work."""


class IdentityMissing(Refusal):
    """请先登录"""


class IdentityExpired(Refusal):
    """登录凭证已过期,请重试"""


class IdentityForged(Refusal):
    """登录凭证无效"""


class IdentityElsewhere(Refusal):
    """登录凭证不是签发给本服务的"""


class Role(Code):
    """角色"""

    RECORDER = "recorder", "填报员"
    APPROVER = "approver", "审批人"
    VIEWER = "viewer", "查看者"
    OFFICER = "officer", "干部"


@dataclass(frozen=True)
class Identity:
    """A person with roles within a scope, or a service with the doors it may pass."""

    person: UUID | None = None
    service: str | None = None
    organisation: UUID | None = None
    roles: frozenset[Role] = frozenset()
    scope: tuple[str, ...] = ()
    frame: int = 0
    doors: frozenset[str] = frozenset()

    @property
    def somebody(self) -> UUID:
        """Tell who the person is; raises IdentityMissing where a service asks, which answers for nothing."""
        if self.person is None:
            raise IdentityMissing("token")
        return self.person

    def covers(self, place: str) -> bool:
        """Tell whether a place's code, or the stem of one, lies within the scope."""
        return place.startswith(self.scope)


def service_identity(service: str) -> Identity:
    """Describe a service: at home everywhere, welcome at listed doors only."""
    return Identity(service=service, scope=EVERYWHERE, doors=SERVICE_DOORS.get(service, frozenset()))


def signing_key(settings: Settings) -> Ed25519PrivateKey:
    """Read the key that a service signs with."""
    key = load_pem_private_key(settings.secret("signing.key").encode(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError("signing.key must hold an Ed25519 key")
    return key


@cache
def trusted_keys(settings: Settings) -> Trusted:
    """Read whose signatures a service trusts."""
    keys = {}
    for kid, pem in json.loads(settings.secret("trusted.json")).items():
        key = load_pem_public_key(pem.encode())
        if not isinstance(key, Ed25519PublicKey):
            raise TypeError(f"trusted.json must hold an Ed25519 key for {kid}")
        keys[kid] = key
    return keys


def sign(key: Ed25519PrivateKey, kid: str, identity: Identity, audience: str, seconds: int = MOST_SECONDS) -> str:
    """Sign an identity for one service, for at most a minute of real time."""
    if seconds > MOST_SECONDS:
        raise ValueError(f"a token lasts at most {MOST_SECONDS} s")
    now = int(time.time())
    claims = {"aud": audience, "iat": now, "exp": now + seconds, "jti": str(uuid4()), **_claims_of(identity)}
    return jwt.encode(claims, key, algorithm="EdDSA", headers={"kid": kid})


def _claims_of(identity: Identity) -> dict[str, Any]:
    if identity.person is None:
        return {"service": identity.service, "frame": identity.frame}
    return {
        "person": str(identity.person),
        "organisation": str(identity.organisation),
        "roles": sorted(role.value for role in identity.roles),
        "scope": list(identity.scope),
        "frame": identity.frame,
    }


@lru_cache(MOST_TOKENS)
def expires_at(token: str) -> float:
    """Tell when a token ends, in real seconds since 1970, without verifying it."""
    return float(jwt.decode(token, options={"verify_signature": False})["exp"])


# iat only bounds the lifetime: a signer whose clock is a little ahead is no forger
_WHOLE: Options = {"require": ["aud", "exp", "iat", "jti"], "verify_iat": False}


def verify(token: str | None, audience: str, trusted: Trusted) -> Identity:
    """Tell who signed in; raises IdentityMissing, IdentityExpired, IdentityElsewhere or IdentityForged."""
    return Verifier(audience, trusted).verify(token)


class Verifier:
    """Tells one service who signed in; a signature is checked once for as long as its token lasts."""

    def __init__(self, audience: str, trusted: Trusted) -> None:
        """Remember for whom tokens must be, and whose signatures to trust."""
        self._audience = audience
        self._trusted = trusted
        self._checked = lru_cache(MOST_TOKENS)(self._check)

    def verify(self, token: str | None) -> Identity:
        """Tell who signed in; raises as the function does."""
        if not token:
            raise IdentityMissing("token")
        identity, ends = self._checked(token)
        if ends <= time.time():
            raise IdentityExpired("token")
        return identity

    def _check(self, token: str) -> tuple[Identity, int]:
        try:
            kid = str(jwt.get_unverified_header(token)["kid"])
            key = self._trusted[kid]
            claims = jwt.decode(token, key, algorithms=["EdDSA"], audience=self._audience, options=_WHOLE)
            return _identity_of(kid, claims), int(claims["exp"])
        except jwt.ExpiredSignatureError as error:
            raise IdentityExpired("token") from error
        except jwt.InvalidAudienceError as error:
            raise IdentityElsewhere("token") from error
        except (jwt.InvalidTokenError, KeyError, ValueError, TypeError) as error:
            raise IdentityForged("token") from error


def _identity_of(kid: str, claims: dict[str, Any]) -> Identity:
    if claims["exp"] - claims["iat"] > MOST_SECONDS:
        raise ValueError("lasts too long")
    if "service" in claims:
        if claims["service"] != kid:
            raise ValueError("a service signs for itself only")
        return service_identity(kid)
    if kid != PEOPLE:
        raise ValueError("only portal signs for people")
    return Identity(
        person=UUID(claims["person"]),
        organisation=UUID(claims["organisation"]),
        roles=frozenset(Role(role) for role in claims["roles"]),
        scope=tuple(claims["scope"]),
        frame=int(claims["frame"]),
    )


CONFINING = "set_config('nuandong.scope', CAST(CAST(%(scope)s AS text[]) AS text), true)"
"""SQL, for `straight`: confine the transaction to the stems of `scope`, which policies of rows read by in_scope."""


def enter(session: Session, token: str | None, audience: str, trusted: Trusted) -> Identity:
    """Verify a token and confine the transaction to its scope."""
    identity = verify(token, audience, trusted)
    straight(session, f"SELECT {CONFINING}", {"scope": list(identity.scope)})
    return identity
