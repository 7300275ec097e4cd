"""What a file is, is told by what it holds; what could do harm, or is two things at once, is not taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.files import FileType, sniff
from shared.refusals import Refusal
from tests.shared.filed import MACRO_TYPES, docx, encrypted, jpeg, ofd, packed, pdf, png, with_part, xlsx

SAMPLES = {
    FileType.PDF: pdf(),
    FileType.PNG: png(),
    FileType.JPEG: jpeg(),
    FileType.DOCX: docx(),
    FileType.XLSX: xlsx(),
    FileType.OFD: ofd(),
}
ANY = frozenset(FileType)
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 200 + b"PE\x00\x00"
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

REFUSED = {
    "nothing": (b"", "FileEmpty"),
    "text": (b"hello", "FileTypeNotTaken"),
    "a program": (EXE, "FileTypeNotTaken"),
    "a page": (HTML, "FileTypeNotTaken"),
    "a page behind a mark of order": (b"\xef\xbb\xbf" + HTML, "FileTypeNotTaken"),
    "a drawing with a script": (SVG, "FileTypeNotTaken"),
    "a GIF": (b"GIF89a" + b"\x00" * 30, "FileTypeNotTaken"),
    "an old or encrypted Office file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "FileTypeNotTaken"),
    "a shell script": (b"#!/bin/sh\nrm -rf /\n", "FileTypeNotTaken"),
    "any package": (packed({"a.txt": b"a"}), "FileTypeNotTaken"),
    "a package of a program": (packed({"setup.exe": EXE}), "FileCarriesPrograms"),
    "two documents in one package": (
        packed({"[Content_Types].xml": b"", "word/document.xml": b"", "xl/workbook.xml": b""}),
        "FileTypeNotTaken",
    ),
    "a package that is cut off": (docx()[:-30], "FileTypeNotTaken"),
    "a Word document with macros": (with_part(docx(), "word/vbaProject.bin"), "FileCarriesPrograms"),
    "a Word document with macros under another name": (
        packed({"[Content_Types].xml": MACRO_TYPES, "word/document.xml": b"<w/>"}),
        "FileCarriesPrograms",
    ),
    "a spreadsheet with old macros": (with_part(xlsx(), "xl/macrosheets/sheet1.xml"), "FileCarriesPrograms"),
    "a document with an embedded object": (with_part(docx(), "word/embeddings/oleObject1.bin"), "FileCarriesPrograms"),
    "an OFD document with a program": (with_part(ofd(), "Doc_0/Attachs/run.EXE"), "FileCarriesPrograms"),
    "an encrypted package": (encrypted(docx()), "FileIsEncrypted"),
    "a package with a way out": (with_part(docx(), "../../etc/passwd"), "FileIsAmbiguous"),
    "a package with something behind it": (docx() + HTML, "FileIsAmbiguous"),
    "two packages one behind the other": (docx() + ofd(), "FileIsAmbiguous"),
    "a PDF with a script": (pdf(b"<< /S /JavaScript /JS (app.alert) >>"), "FileCarriesPrograms"),
    "a PDF that starts programs": (pdf(b"<< /S /Launch >>"), "FileCarriesPrograms"),
    "a PDF with something attached": (pdf(b"<< /Type /EmbeddedFile >>"), "FileCarriesPrograms"),
    "half a PDF": (pdf()[:20], "FileTypeNotTaken"),
    "a PDF that is a package too": (pdf() + docx() + b"%%EOF", "FileIsAmbiguous"),
    "a PDF that ends as a package": (pdf() + docx(), "FileTypeNotTaken"),
    "a picture that is a package too": (jpeg() + docx(), "FileIsAmbiguous"),
    "a picture that is a page too": (jpeg(HTML), "FileIsAmbiguous"),
    "a picture that is a PDF too": (jpeg(b"%PDF-1.7"), "FileIsAmbiguous"),
    "a picture with something behind it": (png() + HTML, "FileIsAmbiguous"),
    "half a picture": (png()[:-10], "FileTypeNotTaken"),
}


def rule(content: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        sniff(content, ANY)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in refused.value.message)
    return refused.value.rule


@pytest.mark.parametrize("kind", SAMPLES, ids=lambda each: each.value)
def test_what_offices_have_is_told_by_what_it_holds(kind: FileType) -> None:
    assert sniff(SAMPLES[kind], ANY) is kind


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_not_taken(what: str) -> None:
    content, why = REFUSED[what]

    assert rule(content) == why


@pytest.mark.parametrize("kind", SAMPLES, ids=lambda each: each.value)
def test_it_is_not_taken_where_others_alone_are(kind: FileType) -> None:
    with pytest.raises(Refusal, match="FileTypeNotTaken"):
        sniff(SAMPLES[kind], ANY - {kind})


def outcome(content: bytes) -> str:
    try:
        return sniff(content, ANY)
    except Refusal as refused:
        return refused.field


@given(st.binary(max_size=2_000), st.sampled_from([b"", *(each[:12] for each in SAMPLES.values())]))
def test_any_bytes_are_told_or_refused_and_nothing_else_happens(content: bytes, before: bytes) -> None:
    assert outcome(before + content) in {*ANY, "file"}


@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_a_damaged_file_is_told_or_refused_and_nothing_else_happens(kind: FileType, data: st.DataObject) -> None:
    content = bytearray(SAMPLES[kind])
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    assert outcome(bytes(content)) in {*ANY, "file"}
