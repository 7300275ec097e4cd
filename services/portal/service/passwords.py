"""Passwords, as argon2 hashes."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hashed(password: str) -> str:
    """Hash a password."""
    return _HASHER.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Tell whether a password is the one kept; where there is none, that takes just as long."""
    try:
        _HASHER.verify(kept or _nobodys_hash(), password)
    except VerifyMismatchError:
        return False
    return kept is not None


@cache
def _nobodys_hash() -> str:
    return hashed(secrets.token_urlsafe())
