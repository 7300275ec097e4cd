"""Codes of a telephone beside the password: enrolled once, each taken once, their secret sealed at rest."""

from __future__ import annotations

import hmac
import time
from uuid import UUID

import orjson
import pyotp
from sqlalchemy.orm import Session

from services.portal.model import Person, SecondFactor
from shared.refusals import Refusal
from shared.settings import Settings
from shared.vault import WrappingKeys
from shared.vault.sealing import seal, unseal

ISSUER = "暖冬"
STEP_S = 30
STEPS_OFF = (0, -1, 1)
"""How many steps of 30 s the telephone's clock may be off."""


class CodeWanted(Refusal):
    """请填写动态码:打开手机上的验证器,输入 6 位数字"""


class CodeRefused(Refusal):
    """动态码不正确,或已经用过;请等下一个动态码"""


def confirmed(session: Session, person: UUID) -> SecondFactor | None:
    """Find somebody's second factor, if there is one in use."""
    factor = session.get(SecondFactor, person, with_for_update=True)
    return factor if factor and factor.confirmed_at else None


def begin(session: Session, known: Settings, person: Person) -> str:
    """Draw a new secret, and give the address that a telephone reads from the picture; nothing is in use yet."""
    secret = pyotp.random_base32()
    keys = _keys(known)
    sealed = seal(keys.current, keys.named[keys.current], secret.encode(), _where(person.id))
    session.merge(SecondFactor(person=person.id, sealed=sealed, confirmed_at=None, last_step=0))
    return pyotp.TOTP(secret).provisioning_uri(name=person.login, issuer_name=ISSUER)


def accepts(known: Settings, factor: SecondFactor, code: str) -> bool:
    """Take a code that the telephone shows now, once; real time, as telephones keep it."""
    totp = pyotp.TOTP(unseal(_keys(known).named, factor.sealed, _where(factor.person)).decode())
    now = int(time.time()) // STEP_S
    shown = [now + off for off in STEPS_OFF if hmac.compare_digest(totp.generate_otp(now + off), code.strip())]
    return bool(shown) and factor.takes(shown[0])


def _keys(known: Settings) -> WrappingKeys:
    named = orjson.loads(known.secret("factor.keys"))
    return WrappingKeys({name: bytes.fromhex(key) for name, key in named.items()})


def _where(person: UUID) -> str:
    return f"second_factor.sealed:{person}"
