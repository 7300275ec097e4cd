"""Files as they are listed, and given back piece by piece; a sealed one under a look that is used for it alone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.orm import Session

from shared import vault
from shared.files.keeping import FileGone
from shared.files.pieces import got
from shared.files.tables import file, file_reading
from shared.refusals import NotFound, Refusal
from shared.vault import LookUnknown, LookUsed, Vault, vault_look


class LookNeeded(Refusal):
    """这份附件能认出具体的人,下载前请先说明目的"""


def listed(session: Session, kind: str, thing: UUID) -> list[Row[Any]]:
    """List what came to a thing, withdrawn or not, in the order in which it was begun."""
    of_thing = (file.c.kind == kind, file.c.thing == thing, file.c.finished_at.is_not(None))
    return list(session.execute(select(file).where(*of_thing).order_by(file.c.number)))


def piece(opened: Vault, id: UUID, number: int, look: UUID | None = None) -> tuple[Row[Any], bytes]:
    """Give a piece of a file; of a sealed one each once, in their order, under a look of the caller's.

    Raises NotFound, FileGone, LookNeeded, LookUsed, and as using a look does.
    """
    row = opened.session.execute(select(file).where(file.c.id == id, file.c.finished_at.is_not(None))).first()
    if row is None:
        raise NotFound("file")
    if row.withdrawn_at is not None:
        raise FileGone("file")
    if row.sealed:
        _must_look(opened, id, number, look)
    content = got(opened, row, number)
    if content is None:
        raise NotFound("number")
    return row, content


def _must_look(opened: Vault, id: UUID, number: int, look: UUID | None) -> None:
    if look is None:
        raise LookNeeded("look")
    if number == 0:
        _begin(opened, id, look)
    else:
        _go_on(opened, id, number, look)


def _begin(opened: Vault, id: UUID, look: UUID) -> None:
    if vault.use(opened, look).id != id:
        raise LookUnknown("look")
    opened.session.execute(insert(file_reading).values(look=look, file=id, next=1))


def _go_on(opened: Vault, id: UUID, number: int, look: UUID) -> None:
    fresh = vault_look.c.used_at > func.clock_timestamp() - vault.LASTS
    mine = select(vault_look.c.id).where(
        vault_look.c.id == look, vault_look.c.person == opened.identity.somebody, fresh
    )
    here = (file_reading.c.look == look, file_reading.c.file == id, file_reading.c.next == number)
    onward = update(file_reading).where(*here, mine.exists()).values(next=number + 1)
    if opened.session.scalar(onward.returning(file_reading.c.look)) is None:
        raise LookUsed("look")
