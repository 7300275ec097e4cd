"""Custody of a vault: its keys are rotated while it is in use, and everything in it is checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Row, Select, func, select, update
from sqlalchemy.orm import Session

from shared.settings import Settings
from shared.vault.chain import breaks
from shared.vault.consents import ConsentScope
from shared.vault.keys import Keys, WrappingKeys
from shared.vault.opening import close_vault
from shared.vault.sealing import Tampered
from shared.vault.subjects import opened_field
from shared.vault.tables import vault_consent, vault_field, vault_subject

BATCH = 500
PAGE = 1_000


class StillWrapped(Exception):
    """A data key is still wrapped by a key that was to be forgotten; nothing was forgotten."""


def rewrap(session: Session, keys: WrappingKeys) -> int:
    """Wrap a batch of data keys under the last key that an earlier one wrapped; leave those in use for later."""
    rows = session.execute(_wrapped_before(keys).with_for_update(skip_locked=True).limit(BATCH)).all()
    for row in rows:
        wrapped = keys.wrap(keys.unwrap(bytes(row.data_key), row.id), row.id)
        session.execute(update(vault_subject).where(vault_subject.c.id == row.id).values(data_key=wrapped))
    return len(rows)


def rewrap_rest(session: Session, settings: Settings) -> int:
    """Wrap all the rest with everybody kept out, so that what comes later is wrapped under the last key."""
    keys, done = close_vault(session, settings).wrapping, 0
    while some := rewrap(session, keys):
        done += some
    return done


def forget(session: Session, settings: Settings, write: Callable[[WrappingKeys], None]) -> None:
    """Leave every wrapping key but the last behind, if nothing needs them; raises StillWrapped."""
    keys = close_vault(session, settings).wrapping
    if session.execute(_wrapped_before(keys).limit(1)).first():
        raise StillWrapped("wrap the rest first")
    write(keys.newest())


def wrapped_before(session: Session, keys: WrappingKeys) -> int:
    """Tell how many data keys an earlier key than the last wraps."""
    return int(session.scalars(select(func.count()).select_from(_wrapped_before(keys).subquery())).one())


def findings(session: Session, keys: Keys, today: date) -> Iterator[str]:
    """Tell whatever is wrong: what does not open, a broken log, and what is kept without right."""
    yield from breaks(session, keys)
    for page in session.execute(_kept().execution_options(yield_per=PAGE)).partitions():
        yield from _sealed_wrongly(session, keys, page)
    for subject in session.execute(_kept().where(vault_subject.c.retain_until < today)):
        yield f"subject {subject.id}: kept beyond {subject.retain_until}"
    for subject in session.execute(_kept().where(~_consented())):
        yield f"subject {subject.id}: kept without consent"


def _sealed_wrongly(session: Session, keys: Keys, page: Sequence[Row[Any]]) -> Iterator[str]:
    kinds, data_keys = {subject.id: subject.kind for subject in page}, {}
    for subject in page:
        try:
            data_keys[subject.id] = keys.wrapping.unwrap(bytes(subject.data_key), subject.id)
        except Tampered as tampered:
            yield f"{tampered}: does not open"
    for row in session.execute(select(vault_field).where(vault_field.c.subject.in_(data_keys))):
        yield from _of_field(keys, data_keys[row.subject], kinds[row.subject], row)


def _of_field(keys: Keys, data_key: bytes, kind: str, row: Row[Any]) -> Iterator[str]:
    try:
        plain = orjson.loads(opened_field(data_key, row))
    except Tampered as tampered:
        yield f"{tampered}: does not open"
        return
    if row.blind is not None and bytes(row.blind) != keys.blind(f"{kind}.{row.field}", str(plain)):
        yield f"vault_field.blind:{row.subject}/{row.field}: is not of what is sealed"


def _kept() -> Select[Any]:
    return select(vault_subject).where(vault_subject.c.data_key.is_not(None)).order_by(vault_subject.c.id)


def _consented() -> Any:
    standing = (vault_consent.c.scope == ConsentScope.CONTACT.value) & vault_consent.c.withdrawn_on.is_(None)
    return select(vault_consent.c.id).where(standing, vault_consent.c.subject == vault_subject.c.id).exists()


def _wrapped_before(keys: WrappingKeys) -> Select[Any]:
    begins = func.substr(vault_subject.c.data_key, 1, len(keys.prefix()))
    return select(vault_subject.c.id, vault_subject.c.data_key).where(begins != keys.prefix())
