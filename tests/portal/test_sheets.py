"""Sheets as people have them, read into the rows that a door takes."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from services.portal.sheets.kinds import KindUnknown
from services.portal.sheets.values import fen_of
from tests.builders import LEAGUE, TOWNSHIP
from tests.portal.sheets import HEADER, HOUSEHOLD, a_visit_row, csv_of, read, the_row, xlsx_of

SAID = {
    "place": TOWNSHIP,
    "organisation": LEAGUE,
    "occurred_on": "2021-12-05",
    "target": "young_worker",
    "household": HOUSEHOLD,
    "persons": "3",
    "note": "家里有老人",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_labels_become_fields_and_codes_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    row = the_row(csv_of(tmp_path / "走访.csv", HEADER, a_visit_row(), encoding=encoding))

    assert row.fields == SAID
    assert row.number == 2


def test_a_workbook_and_a_csv_of_the_same_words_are_the_same_rows(tmp_path: Path) -> None:
    typed = a_visit_row(地点=int(TOWNSHIP), 走访人数=3)

    from_workbook = the_row(xlsx_of(tmp_path / "走访.xlsx", HEADER, typed))
    from_csv = the_row(csv_of(tmp_path / "走访.csv", HEADER, a_visit_row()))

    assert from_workbook.fields == SAID
    assert from_workbook == from_csv


@pytest.mark.parametrize(
    "said", ["2021-12-05", "2021/12/5", "2021.12.5", "2021年12月5日", "20211205", date(2021, 12, 5)], ids=repr
)
def test_a_day_is_understood_as_people_write_it(tmp_path: Path, said: Any) -> None:
    def dated(book: Any, page: Any) -> None:
        if isinstance(said, date):
            day = datetime.combine(said, datetime.min.time())
            page.write_datetime(1, 2, day, book.add_format({"num_format": "yyyy-mm-dd"}))

    sheet = xlsx_of(tmp_path / "a.xlsx", HEADER, a_visit_row(日期="" if isinstance(said, date) else said), also=dated)

    assert the_row(sheet).fields["occurred_on"] == "2021-12-05"


def test_lists_are_split_at_the_usual_marks(tmp_path: Path) -> None:
    sheet = csv_of(tmp_path / "a.csv", (*HEADER, "走访内容"), (*a_visit_row(), "疫情防控、车票购买;子女关爱"))

    assert the_row(sheet).fields["topics"] == ["epidemic", "tickets", "children"]


def test_the_same_sheet_gives_the_same_ids_and_equal_rows_ids_of_their_own(tmp_path: Path) -> None:
    first, _ = read(csv_of(tmp_path / "a.csv", HEADER, a_visit_row(), a_visit_row()))
    again, _ = read(csv_of(tmp_path / "under another name.csv", HEADER, a_visit_row(), a_visit_row()))

    assert [row.id for row in first] == [row.id for row in again]
    assert first[0].id != first[1].id


def test_mending_one_row_leaves_the_ids_of_the_others(tmp_path: Path) -> None:
    before, _ = read(csv_of(tmp_path / "a.csv", HEADER, a_visit_row(走访人数="x"), a_visit_row()))
    after, _ = read(csv_of(tmp_path / "a.csv", HEADER, a_visit_row(走访人数="4"), a_visit_row()))

    assert before[0].id != after[0].id
    assert before[1].id == after[1].id


def test_equal_rows_of_sheets_with_numbers_of_their_own_are_two(tmp_path: Path) -> None:
    one, other = (
        the_row(csv_of(tmp_path / "a.csv", (f"编号(本表号 {number})", *HEADER), ("", *a_visit_row())))
        for number in ("0000000a", "0000000b")
    )

    assert one.fields == other.fields
    assert one.id != other.id


def test_an_id_of_ones_own_is_kept(tmp_path: Path) -> None:
    sheet = csv_of(tmp_path / "a.csv", ("编号", *HEADER), (HOUSEHOLD, *a_visit_row()))

    assert the_row(sheet).id == HOUSEHOLD


def test_empty_lines_and_cells_say_nothing(tmp_path: Path) -> None:
    row = the_row(csv_of(tmp_path / "a.csv", HEADER, [""], a_visit_row(备注=" "), [""]))

    assert "note" not in row.fields
    assert row.number == 3


def test_a_title_above_the_header_is_passed_over_though_it_is_merged(tmp_path: Path) -> None:
    sheet = xlsx_of(
        tmp_path / "a.xlsx", [], HEADER, a_visit_row(), also=lambda _, page: page.merge_range("A1:G1", "走访台账")
    )

    assert the_row(sheet).number == 3


def test_yuan_become_fen_to_the_last_digit() -> None:
    assert [fen_of(each) for each in ("150,500", "150500元", 0.29, "1.15", 150500.0)] == [
        15_050_000, 15_050_000, 29, 115, 15_050_000,
    ]  # fmt: skip


def test_a_kind_that_nobody_records_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(KindUnknown, match=r"没有名为“走门”的表;可用:.*走访"):
        read(csv_of(tmp_path / "a.csv", HEADER), "走门")
