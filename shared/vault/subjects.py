"""Whose identity lies in a vault: kept under a data key of its own, found blindly, and shredded with that key."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shared.clock import day_of
from shared.facts import Code
from shared.refusals import Refusal
from shared.vault.chain import Deed, note
from shared.vault.opening import Vault
from shared.vault.sealing import fresh_key, seal, unseal
from shared.vault.tables import vault_field, vault_subject

RETENTION = timedelta(days=400)
"""How long an identity is kept after the last consent to it: a winter, and until the next one has begun."""

WHERE = ("place", "home", "organisation")


class SubjectUnknown(Refusal):
    """在您的授权范围内没有这份身份信息"""


class AlreadyKept(Refusal):
    """这个编号下已登记过身份信息"""


class AlreadyShredded(Refusal):
    """这份身份信息已于 {day} 销毁,无法恢复"""


class IdentityChanged(Refusal):
    """身份信息已被他人更正:您依据第 {given} 版,现为第 {current} 版"""


class ShredReason(Code):
    """销毁原因"""

    RETENTION = "retention", "保存期满"
    WITHDRAWN = "withdrawn", "撤回同意"
    ASKED = "asked", "本人或监护人要求"
    MISTAKE = "mistake", "登记有误"


def keep(
    vault: Vault, subject: UUID, kind: str, where: Mapping[str, Any], said: Mapping[str, Any], findable: Collection[str]
) -> None:
    """Seal an identity under a new data key, also anew after an earlier one was shredded; raises AlreadyKept."""
    data_key = fresh_key()
    row = {
        "kind": kind,
        **{name: where[name] for name in WHERE},
        "revision": 1,
        "data_key": vault.keys.wrapping.wrap(data_key, subject),
        "kept_at": vault.now,
        "retain_until": retained_from(vault),
    }
    if not (_is_new(vault, subject, row) or _was_shredded(vault, subject, row)):
        raise AlreadyKept("subject")
    _write(vault, subject, data_key, kind, said, findable)
    note(vault, Deed.KEPT, subject)


def _is_new(vault: Vault, subject: UUID, row: Mapping[str, Any]) -> bool:
    new = insert(vault_subject).values(id=subject, **row).on_conflict_do_nothing()
    return vault.session.scalar(new.returning(vault_subject.c.id)) is not None


def _was_shredded(vault: Vault, subject: UUID, row: Mapping[str, Any]) -> bool:
    shredded = update(vault_subject).where(vault_subject.c.id == subject, vault_subject.c.data_key.is_(None))
    anew = shredded.values(**row, shredded_at=None, shredded_because=None)
    return vault.session.scalar(anew.returning(vault_subject.c.id)) is not None


def amend(vault: Vault, subject: Row[Any], revision: int, said: Mapping[str, Any], findable: Collection[str]) -> int:
    """Replace what is kept, given the revision it is known in; answer the new one; raises IdentityChanged."""
    if revision != subject.revision:
        raise IdentityChanged("revision", given=revision, current=subject.revision)
    vault.session.execute(delete(vault_field).where(vault_field.c.subject == subject.id))
    _write(vault, subject.id, key_of(vault, subject), subject.kind, said, findable)
    _change(vault, subject.id, revision=revision + 1)
    note(vault, Deed.AMENDED, subject.id)
    return revision + 1


def move(vault: Vault, subject: UUID, where: Mapping[str, Any]) -> None:
    """Let an identity lie where its subject lies now; one that is not kept stays so."""
    moved = _change(vault, subject, **{name: where[name] for name in WHERE})
    if moved:
        note(vault, Deed.MOVED, subject)


def held(vault: Vault, subject: UUID) -> Row[Any]:
    """Find a subject within the scope and hold it; raises SubjectUnknown, AlreadyShredded."""
    row = vault.session.execute(select(vault_subject).where(vault_subject.c.id == subject).with_for_update()).first()
    if row is None:
        raise SubjectUnknown("subject")
    if row.shredded_at:
        raise AlreadyShredded("subject", day=day_of(row.shredded_at))
    return row


def reveal(vault: Vault, subject: Row[Any]) -> dict[str, Any]:
    """Open everything that is kept of a subject; raises Tampered."""
    data_key = key_of(vault, subject)
    fields = vault.session.execute(
        select(vault_field).where(vault_field.c.subject == subject.id).order_by(vault_field.c.field)
    )
    return {row.field: orjson.loads(opened_field(data_key, row)) for row in fields}


def opened_field(data_key: bytes, row: Row[Any]) -> bytes:
    """Open one sealed field; raises Tampered."""
    return unseal({str(row.subject): data_key}, bytes(row.sealed), _field_of(row.subject, row.field))


def find(vault: Vault, kind: str, field: str, value: str) -> list[UUID]:
    """Find subjects within the scope by what a field says, without reading any."""
    query = (
        select(vault_field.c.subject)
        .join(vault_subject, vault_subject.c.id == vault_field.c.subject)
        .where(vault_field.c.field == field, vault_field.c.blind == vault.keys.blind(f"{kind}.{field}", value))
        .where(vault_subject.c.kind == kind)
    )
    return list(vault.session.scalars(query.order_by(vault_field.c.subject)))


def shred(vault: Vault, subject: UUID, reason: ShredReason) -> None:
    """Delete the data key, and what it sealed with it; what lies in older copies stays sealed for ever."""
    held(vault, subject)
    vault.session.execute(delete(vault_field).where(vault_field.c.subject == subject))
    _change(vault, subject, data_key=None, shredded_at=vault.now, shredded_because=reason.value)
    note(vault, Deed.SHREDDED, subject, purpose=reason)


def retain(vault: Vault, subject: UUID) -> None:
    """Let the retention timer run anew, as a consent given today says."""
    _change(vault, subject, retain_until=retained_from(vault))


def retained_from(vault: Vault) -> date:
    """Tell until when an identity may be kept whose consent is given now."""
    return day_of(vault.now) + RETENTION


def overdue(session: Session, today: date, most: int = 1_000) -> list[tuple[UUID, date]]:
    """List whose identity was kept for as long as was promised, and until when that was."""
    query = select(vault_subject.c.id, vault_subject.c.retain_until).where(
        vault_subject.c.data_key.is_not(None), vault_subject.c.retain_until < today
    )
    return [(row.id, row.retain_until) for row in session.execute(query.order_by(vault_subject.c.id).limit(most))]


def _change(vault: Vault, subject: UUID, **columns: Any) -> bool:
    changed = update(vault_subject).where(vault_subject.c.id == subject, vault_subject.c.data_key.is_not(None))
    return vault.session.scalar(changed.values(**columns).returning(vault_subject.c.id)) is not None


def _write(
    vault: Vault, subject: UUID, data_key: bytes, kind: str, said: Mapping[str, Any], findable: Collection[str]
) -> None:
    rows = [
        {
            "subject": subject,
            "field": name,
            "sealed": seal(str(subject), data_key, orjson.dumps(value), _field_of(subject, name)),
            "blind": vault.keys.blind(f"{kind}.{name}", str(value)) if name in findable else None,
        }
        for name, value in said.items()
        if value not in (None, "")
    ]
    if rows:
        vault.session.execute(insert(vault_field), rows)


def key_of(vault: Vault, subject: Row[Any]) -> bytes:
    """Unwrap the key that seals whatever is kept of a subject; raises Tampered."""
    return vault.keys.wrapping.unwrap(bytes(subject.data_key), subject.id)


def _field_of(subject: UUID, field: str) -> str:
    return f"vault_field.sealed:{subject}/{field}"
