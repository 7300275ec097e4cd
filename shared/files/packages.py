"""Files that are packages of parts (DOCX, XLSX, OFD): told by their parts' names, of which none may be a program."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

DOCX, XLSX, OFD = "docx", "xlsx", "ofd"
MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ofd.xml": OFD}
TYPES = "[content_types].xml"

MOST_PARTS = 5_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_TYPES = 1024 * 1024
ENDS = 22
"""How long the record is with which a package ends, where nothing is added to it."""

BROKEN = (BadZipFile, RuntimeError, OSError, ValueError, EOFError, struct.error, zlib.error)
"""What reading a damaged package raises."""

PROGRAM = re.compile(
    r"(^|/)(vbaproject|vbadata|activex|macrosheets|dialogsheets)|oleobject"
    r"|\.(exe|dll|scr|com|bat|cmd|ps1|vbs?|js|jse|wsf|hta|jar|lnk|msi|html?|chm|swf|docm|xlsm|dotm|xltm|mht)\Z"
)
MACROS = b"macroenabled"


@dataclass(frozen=True)
class Package:
    """What a package's directory says."""

    kind: str | None
    encrypted: bool
    programs: bool
    ambiguous: bool


def package(content: bytes) -> Package | None:
    """Read a package's directory and nothing of its parts but the list of their types; None if it is broken."""
    try:
        with ZipFile(BytesIO(content)) as opened:
            return _described(opened, content)
    except BROKEN:
        return None


def _described(opened: ZipFile, content: bytes) -> Package | None:
    parts = opened.infolist()
    if len(parts) > MOST_PARTS or sum(each.file_size for each in parts) > MOST_UNPACKED:
        return None
    names = [each.filename.lower() for each in parts]
    encrypted = any(each.flag_bits & 0x1 for each in parts)
    return Package(
        kind=_kind(names),
        encrypted=encrypted,
        programs=any(PROGRAM.search(each) for each in names) or (not encrypted and _says_macros(opened, parts)),
        ambiguous=not encrypted and _is_ambiguous(opened, parts, content),
    )


def _kind(names: Sequence[str]) -> str | None:
    found = [kind for part, kind in MAIN_PARTS.items() if part in names]
    if len(found) != 1 or (found[0] != OFD and TYPES not in names):
        return None
    return found[0]


def _says_macros(opened: ZipFile, parts: Sequence[ZipInfo]) -> bool:
    """Tell whether a part is declared to hold macros, under whatever name."""
    types = next((each for each in parts if each.filename.lower() == TYPES), None)
    if types is None or _is_strange(types):
        return False
    with opened.open(types) as part:
        return MACROS in part.read(MOST_TYPES).lower()


def _is_ambiguous(opened: ZipFile, parts: Sequence[ZipInfo], content: bytes) -> bool:
    """Tell whether readers could find different parts: said twice, elsewhere, or between other people's bytes."""
    names = [each.filename for each in parts]
    first = min((each.header_offset for each in parts), default=0)
    ended = content.rfind(b"PK\x05\x06") + ENDS + len(opened.comment) == len(content)
    strange = any(_is_strange(each) for each in parts)
    return len(set(names)) < len(names) or first != 0 or not ended or strange or not _are_there(opened, parts)


def _is_strange(part: ZipInfo) -> bool:
    path = part.filename
    outside = path.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", path) or ":" in path
    return outside or part.compress_type not in {ZIP_STORED, ZIP_DEFLATED}


def _are_there(opened: ZipFile, parts: Sequence[ZipInfo]) -> bool:
    """Tell whether every part begins, under its own name, where the directory says; nothing is unpacked."""
    try:
        for each in parts:
            opened.open(each).close()
    except BadZipFile:
        return False
    return True
