import io
from base64 import b64decode
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from shared.facts import Line
from shared.refusals import Refused
from tests.builders import CITY
from tests.reporting.returning import OTHER_CITY, Returning

CHENGDU, ZIGONG = "成都市", "自贡市"
SHEETS = [each.label for each in Line]


def taken(returning: Returning, door: str, scope: str = "51", **asked: Any) -> bytes:
    said = returning.look(door, scope, **asked)
    content = b64decode(said["content"])
    assert said["sha256"] == sha256(content).hexdigest()
    assert said["name"].endswith(asked["form"])
    return content


def in_sheets(book: bytes, at: int = 3) -> dict[str, Any]:
    """Read what a workbook says of each indicator, by its name."""
    opened = CalamineWorkbook.from_filelike(io.BytesIO(book))
    rows = [row for name in SHEETS for row in opened.get_sheet_by_name(name).to_python()[2:]]
    return {str(row[0]).rstrip("*"): row[at] for row in rows if len(row) > at and row[1] in {"Σ", "D", "S"}}


def in_tables(document: bytes) -> dict[str, str]:
    """Read what a letter says of each indicator, by its name."""
    tables = [
        [[cell.text for cell in row.cells] for row in each.rows] for each in Document(io.BytesIO(document)).tables
    ]
    return {row[0].rstrip("*"): row[2] for table in tables for row in table[1:] if table[0][0] == "指标"}


def by_city(book: bytes, label: str) -> dict[str, Any]:
    """Read one indicator's column of the province's workbook."""
    opened = CalamineWorkbook.from_filelike(io.BytesIO(book))
    for name in SHEETS:
        _, head, *rows = opened.get_sheet_by_name(name).to_python()
        for at, title in enumerate(head):
            if str(title).split("\n")[0].rstrip("*") == label:
                return {str(row[0]): row[at] for row in rows if row[0]}
    raise AssertionError(label)


def text(document: bytes) -> str:
    return "\n".join(each.text for each in Document(io.BytesIO(document)).paragraphs)


def test_letter_workbook_return_and_roll_up_agree_cell_by_cell(returning: Returning) -> None:
    returning.keep()
    returning.told(date(returning.year, 11, 3), date(returning.year, 11, 4))
    month = returning.months[0]
    returning.submit(month)
    asked = {"city": CITY, "month": month}
    letter, book = (taken(returning, "return_document", "5101", **asked, form=form) for form in ("docx", "xlsx"))

    shown = returning.shown(month)
    rolled = returning.look("rollup", "5101", place=CITY, period=month)["figures"]
    counted = [each for each in shown["indicators"] if each["kind"] != "ratio"]
    assert shown["figures"]["visits"]["value"] == 2
    assert {each["label"]: shown["figures"][each["code"]]["value"] for each in counted} == in_sheets(book)
    assert {each["label"]: rolled[each["code"]]["value"] for each in counted} == in_sheets(book)
    written = in_tables(letter)
    assert {each["label"]: written[each["label"]] for each in counted} == {
        label: f"{value:,.0f}" for label, value in in_sheets(book).items()
    }


def test_a_return_that_is_with_its_city_says_that_it_is_not_sealed(returning: Returning) -> None:
    returning.keep()
    asked = {"city": CITY, "month": returning.months[0], "form": "docx"}
    assert "尚未封存" in text(taken(returning, "return_document", **asked))

    returning.told(date(returning.year, 11, 3))
    returning.submit(returning.months[0])
    assert returning.shown(returning.months[0])["frozen"]["hash"] in text(taken(returning, "return_document", **asked))


def test_the_summary_states_what_was_submitted_and_the_province_as_it_is(returning: Returning) -> None:
    returning.keep()
    returning.told(date(returning.year, 11, 3))
    month = returning.months[0]
    returning.submit(month)
    returning.told(date(returning.year, 11, 4), date(returning.year, 11, 5))

    book = taken(returning, "provincial_document", month=month, form="xlsx")
    visits, households = by_city(book, "走访户次"), by_city(book, "走访户数")
    assert (visits[CHENGDU], visits[ZIGONG], visits["省本级"], visits["全省"]) == (1, "—", 0, 1)
    assert (households[CHENGDU], households["全省"]) == (1, 3)


def test_what_was_sent_back_stands_in_the_summary_until_it_comes_again(returning: Returning) -> None:
    returning.keep()
    returning.told(date(returning.year, 11, 3))
    month = returning.months[0]
    returning.submit(month)
    returning.step("send_back", month, reason="亮点过于简单")
    returning.told(date(returning.year, 11, 4))

    letter = taken(returning, "provincial_document", month=month, form="docx")
    [row] = [row for row in Document(io.BytesIO(letter)).tables[0].rows if row.cells[0].text == CHENGDU]
    assert row.cells[1].text == "已退回"
    assert by_city(taken(returning, "provincial_document", month=month, form="xlsx"), "走访户次")[CHENGDU] == 1
    own = taken(returning, "return_document", "5101", city=CITY, month=month, form="xlsx")
    assert in_sheets(own)["走访户次"] == 2


def test_the_settlement_of_a_season_is_summed_up_too(returning: Returning) -> None:
    returning.on(4, 1).keep()
    returning.told(date(returning.year, 11, 3))
    for month in (*returning.months, returning.season):
        returning.submit(month)

    book = taken(returning, "provincial_document", month=returning.season, form="xlsx")
    assert by_city(book, "走访户次")[CHENGDU] == 1
    own = taken(returning, "return_document", city=CITY, month=returning.season, form="xlsx")
    assert (in_sheets(own, 3)["走访户次"], in_sheets(own, 5)["走访户次"]) == (1, 1)


REFUSED = (
    ("return_document", "5103", {"city": CITY, "form": "docx"}, "OutOfScope"),
    ("provincial_document", "5101", {"form": "docx"}, "OutOfScope"),
    ("return_document", "51", {"city": OTHER_CITY, "form": "odt"}, "FormUnknown"),
    ("return_document", "51", {"city": CITY, "form": "docx", "month": "2021-00"}, "PeriodUnknown"),
    ("provincial_document", "51", {"form": "docx", "month": "2098-07"}, "ReturnNotOpened"),
)


def test_a_document_is_refused_by_name(returning: Returning) -> None:
    returning.keep()
    for door, scope, said, rule in REFUSED:
        with pytest.raises(Refused) as caught:
            returning.look(door, scope, **{"month": returning.months[0], **said})
        assert [each.rule for each in caught.value.refusals] == [rule]


def test_the_offices_own_templates_are_read_from_its_folder(
    returning: Returning, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    returning.keep()
    (tmp_path / "return.docx").write_bytes(b"no document")
    monkeypatch.setenv("NUANDONG_TEMPLATES", str(tmp_path))

    with pytest.raises(Refused) as caught:
        returning.look("return_document", city=CITY, month=returning.months[0], form="docx")
    assert [each.rule for each in caught.value.refusals] == ["TemplateUnreadable"]
