"""A return leaves the house as a file: by command, over RPC, from the process that serves reporting."""

import time
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from docx import Document

from services.reporting.documents.pdf import office
from tests.eventually import eventually
from tests.journeys.commands import at
from tests.journeys.live import Live

DECEMBER = "2021-12"
SUMMARY = ("document", "province", DECEMBER)


@pytest.fixture
def opened(live: Live) -> Live:
    eventually("december's returns are open", lambda: at(live, *SUMMARY, "-o", "/dev/null").code == 0, within=30)
    return live


def test_the_provinces_summary_is_written_to_a_file(opened: Live, tmp_path: Path) -> None:
    file = tmp_path / "summary.docx"
    said = at(opened, *SUMMARY, "-o", str(file))

    assert (said.code, said.out) == (0, f"{file}  sha256 {sha256(file.read_bytes()).hexdigest()}\n")
    letter = Document(str(file))
    assert "工作汇总" in letter.paragraphs[1].text
    assert [row.cells[0].text for row in letter.tables[0].rows][1] == "成都市"


@pytest.mark.skipif(office() is None, reason="LibreOffice (libreoffice-writer) is NOT INSTALLED here")
def test_a_return_is_made_into_pages_while_the_process_answers_others(opened: Live, tmp_path: Path) -> None:
    file, answered = tmp_path / "return.pdf", 0
    with ThreadPoolExecutor(1) as one:
        making = one.submit(at, opened, "document", "5101", DECEMBER, "-o", str(file))
        while not making.done():
            answered += opened.operator.call("reporting", "ping")["service"] == "reporting"
            time.sleep(0.2)

    assert making.result().code == 0
    assert file.read_bytes().startswith(b"%PDF-")
    assert answered > 3


def test_a_return_that_nobody_owes_is_refused_in_one_line(live: Live) -> None:
    said = at(live, "document", "5101", "2020-12")

    assert said.code == 1
    assert "ReturnNotOpened" in said.err
