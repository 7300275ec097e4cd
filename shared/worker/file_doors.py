"""The doors of files: brought to a thing in pieces, listed, given back piece by piece, and withdrawn."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Protocol, cast
from uuid import UUID

from sqlalchemy import Row

from shared import files
from shared.desk import Desk, Placed, must_cover
from shared.files import FileType, Opening
from shared.forms import load
from shared.identity import Role
from shared.refusals import NotFound, Refusal, UnknownKind
from shared.worker.doors import keyed, read, write
from shared.worker.file_forms import AddPiece, BeginFile, FileNamed, FinishFile, WithdrawFile
from shared.worker.vault_doors import VaultDoors

SEEING = (Role.RECORDER, Role.APPROVER, Role.VIEWER, Role.OFFICER)
_BEGIN, _ADD, _FINISH = BeginFile(), AddPiece(), FinishFile()


class Filed(Protocol):
    """A thing that may have files."""

    def may_be_filed(self) -> None:
        """Raise Refusal where no more files are to come to it as it stands."""


@dataclass(frozen=True)
class FileKind:
    """What files a kind of thing has: of which types, and whether they show people."""

    table: type[Placed]
    types: frozenset[FileType]
    sealed: bool = False


class FileDoors(VaultDoors):
    """Keeps the files of a service's things, sealed in its vault where they show people."""

    file_kinds: ClassVar[Mapping[str, FileKind]] = MappingProxyType({})

    @keyed(Role.RECORDER)
    def begin_file(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Begin to bring a file to a thing."""
        said = load(_BEGIN, fields)
        kind = self._file_kind(said["kind"])
        thing = _held(desk, kind, said["thing"])
        cast("Filed", thing).may_be_filed()
        opening = Opening(**said, where=_where(thing), sealed=kind.sealed)
        files.begin(self._vault(desk), id, opening)
        return {"file": str(id), "piece_bytes": files.PIECE_BYTES}

    @keyed(Role.RECORDER)
    def add_piece(self, desk: Desk, fields: dict[str, Any]) -> dict[str, Any]:
        """Bring a piece of a file that one has begun; the same piece again changes nothing."""
        said = load(_ADD, fields)
        files.add(self._vault(desk), said["file"], said["number"], said["content"])
        return {"file": str(said["file"]), "number": said["number"]}

    @keyed(Role.RECORDER)
    def finish_file(self, desk: Desk, fields: dict[str, Any]) -> dict[str, Any]:
        """Close a file once it is all there; only then does it stand with its thing."""
        said = load(_FINISH, fields)
        opened = self._vault(desk)
        kind = self._file_kind(files.known(desk.session, said["file"]).kind)
        return _shown(files.finish(opened, said["file"], said["sha256"], kind.types))

    @read(*SEEING)
    def files_of(self, desk: Desk, kind: str, thing: UUID) -> dict[str, Any]:
        """List the files of a thing, withdrawn ones too, and what may be brought to it."""
        of = self._file_kind(kind)
        row = desk.session.get(of.table, thing)
        if row is None:
            raise NotFound("thing")
        must_cover(desk, row)
        return {
            "files": [_shown(each) for each in files.listed(desk.session, kind, thing)],
            "types": sorted(each.value for each in of.types),
            "sealed": of.sealed,
            "place": row.place,
            "closed": _why_closed(cast("Filed", row)),
        }

    @keyed(*SEEING)
    def file_piece(self, desk: Desk, file: UUID, number: int, look: UUID | None = None) -> dict[str, Any]:
        """Give a piece of a file; of a sealed one under a look, which its first piece uses."""
        row, content = files.piece(self._vault(desk), file, number, look)
        return {
            **_shown(row),
            "content": base64.b64encode(content).decode(),
            "pieces": -(-row.size // files.PIECE_BYTES),
        }

    @write(WithdrawFile, Role.RECORDER, Role.OFFICER)
    def withdraw_file(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Let a file's content go for ever, with a reason; that it was there stays."""
        files.withdraw(self._vault(desk), fields["file"], fields["reason"])
        return {"file": str(fields["file"])}

    @write(FileNamed, service_only=True)
    def sweep_file(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Remove what did not come in time, and the content of what was shredded."""
        return {"file": str(fields["file"]), "swept": files.sweep(self._vault(desk), fields["file"])}

    def _file_kind(self, name: str) -> FileKind:
        if name not in self.file_kinds:
            raise UnknownKind("kind", kind=name)
        return self.file_kinds[name]


def _held(desk: Desk, kind: FileKind, thing: UUID) -> Placed:
    row = desk.session.get(kind.table, thing, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("thing")
    must_cover(desk, row)
    return row


def _where(thing: Placed) -> dict[str, Any]:
    return {"place": thing.place, "home": thing.home, "organisation": thing.organisation}


def _why_closed(thing: Filed) -> str | None:
    try:
        thing.may_be_filed()
    except Refusal as refusal:
        return refusal.message
    return None


def _shown(row: Row[Any]) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in ("kind", "number", "sealed", "name", "size", "type")}
    ids = {name: _text(getattr(row, name)) for name in ("id", "thing", "begun_by", "begun_for", "withdrawn_by")}
    at = {"finished_at": row.finished_at.isoformat(), "withdrawn_at": row.withdrawn_at and row.withdrawn_at.isoformat()}
    return {**plain, **ids, **at, "place": row.place, "withdrawn_reason": row.withdrawn_reason}


def _text(id: UUID | None) -> str | None:
    return str(id) if id else None
