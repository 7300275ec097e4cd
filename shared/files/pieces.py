"""The pieces of a file: as they came, or sealed under the key of the file that they are of."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select

from shared import vault
from shared.files.tables import file_piece
from shared.refusals import IdAlreadyUsed
from shared.vault import Contents, Vault


def put(opened: Vault, row: Row[Any], number: int, content: bytes) -> None:
    """Keep a piece; raises IdAlreadyUsed if it is there and says something else."""
    sealed_by = _contents(opened, row)
    there = opened.session.scalar(
        select(file_piece.c.content).where(file_piece.c.file == row.id, file_piece.c.number == number)
    )
    if there is None:
        kept = sealed_by.seal(content, where(row.id, number)) if sealed_by else content
        opened.session.execute(insert(file_piece).values(file=row.id, number=number, content=kept))
    elif opened_piece(sealed_by, row.id, number, bytes(there)) != content:
        raise IdAlreadyUsed("number")


def got(opened: Vault, row: Row[Any], number: int) -> bytes | None:
    """Give a piece as it came, if it did; raises Tampered."""
    kept = opened.session.scalar(
        select(file_piece.c.content).where(file_piece.c.file == row.id, file_piece.c.number == number)
    )
    return None if kept is None else opened_piece(_contents(opened, row), row.id, number, bytes(kept))


def joined(opened: Vault, row: Row[Any]) -> tuple[int, bytes]:
    """Tell how many pieces came, and give them in their order as one; raises Tampered."""
    sealed_by = _contents(opened, row)
    query = select(file_piece).where(file_piece.c.file == row.id).order_by(file_piece.c.number)
    pieces = [
        opened_piece(sealed_by, row.id, each.number, bytes(each.content)) for each in opened.session.execute(query)
    ]
    return len(pieces), b"".join(pieces)


def opened_piece(sealed_by: Contents | None, file: UUID, number: int, kept: bytes) -> bytes:
    """Open a piece, if it is sealed at all; raises Tampered."""
    return sealed_by.open(kept, where(file, number)) if sealed_by else kept


def where(file: UUID, number: int) -> str:
    """Say where a piece stands; sealed, it opens nowhere else."""
    return f"file_piece.content:{file}/{number}"


def _contents(opened: Vault, row: Row[Any]) -> Contents | None:
    return vault.contents_of(opened, row.id) if row.sealed else None
