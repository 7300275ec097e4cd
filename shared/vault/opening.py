"""A vault as one transaction works with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from shared.identity import Identity
from shared.settings import Settings
from shared.vault.keys import Keys

KEYS_IN_USE, ROTATION = 0x7661756C74, 0x7661756C75  # advisory locks of each database
_USE = text("SELECT pg_advisory_xact_lock_shared(:lock)")
_BEGIN_ROTATION = text("SELECT pg_try_advisory_lock(:lock)")
_CLOSE = text("SELECT pg_advisory_xact_lock(:lock)")


@dataclass(frozen=True)
class Vault:
    """One transaction's view of a vault: its session, who works, when, and the service's keys."""

    session: Session
    identity: Identity
    now: datetime
    keys: Keys


def open_vault(session: Session, identity: Identity, now: datetime, settings: Settings) -> Vault:
    """Open the vault; no key that this transaction reads is forgotten before it has ended."""
    session.execute(_USE, {"lock": KEYS_IN_USE})
    return Vault(session, identity, now, Keys(settings))


def close_vault(session: Session, settings: Settings) -> Keys:
    """Wait until nobody else works in the vault and keep everybody out; give the keys as they are then."""
    session.execute(_CLOSE, {"lock": KEYS_IN_USE})
    return Keys(settings)


def begin_rotation(connection: Connection) -> bool:
    """Claim the key file for a rotation, as long as this connection lasts; false if another has it."""
    return bool(connection.scalar(_BEGIN_ROTATION, {"lock": ROTATION}))
