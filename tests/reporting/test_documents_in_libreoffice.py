"""What LibreOffice makes of the documents; where it is not installed, only that this is said."""

import io
import os
import re
from pathlib import Path
from threading import BoundedSemaphore
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from services.reporting.documents import Form, return_document
from services.reporting.documents import pdf as pages
from services.reporting.documents.city import return_workbook
from services.reporting.documents.pdf import PdfNeedsLibreOffice, PdfNotMade, converted, office
from services.reporting.documents.province import province_workbook
from tests.reporting.returned import a_return, a_summary

installed = pytest.mark.skipif(office() is None, reason="LibreOffice (libreoffice-writer, -calc) is NOT INSTALLED here")


def without_results(book: bytes) -> bytes:
    """Take away what was written beside each formula, so that only a program that computes can state it."""
    stripped = io.BytesIO()
    with ZipFile(io.BytesIO(book)) as parts, ZipFile(stripped, "w") as kept:
        for name in parts.namelist():
            kept.writestr(name, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", parts.read(name)))
    return stripped.getvalue()


def numbers(book: bytes) -> dict[str, list[list[object]]]:
    opened = CalamineWorkbook.from_filelike(io.BytesIO(book))
    rows = {name: opened.get_sheet_by_name(name).to_python() for name in opened.sheet_names}
    return {
        name: [[round(cell, 6) if isinstance(cell, float) else cell for cell in row] for row in found]
        for name, found in rows.items()
    }


@installed
@pytest.mark.parametrize(
    "book", [return_workbook(a_return()), province_workbook(a_summary())], ids=["city", "province"]
)
def test_every_total_is_what_its_formula_comes_to(book: bytes) -> None:
    emptied = without_results(book)
    assert numbers(emptied) != numbers(book)

    assert numbers(converted(emptied, ".xlsx", "xlsx")) == numbers(book)


@installed
def test_a_return_is_made_into_pages() -> None:
    made = return_document(a_return(), Form.PDF, None)
    pages = set(re.findall(rb"/MediaBox ?\[0 0 (\d+)[.\d]* (\d+)", made.content))

    assert (made.name, made.content[:5]) == ("泸州市2022年1月工作月报.pdf", b"%PDF-")
    assert pages == {(b"595", b"841")}


def test_a_conversion_that_gets_no_turn_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "office", lambda: "soffice")
    monkeypatch.setattr(pages, "_converting", BoundedSemaphore(1))
    monkeypatch.setattr(pages, "PATIENCE_S", 0.01)
    with pages.in_turn(), pytest.raises(PdfNotMade) as refused:
        converted(b"", ".docx", "pdf")

    assert "太多" in refused.value.message


@pytest.mark.parametrize(("ends", "said"), [("exec sleep 60", "超过"), ("exit 3", "退出码 3"), ("exit 0", "没有结果")])
def test_a_conversion_that_fails_says_how(
    ends: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{ends}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(pages, "LONGEST_S", 0.3)
    with pytest.raises(PdfNotMade) as refused:
        converted(b"", ".docx", "pdf")

    assert said in refused.value.message


def test_where_there_is_no_libreoffice_a_pdf_is_refused_and_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(PdfNeedsLibreOffice) as refused:
        return_document(a_return(), Form.PDF, None)

    assert "libreoffice-writer" in refused.value.message
