"""Every SELECT of portal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from services.portal.store.audit import audit_entries
from services.portal.store.people import digest, login_taken, person_signed_in, person_signing_in, sign_in_of
from services.portal.store.programs import api_token, api_tokens, token_carried
from shared.duty import Due

FIGURES: Mapping[str, tuple[str, ...]] = {}

__all__ = [
    "FIGURES",
    "api_token",
    "api_tokens",
    "audit_entries",
    "digest",
    "due",
    "login_taken",
    "person_signed_in",
    "person_signing_in",
    "sign_in_of",
    "token_carried",
]


def due(_session: Session, _now: datetime) -> list[Due]:
    """List what time alone asks for: nothing in portal."""
    return []
