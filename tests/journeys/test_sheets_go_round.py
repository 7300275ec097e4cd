"""Sheets through the operator's command: out as templates, in as acts, back with what is wrong, out again."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from python_calamine import CalamineWorkbook

from services.portal.sheets.reading import table_in
from services.portal.sheets.template import CODES
from tests.builders import COUNTY, ELSEWHERE, LEAGUE, MARKER, TOWNSHIP
from tests.journeys.commands import Said, at
from tests.journeys.figures import differences, figures, settle, told
from tests.journeys.live import APPROVER, RECORDER, Live
from tests.portal.sheets import HEADER, csv_of, xlsx_of


def a_row(**but: Any) -> list[Any]:
    row = {
        "地点": TOWNSHIP, "牵头组织": LEAGUE, "日期": "2021-12-05", "走访对象": "青年农民工", "家庭编号": str(uuid4()),
        "走访人数": 3, "备注": MARKER,
    }  # fmt: skip
    return [{**row, **but}[label] for label in HEADER]


def bring_in(live: Live, sheet: Path, *more: str, kind: str = "走访", by: str = RECORDER) -> Said:
    return at(live, "import", kind, str(sheet), "--as", by, *more, env={"NUANDONG_PASSWORD": live.password})


def take_out(live: Live, to: Path, *more: str, kind: str = "走访") -> Said:
    return at(live, "export", kind, str(to), "--as", RECORDER, *more, env={"NUANDONG_PASSWORD": live.password})


@pytest.mark.parametrize("ending", ["utf-8-sig", "gb18030", "xlsx"])
def test_a_sheet_is_brought_in_once_however_often_and_under_whatever_name(
    live: Live, ending: str, tmp_path: Path
) -> None:
    settle(live)
    before, rows = figures(live), [HEADER, *(a_row() for _ in range(40))]
    if ending == "xlsx":
        sheets = [xlsx_of(tmp_path / name, *rows) for name in ("a.xlsx", "b.xlsx")]
    else:
        sheets = [csv_of(tmp_path / name, *rows, encoding=ending) for name in ("a.csv", "b.csv")]

    answers = [bring_in(live, each, "--json").json for each in (*sheets, sheets[0])]

    assert answers == [{"rows": 40, "recorded": 40, "refused": [], "returned": None}] * 3
    settle(live)
    now = figures(live)
    assert [now[code] - before[code] for code in ("visits", "persons_visited")] == [40, 120]
    assert differences(live) == []


def test_wrong_rows_come_back_with_the_reason_and_are_recorded_once_mended(live: Live, tmp_path: Path) -> None:
    settle(live)
    before = figures(live)["visits"]
    wrong = [a_row(地点=ELSEWHERE, 牵头组织=LEAGUE, 家庭编号="not a key"), a_row(走访人数=999)]
    sheet = xlsx_of(tmp_path / "走访.xlsx", ("编号", *HEADER), *(["", *row] for row in (a_row(), *wrong, a_row())))

    said = bring_in(live, sheet)

    assert said.code == 1
    assert said.out == "2 行已记录\n"
    assert "第 4 行 走访人数: “走访人数”填写不正确:须为 1 至 200 之间的整数" in said.err
    back = table_in(tmp_path / "走访.退回.xlsx", "走访")
    results = [str(line.cells[-1]) for line in back.lines]
    assert (results[0], results[3]) == ("已记录", "已记录")
    assert "UUID" in results[1]

    mended: list[list[Any]] = [["编号", *HEADER], *(list(line.cells[:-1]) for line in back.lines)]
    mended[2], mended[3] = ["", *a_row()], ["", *a_row()]
    again = bring_in(live, csv_of(tmp_path / "mended.csv", *mended), "--json").json

    assert (again["rows"], again["recorded"]) == (4, 4)
    settle(live)
    assert figures(live)["visits"] == before + 4


def test_a_row_that_is_recorded_and_then_changed_is_refused(live: Live, tmp_path: Path) -> None:
    id, before = str(uuid4()), told(live)
    bring_in(live, csv_of(tmp_path / "a.csv", ("编号", *HEADER), [id, *a_row()]))
    recorded = told(live)

    said = bring_in(live, csv_of(tmp_path / "a.csv", ("编号", *HEADER), [id, *a_row()]))

    assert recorded != before
    assert said.code == 1
    assert "已经用于另一份不同的内容" in said.err
    assert told(live) == recorded


def test_where_one_cell_cannot_be_read_nothing_is_recorded(live: Live, tmp_path: Path) -> None:
    before = told(live)

    said = bring_in(live, csv_of(tmp_path / "a.csv", HEADER, a_row(), a_row(备注="=1+1")))

    assert said.code == 1
    assert "第 3 行 备注: 以 = 开头" in said.err
    assert told(live) == before


def test_whoever_may_not_record_is_told_so_and_no_row_is_blamed(live: Live, tmp_path: Path) -> None:
    before = told(live)

    said = bring_in(live, csv_of(tmp_path / "a.csv", HEADER, a_row()), by=APPROVER)

    assert said.code == 1
    assert "您没有办理此事所需的角色:填报员" in said.err
    assert not list(tmp_path.glob("*退回*"))
    assert told(live) == before


def test_a_file_that_is_no_sheet_is_refused_in_one_line(live: Live, tmp_path: Path) -> None:
    sheet = tmp_path / "visits.xlsx"
    sheet.write_bytes(b"PK\x03\x04\x00\x00")

    said = bring_in(live, sheet)

    assert said.code == 1
    assert said.err == "Error: visits.xlsx:文件已损坏,或不是 Excel 表格;请在表格软件中打开后另存为 .xlsx\n"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_exported_can_be_handed_in_again_and_changes_nothing(live: Live, ending: str, tmp_path: Path) -> None:
    households = {str(uuid4()) for _ in range(3)}
    place = "510104018000"
    rows = [a_row(地点=place, 家庭编号=each) for each in sorted(households)]
    assert bring_in(live, csv_of(tmp_path / "a.csv", HEADER, *rows)).code == 0
    before = told(live)

    done = take_out(
        live, tmp_path / f"out.{ending}", "--place", place, "--since", "2021-12-05", "--until", "2021-12-05"
    )

    assert done.code == 0, done.err
    table = table_in(tmp_path / f"out.{ending}", "走访")
    shown = {str(line.cells[table.header.index("家庭编号")]) for line in table.lines}
    assert households <= shown
    again = bring_in(live, tmp_path / f"out.{ending}", "--json").json
    assert (again["recorded"], again["refused"]) == (len(table.lines), [])
    assert told(live) == before


def test_an_export_as_csv_bears_the_mark_of_utf_8(live: Live, tmp_path: Path) -> None:
    take_out(live, tmp_path / "out.csv", "--place", TOWNSHIP)

    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as opened:
        assert next(csv.reader(opened))[0] == "编号"
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_an_empty_template_is_written_and_records_nothing(live: Live, tmp_path: Path) -> None:
    before = told(live)

    assert at(live, "sheet", "走访", "--to", str(tmp_path / "走访.xlsx"), "--place", COUNTY).code == 0
    codes = CalamineWorkbook.from_path(tmp_path / "走访.xlsx").get_sheet_by_name(CODES).to_python()
    assert {("地点", "锦江区", COUNTY), ("地点", "东湖街道", "510104018000")} <= {tuple(row) for row in codes}
    assert [row[2] for row in codes if row[2] == LEAGUE] == [LEAGUE]

    assert bring_in(live, tmp_path / "走访.xlsx", "--json").json["recorded"] == 0
    assert told(live) == before


def test_the_sheets_there_are_can_be_listed(live: Live) -> None:
    said = at(live, "sheet")

    assert "VisitRecorded" in said.out
    assert "outreach" in said.out


def test_a_register_is_exported_and_handed_in_again(live: Live, tmp_path: Path) -> None:
    place = "510104026000"
    station = (place, LEAGUE, "铁路", str(uuid4()), "2022-01-17")
    sheet = xlsx_of(tmp_path / "a.xlsx", ("地点", "牵头组织", "枢纽类型", "枢纽编号", "启用日期"), station)
    assert bring_in(live, sheet, "--receipt", kind="爱心驿站").code == 0
    [receipt] = table_in(tmp_path / "a.退回.xlsx", "爱心驿站").lines
    before = told(live)

    done = take_out(live, tmp_path / "out.xlsx", "--place", place, kind="爱心驿站")

    assert done.code == 0, done.err
    assert receipt.cells[-1] == "已记录"
    assert bring_in(live, tmp_path / "out.xlsx", "--json", kind="爱心驿站").json["refused"] == []
    assert told(live) == before
