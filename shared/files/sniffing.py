"""What a file is, by what it holds: neither its name nor whoever sends it is believed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from io import BytesIO
from zipfile import is_zipfile

from shared.facts import Code
from shared.files.packages import DOCX, OFD, XLSX, package
from shared.refusals import Refusal

HEAD = 1_024
"""How far from its beginning readers look for what a file is."""

PDF_BEGINS = re.compile(rb"%PDF-[12]\.\d")
PDF_ACTS = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?)\b")
PNG_BEGINS, PNG_ENDS = b"\x89PNG\r\n\x1a\n", b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPEG_BEGINS, JPEG_ENDS = b"\xff\xd8\xff", b"\xff\xd9"
ZIP_BEGINS = b"PK\x03\x04"
MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe|\?php)", re.IGNORECASE)


class FileType(Code):
    """文件类型"""

    PDF = "pdf", "PDF"
    PNG = "png", "PNG 图片"
    JPEG = "jpg", "JPEG 图片"
    DOCX = DOCX, "Word(.docx)"
    XLSX = XLSX, "Excel(.xlsx)"
    OFD = OFD, "OFD"


class FileEmpty(Refusal):
    """文件是空的"""


class FileTooLarge(Refusal):
    """文件超过 {most} MB"""


class FileTypeNotTaken(Refusal):
    """这里只收 {taken} 文件;按内容辨认(不看文件名),这份文件不是其中任何一种,或已损坏"""


class FileCarriesPrograms(Refusal):
    """文件内含宏、脚本、可执行程序或嵌入的附件,不能上传;请去除后另存再传"""


class FileIsEncrypted(Refusal):
    """文件已加密,不能上传;请去除密码后另存再传"""


class FileIsAmbiguous(Refusal):
    """这份文件同时可当作另一种文件打开,不能上传;请重新导出或扫描后再传"""


def sniff(content: bytes, taken: Collection[FileType]) -> FileType:
    """Tell what a file is; raises FileEmpty, and by whose name else it cannot be taken."""
    if not content:
        raise FileEmpty("file")
    found = _read(content)
    if found is None or found not in taken:
        raise FileTypeNotTaken("file", taken="、".join(each.label for each in FileType if each in taken))
    return found


def _read(content: bytes) -> FileType | None:
    begins = next((mark for mark in _READERS if content.startswith(mark)), None)
    return _READERS[begins](content) if begins else None


def _pdf(content: bytes) -> FileType | None:
    if not PDF_BEGINS.match(content) or b"%%EOF" not in content[-HEAD:]:
        return None
    if PDF_ACTS.search(content):
        raise FileCarriesPrograms("file")
    return _alone(content, FileType.PDF)


def _png(content: bytes) -> FileType | None:
    if content[12:16] != b"IHDR" or PNG_ENDS not in content:
        return None
    if not content.endswith(PNG_ENDS):  # whatever follows is no part of the picture
        raise FileIsAmbiguous("file")
    return _alone(content, FileType.PNG)


def _jpeg(content: bytes) -> FileType | None:
    # telephones write notes of their own behind a picture, so that it need not end where its last mark stands
    return _alone(content, FileType.JPEG) if JPEG_ENDS in content else None


def _alone(content: bytes, what: FileType) -> FileType:
    """Refuse what another reader would take for something else."""
    head = content[:HEAD]
    if MARKUP.search(head) or is_zipfile(BytesIO(content)) or (what is not FileType.PDF and b"%PDF-" in head):
        raise FileIsAmbiguous("file")
    return what


def _package(content: bytes) -> FileType | None:
    found = package(content)
    if found is None:
        return None
    if found.encrypted:
        raise FileIsEncrypted("file")
    if found.programs:
        raise FileCarriesPrograms("file")
    if found.ambiguous:
        raise FileIsAmbiguous("file")
    return FileType(found.kind) if found.kind else None


_READERS: Mapping[bytes, Callable[[bytes], FileType | None]] = {
    b"%PDF-": _pdf,
    PNG_BEGINS: _png,
    JPEG_BEGINS: _jpeg,
    ZIP_BEGINS: _package,
}
