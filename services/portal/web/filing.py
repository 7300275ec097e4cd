"""Files carried between a browser and the service that keeps them, a piece at a time."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4, uuid5

from services.portal.schemas import Deed
from services.portal.web.asking import ask, me
from services.portal.web.audit import noted
from services.portal.web.things import Thing
from shared.files import FileType, sniff
from shared.refusals import NotFound, Refusal, Refused

FILED = frozenset({"aid", "work_plan"})
"""The things that have files; of children there are none."""

KILOBYTE = 1024

Shown = dict[str, Any]


class NoFileChosen(Refusal):
    """请选择要上传的文件"""


@dataclass(frozen=True)
class Upload:
    """What a form brought: a file, what it is called there, and when its signer agreed to its being kept."""

    content: bytes
    name: str
    consented_on: str | None = None


def filed(thing: Thing, id: UUID) -> Shown | None:
    """Give what files a thing has and may have, as a page shows it; None for things that have none."""
    if thing.name not in FILED:
        return None
    found: Shown = ask(thing.service, "files_of", kind=thing.name, thing=id)
    rows = [{**each, "called": called(each), "weighs": _weight(each["size"])} for each in found["files"]]
    types = [FileType(each) for each in found["types"]]
    return {**found, "files": rows, "types": [each for each in FileType if each in types], "me": str(me().person)}


def called(file: Mapping[str, Any]) -> str:
    """Name a file as it is taken home; a sealed one's own name is kept nowhere."""
    words = f"签领表扫描件-{file['thing'][:8]}-{file['number']}" if file["sealed"] else file["name"]
    return f"{words}.{file['type']}"


def bring(thing: Thing, id: UUID, form: UUID, upload: Upload, found: Shown) -> None:
    """Bring a file to a thing; sent again from the same form, it goes on where it was broken off. Raises Refused."""
    digest = hashlib.sha256(upload.content).hexdigest()
    file = str(uuid5(form, f"{digest}:{upload.name}"))
    _must_be_of_type(upload, found)
    said = {"kind": thing.name, "thing": str(id), "name": upload.name, "size": len(upload.content)}
    begun = ask(thing.service, "begin_file", id=file, fields={**said, "consented_on": upload.consented_on})
    size = begun["piece_bytes"]
    for number, at in enumerate(range(0, len(upload.content), size)):
        piece = base64.b64encode(upload.content[at : at + size]).decode()
        ask(thing.service, "add_piece", fields={"file": file, "number": number, "content": piece})
    ask(thing.service, "finish_file", fields={"file": file, "sha256": digest})
    noted(Deed.ADDED_FILE, about=file, place=found["place"], service=thing.service, what=thing.name)


def _must_be_of_type(upload: Upload, found: Shown) -> None:
    """Refuse here what the service would refuse when all of it had come."""
    try:
        sniff(upload.content, found["types"])
    except Refusal as refusal:
        raise Refused([refusal]) from refusal


def take(thing: Thing, id: UUID, file: UUID, purpose: str | None = None) -> tuple[str, bytes]:
    """Take a file home, a sealed one under a look that is asked for now; answer its name and all of it."""
    look = _look(thing, file, purpose) if purpose else None
    first = ask(thing.service, "file_piece", file=file, number=0, look=look)
    if (first["kind"], first["thing"]) != (thing.name, str(id)):
        raise Refused([NotFound("file")])
    rest = [
        ask(thing.service, "file_piece", file=file, number=each, look=look)["content"]
        for each in range(1, first["pieces"])
    ]
    deed = Deed.LOOKED if first["sealed"] else Deed.TOOK_FILE
    noted(deed, about=file, place=first["place"], service=thing.service, what=thing.name, purpose=purpose)
    return called(first), b"".join(base64.b64decode(each) for each in (first["content"], *rest))


def _look(thing: Thing, file: UUID, purpose: str) -> str:
    look = str(uuid4())
    ask(thing.service, "ask_look", id=look, fields={"subject": str(file), "purpose": purpose})
    return look


def remove(thing: Thing, call: UUID, file: UUID, reason: str, found: Shown) -> None:
    """Withdraw a file, whose content is gone for ever; raises Refused."""
    ask(thing.service, "withdraw_file", id=call, fields={"file": str(file), "reason": reason})
    noted(Deed.REMOVED_FILE, about=file, place=found["place"], service=thing.service, what=thing.name)


def _weight(size: int) -> str:
    if size < KILOBYTE:
        return f"{size} 字节"
    if size < KILOBYTE * KILOBYTE:
        return f"{size / KILOBYTE:.0f} KB"
    return f"{size / KILOBYTE / KILOBYTE:.1f} MB"
