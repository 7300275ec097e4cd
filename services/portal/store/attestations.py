"""SELECTs over attestations."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.portal.model import Attestation

_HOLDING = text("SELECT set_config('nuandong.attestation', :digest, true)")


def attestation_of(session: Session, digest: str) -> Attestation | None:
    """Find an attestation by its code's digest; no other can be seen in this transaction by whoever has no scope."""
    session.execute(_HOLDING, {"digest": digest})
    return session.get(Attestation, digest)
