"""Files kept: begun under an id that the caller chose, brought in pieces, finished once all is there, withdrawn."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shared import vault
from shared.files.names import plain_name
from shared.files.pieces import joined, put
from shared.files.sniffing import FileEmpty, FileTooLarge, FileType, sniff
from shared.files.tables import file, file_piece, file_reading
from shared.refusals import IdAlreadyUsed, NotFound, Refusal
from shared.vault import ConsentBy, ConsentScope, ShredReason, Vault

PIECE_BYTES = 1024 * 1024
MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
MOST_FILES = 10
"""How many files stand with a thing at once."""

MOST_UNFINISHED = 10
"""How many are being brought to a thing at once."""

BROUGHT_WITHIN = timedelta(hours=1)
"""How long a file may take to come, in real time; what has not come by then is swept."""

SUBJECT = "file"
"""What a sealed file is called as a subject of the vault."""

SHREDDED = "已按规定销毁"


class TooManyFiles(Refusal):
    """最多 {most} 个附件;请先撤下不再需要的"""


class FileGone(Refusal):
    """这份附件已撤下,内容不再保存"""


class NotYourUpload(Refusal):
    """这份附件是他人正在上传的"""


class PieceWrong(Refusal):
    """上传的第 {number} 段大小不对"""


class PiecesMissing(Refusal):
    """附件没有传完整({came}/{pieces} 段),请重新上传"""


class ContentDiffers(Refusal):
    """收到的内容与选定的文件不一致,请重新上传"""


class ConsentOfSigner(Refusal):
    """请填签领人同意保存扫描件的日期"""


@dataclass(frozen=True)
class Opening:
    """What is said of a file before its content comes: of which thing it is, and where that lies."""

    kind: str
    thing: UUID
    where: Mapping[str, Any]
    name: str
    size: int
    sealed: bool = False
    consented_on: date | None = None


def begin(opened: Vault, id: UUID, opening: Opening) -> None:
    """Begin a file, whose thing the caller holds; one that shows people becomes a subject of the vault.

    Raises FileEmpty, FileTooLarge, TooManyFiles, IdAlreadyUsed, ConsentOfSigner.
    """
    said = _said(opened, opening)
    before = opened.session.execute(select(file).where(file.c.id == id)).first()
    if before is not None:
        if any(getattr(before, name) != value for name, value in said.items()):
            raise IdAlreadyUsed("id")
        return
    _must_find_room(opened.session, opening)
    row = {"id": id, **said, "begun_for": opened.identity.organisation, "number": _next(opened.session, opening)}
    new = insert(file).values(**row).on_conflict_do_nothing(index_elements=["id"])
    if opened.session.scalar(new.returning(file.c.id)) is None:
        raise IdAlreadyUsed("id")  # of a place that the caller does not see
    if opening.sealed:
        _seal(opened, id, opening)


def _said(opened: Vault, opening: Opening) -> dict[str, Any]:
    if opening.size < 1:
        raise FileEmpty("file")
    if opening.size > MOST_BYTES:
        raise FileTooLarge("file", most=MOST_BYTES // MEGABYTE)
    return {
        "kind": opening.kind,
        "thing": opening.thing,
        **{name: opening.where[name] for name in ("place", "home", "organisation")},
        "sealed": opening.sealed,
        "name": "" if opening.sealed else plain_name(opening.name),  # a name may name somebody
        "size": opening.size,
        "begun_by": opened.identity.somebody,
    }


def _seal(opened: Vault, id: UUID, opening: Opening) -> None:
    if opening.consented_on is None:
        raise ConsentOfSigner("consented_on")
    vault.keep(opened, id, SUBJECT, opening.where, {}, ())
    vault.give(opened, id, [ConsentScope.CONTACT], ConsentBy.SELF, opening.consented_on)


def _must_find_room(session: Session, opening: Opening) -> None:
    standing = _of(opening).where(file.c.withdrawn_at.is_(None), file.c.finished_at.is_not(None))
    unfinished = _of(opening).where(file.c.finished_at.is_(None))
    if len(session.execute(standing).all()) >= MOST_FILES:
        raise TooManyFiles("file", most=MOST_FILES)
    if len(session.execute(unfinished).all()) >= MOST_UNFINISHED:
        raise TooManyFiles("file", most=MOST_UNFINISHED)


def _next(session: Session, opening: Opening) -> int:
    last = select(func.coalesce(func.max(file.c.number), 0)).where(*_is_of(opening))
    return int(session.scalars(last).one()) + 1


def _of(opening: Opening) -> Select[Any]:
    return select(file.c.id).where(*_is_of(opening))


def _is_of(opening: Opening) -> tuple[Any, Any]:
    return file.c.kind == opening.kind, file.c.thing == opening.thing


def known(session: Session, id: UUID) -> Row[Any]:
    """Find a file within the scope and hold it; raises NotFound, FileGone."""
    row = session.execute(select(file).where(file.c.id == id).with_for_update()).first()
    if row is None:
        raise NotFound("file")
    if row.withdrawn_at is not None:
        raise FileGone("file")
    return row


def add(opened: Vault, id: UUID, number: int, content: bytes) -> None:
    """Take a piece, numbered from 0; raises NotFound, FileGone, NotYourUpload, PieceWrong, IdAlreadyUsed."""
    row = _mine(opened, id)
    if not 0 <= number < _pieces(row) or len(content) != min(PIECE_BYTES, row.size - number * PIECE_BYTES):
        raise PieceWrong("content", number=number)
    put(opened, row, number, content)


def finish(opened: Vault, id: UUID, sha256: str, taken: Collection[FileType]) -> Row[Any]:
    """Close a file whose content is all there, is what was sent, and is of a type that is taken.

    Raises as adding does, PiecesMissing, ContentDiffers, and as sniffing does.
    """
    row = _mine(opened, id)
    if row.finished_at is None:
        return _finished(opened, row, sha256, taken)
    if bytes(row.digest) != digest_of(opened.keys, sha256):
        raise IdAlreadyUsed("sha256")
    return row


def _finished(opened: Vault, row: Row[Any], sha256: str, taken: Collection[FileType]) -> Row[Any]:
    came, content = joined(opened, row)
    if came != _pieces(row):
        raise PiecesMissing("file", came=came, pieces=_pieces(row))
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ContentDiffers("file")
    closed = {"type": sniff(content, taken).value, "digest": digest_of(opened.keys, sha256)}
    done = update(file).where(file.c.id == row.id).values(**closed, finished_at=opened.now).returning(file)
    return opened.session.execute(done).one()


def digest_of(keys: vault.Keys, sha256: str) -> bytes:
    """Digest a digest under the index's key: whoever has a copy of a file cannot tell from the table that it is one."""
    return keys.blind("file.sha256", sha256)


def _mine(opened: Vault, id: UUID) -> Row[Any]:
    row = known(opened.session, id)
    if row.begun_by != opened.identity.somebody:
        raise NotYourUpload("file")
    return row


def _pieces(row: Row[Any]) -> int:
    return ceil(int(row.size) / PIECE_BYTES)


def withdraw(opened: Vault, id: UUID, reason: str) -> None:
    """Let a file's content go for ever; that it was there stays. Raises NotFound, FileGone."""
    row = known(opened.session, id)
    if row.finished_at is None:
        raise NotFound("file")
    if row.sealed and not _is_shredded(opened.session, id):
        vault.shred(opened, id, ShredReason.MISTAKE)
    _let_go(opened, id, opened.identity.somebody, reason)


def sweep(opened: Vault, id: UUID) -> bool:
    """Remove what has not come in time, and what was shredded as a subject; answer whether there was anything."""
    row = opened.session.execute(_sweepable().where(file.c.id == id).with_for_update(of=file)).first()
    if row is None:
        return False
    if row.sealed and not _is_shredded(opened.session, id):
        vault.shred(opened, id, ShredReason.MISTAKE)
    if row.finished_at is None:
        _empty(opened.session, id)
        opened.session.execute(delete(file).where(file.c.id == id))
    else:
        _let_go(opened, id, None, SHREDDED)
    return True


def sweepable(session: Session, most: int = 1_000) -> list[tuple[UUID, date]]:
    """List what is to be swept, and the day on which it was begun."""
    return [(row.id, row.begun_at.date()) for row in session.execute(_sweepable().limit(most))]


def _sweepable() -> Select[Any]:
    late = file.c.finished_at.is_(None) & (file.c.begun_at < func.clock_timestamp() - BROUGHT_WITHIN)
    gone = file.c.sealed & file.c.withdrawn_at.is_(None) & file.c.id.in_(_shredded())
    return select(file).where(or_(late, gone)).order_by(file.c.id)


def _shredded() -> Select[Any]:
    return select(vault.vault_subject.c.id).where(vault.vault_subject.c.data_key.is_(None))


def _is_shredded(session: Session, id: UUID) -> bool:
    return session.scalar(_shredded().where(vault.vault_subject.c.id == id)) is not None


def _let_go(opened: Vault, id: UUID, by: UUID | None, reason: str) -> None:
    _empty(opened.session, id)
    gone = {"withdrawn_at": opened.now, "withdrawn_by": by, "withdrawn_reason": reason}
    opened.session.execute(update(file).where(file.c.id == id).values(**gone))


def _empty(session: Session, id: UUID) -> None:
    for table in (file_piece, file_reading):
        session.execute(delete(table).where(table.c.file == id))
