"""Every SELECT of programs' tokens, and the one row that a program may see."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.portal.model import ApiToken
from services.portal.store.people import digest

_ITSELF = text("SELECT set_config('nuandong.program', :digest, true)")


def token_carried(session: Session, secret: str) -> ApiToken | None:
    """Find the token of a secret; no other can be seen in this transaction."""
    session.execute(_ITSELF, {"digest": digest(secret)})
    return session.scalar(select(ApiToken).where(ApiToken.digest == digest(secret)))


def api_token(session: Session, id: UUID) -> ApiToken | None:
    """Find a token within the caller's scope, and hold it."""
    return session.scalar(select(ApiToken).where(ApiToken.id == id).with_for_update())


def api_tokens(session: Session, most: int) -> list[ApiToken]:
    """List the tokens within the caller's scope, the newest first."""
    return list(session.scalars(select(ApiToken).order_by(ApiToken.issued_at.desc(), ApiToken.id).limit(most)))
