"""What is wrong with the files that are kept: pieces that do not open, and content that is not what came."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from shared import vault
from shared.files.keeping import digest_of
from shared.files.pieces import opened_piece
from shared.files.tables import file, file_piece
from shared.vault import Keys, Tampered, vault_subject


def findings(session: Session, keys: Keys) -> Iterator[str]:
    """Tell whatever is wrong, a file at a time; what was withdrawn or shredded has nothing that could be."""
    key = vault_subject.c.data_key
    kept = select(file, key).outerjoin(vault_subject, vault_subject.c.id == file.c.id)
    standing = file.c.finished_at.is_not(None) & file.c.withdrawn_at.is_(None)
    for row in session.execute(kept.where(standing, ~file.c.sealed | key.is_not(None)).order_by(file.c.id)).all():
        try:
            yield from _of_file(session, keys, row)
        except Tampered as tampered:
            yield f"{tampered}: does not open"


def _of_file(session: Session, keys: Keys, row: Row[Any]) -> Iterator[str]:
    sealed_by = vault.unwrapped(keys, row.id, bytes(row.data_key)) if row.sealed else None
    digest = hashlib.sha256()
    query = select(file_piece).where(file_piece.c.file == row.id).order_by(file_piece.c.number)
    for each in session.execute(query).all():
        digest.update(opened_piece(sealed_by, row.id, each.number, bytes(each.content)))
    if digest_of(keys, digest.hexdigest()) != bytes(row.digest):
        yield f"file {row.id}: is not what came"
