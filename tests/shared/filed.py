"""Files as people have them, and as those make them who mean no good."""

from __future__ import annotations

import struct
import zlib
from functools import cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from xlsxwriter import Workbook

MACRO_TYPES = b"application/vnd.ms-word.document.macroEnabled.main+xml"


def pdf(more: bytes = b"", size: int = 0) -> bytes:
    """A PDF of at least a size, holding something more."""
    body = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + more
    ends = b"\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
    return body + b"%" * max(size - len(body) - len(ends), 0) + ends


def png() -> bytes:
    """A picture of one point."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\x00\x00")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*each) for each in parts)


def _chunk(kind: bytes, said: bytes) -> bytes:
    return struct.pack(">I", len(said)) + kind + said + struct.pack(">I", zlib.crc32(kind + said))


def jpeg(more: bytes = b"") -> bytes:
    """A scan."""
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + more + b"\x00" * 64 + b"\xff\xd9"


@cache
def docx() -> bytes:
    """A Word document, as Word writes it."""
    written, document = BytesIO(), Document()
    document.add_paragraph("暖冬行动方案")
    document.save(written)
    return written.getvalue()


@cache
def xlsx() -> bytes:
    """A spreadsheet, as Excel writes it."""
    written = BytesIO()
    with Workbook(written) as workbook:
        workbook.add_worksheet().write(0, 0, "方案")
    return written.getvalue()


def ofd() -> bytes:
    """An OFD document."""
    return packed({"OFD.xml": b"<ofd:OFD/>", "Doc_0/Document.xml": b"<ofd:Document/>"})


def packed(parts: dict[str, bytes]) -> bytes:
    """A package of parts."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return written.getvalue()


def with_part(package: bytes, name: str, content: bytes = b"x") -> bytes:
    """A package with a part more."""
    written = BytesIO(package)
    with ZipFile(written, "a", ZIP_DEFLATED) as opened:
        opened.writestr(name, content)
    return written.getvalue()


def encrypted(package: bytes) -> bytes:
    """A package whose directory says that its first part is encrypted."""
    at = package.index(b"PK\x01\x02") + 8
    return package[:at] + bytes([package[at] | 1]) + package[at + 1 :]
