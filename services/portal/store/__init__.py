"""Every SELECT of portal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from services.portal.store.accounts import (
    deeds_of,
    hand_over_invitations,
    invitation_held,
    invitations,
    is_linked,
    linked_identity,
    person_linked,
    second_factor,
    unlink,
    with_second_factor,
)
from services.portal.store.attestations import attestation_of
from services.portal.store.audit import audit_entries
from services.portal.store.people import (
    become,
    digest,
    end_sessions,
    login_taken,
    person_signing_in,
    session_of,
    sessions_of,
    staff,
)
from services.portal.store.programs import api_token, api_tokens, token_carried
from services.portal.store.views import forget_views, hand_over_views, view_of, views_of
from shared.duty import Due

FIGURES: Mapping[str, tuple[str, ...]] = {}

__all__ = [
    "FIGURES",
    "api_token",
    "api_tokens",
    "attestation_of",
    "audit_entries",
    "become",
    "deeds_of",
    "digest",
    "due",
    "end_sessions",
    "forget_views",
    "hand_over_invitations",
    "hand_over_views",
    "invitation_held",
    "invitations",
    "is_linked",
    "linked_identity",
    "login_taken",
    "person_linked",
    "person_signing_in",
    "second_factor",
    "session_of",
    "sessions_of",
    "staff",
    "token_carried",
    "unlink",
    "view_of",
    "views_of",
    "with_second_factor",
]


def due(_session: Session, _now: datetime) -> list[Due]:
    """List what time alone asks for: nothing in portal."""
    return []
