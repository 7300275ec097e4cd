"""The log of what was done in a vault: each entry's digest covers the one before, under a key outside the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from shared.facts import Code
from shared.vault.keys import Keys
from shared.vault.opening import Vault
from shared.vault.tables import vault_log, vault_log_head

COVERED = ("number", "deed", "subject", "person", "service", "purpose", "look")
"""The columns that an entry's digest covers, beside its instant."""


class Deed(Code):
    """事项"""

    KEPT = "kept", "登记"
    AMENDED = "amended", "更正"
    MOVED = "moved", "转移"
    FOUND = "found", "检索"
    ASKED = "asked", "申请查看"
    LOOKED = "looked", "查看"
    CONSENTED = "consented", "同意"
    WITHDREW = "withdrew", "撤回同意"
    SHREDDED = "shredded", "销毁"


def note(
    vault: Vault, deed: Deed, subject: UUID | None, *, purpose: Code | None = None, look: UUID | None = None
) -> None:
    """Append an entry; a concurrent deed waits here until this transaction has ended."""
    head = vault.session.execute(select(vault_log_head).with_for_update()).one()
    entry: dict[str, Any] = {
        "number": head.number + 1,
        "at": vault.now,
        "deed": deed.value,
        "subject": subject,
        "person": vault.identity.person,
        "service": vault.identity.service,
        "purpose": purpose.value if purpose else None,
        "look": look,
    }
    digest = vault.keys.chained(head.digest, _canonical(entry))
    vault.session.execute(insert(vault_log).values(**entry, digest=digest))
    vault.session.execute(update(vault_log_head).values(number=entry["number"], digest=digest))


def entries_of(session: Session, subject: UUID) -> list[Row[Any]]:
    """List what was done with a subject's identity."""
    return list(session.execute(select(vault_log).where(vault_log.c.subject == subject).order_by(vault_log.c.number)))


def breaks(session: Session, keys: Keys) -> Iterator[str]:
    """Tell where the log is not what was written: changed, cut out, added, or cut off at its end."""
    expected, before = 1, b""
    for row in session.execute(select(vault_log).order_by(vault_log.c.number).execution_options(yield_per=1_000)):
        entry = row._asdict()
        digest = bytes(entry.pop("digest"))
        if row.number != expected:
            yield f"log entry {expected}: missing before {row.number}"
        elif keys.chained(before, _canonical(entry)) != digest:
            yield f"log entry {row.number}: not what was written"
        expected, before = row.number + 1, digest
    if (head := log_head(session)) != (expected - 1, before):
        yield f"log ends at {expected - 1}, its head says {head[0]}"


def log_head(session: Session) -> tuple[int, bytes]:
    """Tell the number and the digest of the last entry."""
    head = session.execute(select(vault_log_head)).one()
    return head.number, bytes(head.digest)


def holds(session: Session, number: int, digest: bytes) -> bool:
    """Tell whether an entry that was noted down elsewhere is still there."""
    return session.scalar(select(vault_log.c.digest).where(vault_log.c.number == number)) == digest


def _canonical(entry: dict[str, Any]) -> bytes:
    return orjson.dumps([entry["at"].astimezone(UTC), *(entry[name] for name in COVERED)])
