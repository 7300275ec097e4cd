"""Sheets as they go out: templates of every kind, marked sheets, exports."""

from __future__ import annotations

import csv
from pathlib import Path
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from services.children.service import Children
from services.jobs.service import Jobs
from services.outreach.service import Outreach
from services.portal.sheets.kinds import Kind, kinds
from services.portal.sheets.layout import RESULT, own_layout
from services.portal.sheets.marked import marked_path, write_marked
from services.portal.sheets.reading import table_in
from services.portal.sheets.rows import Flaw, rows_of
from services.portal.sheets.table import Line, Table
from services.portal.sheets.template import NOTES, write_template
from services.portal.sheets.wanted import wanted
from services.portal.sheets.writing import page_name, unmarked, write_table
from services.volunteers.service import Volunteers
from shared.worker import SheetDoors
from tests.builders import LEAGUE, TOWNSHIP
from tests.portal.sheets import HEADER, HOUSEHOLD, a_visit_row, csv_of, read, xlsx_of

KINDS = tuple(kinds())


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> Kind:
    found: Kind = request.param
    return found


def test_the_template_of_every_kind_is_read_back_and_its_sample_is_not_recorded(kind: Kind, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path, kind)

    table = table_in(path, kind.title)

    assert table.header[1:] == tuple(each.label for each in kind.columns)
    assert rows_of(table, own_layout(table, kind, {})) == ([], [])


def test_the_sample_row_of_every_template_is_one_that_its_form_takes(kind: Kind, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path, kind)
    table = table_in(path, kind.title)
    filled = Table(table.header, tuple(Line(each.number, ("", *each.cells[1:])) for each in table.lines))

    [row], flaws = rows_of(filled, own_layout(filled, kind, {}))

    assert flaws == []
    assert kind.schema.validate(dict(row.fields)) == {}


def test_every_column_has_a_label_of_its_own(kind: Kind) -> None:
    labels = [each.label for each in kind.columns]

    assert len(set(labels)) == len(labels)
    assert [each.label for each in kind.columns if each.label == each.name] == []


def test_every_template_offers_its_lists_and_explains_its_columns(tmp_path: Path) -> None:
    path, visits = tmp_path / "template.xlsx", wanted("VisitRecorded").kind
    write_template(path, visits)

    notes = CalamineWorkbook.from_path(path).get_sheet_by_name(NOTES).to_python()
    with ZipFile(path) as packed:
        page = packed.read("xl/worksheets/sheet1.xml").decode()

    said = {row[0]: row[1:] for row in notes}
    assert said["走访对象"][:2] == ["必填", "下列之一:青年农民工、困难家庭青少年、未返乡农民工、企业一线"]
    assert said["走访人数"][1] == "1 至 200 之间的整数"
    assert page.count('type="list"') == 1
    assert page.count('type="whole"') == 1


def test_two_templates_bear_two_numbers(tmp_path: Path) -> None:
    headers = set()
    for name in ("a.xlsx", "b.xlsx"):
        write_template(tmp_path / name, wanted("VisitRecorded").kind)
        headers.add(table_in(tmp_path / name, "走访").header[0])

    assert len(headers) == 2


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_sheet_that_goes_back_says_what_became_of_each_row_and_can_come_again(tmp_path: Path, ending: str) -> None:
    said = [("编号", *HEADER), ("", *a_visit_row()), ("", *a_visit_row(走访人数="999"))]
    sheet = csv_of(tmp_path / "走访.csv", *said) if ending == "csv" else xlsx_of(tmp_path / "走访.xlsx", *said)
    table = table_in(sheet, "走访")

    back = marked_path(sheet)
    write_marked(back, "走访", table, {2: HOUSEHOLD}, [Flaw(3, "走访人数", "须为 1 至 200 之间的整数")])

    marked = table_in(back, "走访")
    assert back.name == f"走访.退回.{ending}"
    assert marked.header == ("编号", *HEADER, RESULT)
    assert [line.cells[-1] for line in marked.lines] == ["已记录", "“走访人数”须为 1 至 200 之间的整数"]
    rows, flaws = read(back)
    assert flaws == []
    assert [row.id == HOUSEHOLD for row in rows] == [True, False]
    assert [row.fields["persons"] for row in rows] == ["3", "999"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_written_can_be_handed_in_again(tmp_path: Path, ending: str) -> None:
    asked = wanted("走访")
    told = {
        "id": HOUSEHOLD,
        "place": TOWNSHIP,
        "organisation": LEAGUE,
        "joint_organisations": [LEAGUE],
        "occurred_on": "2021-12-05",
        "target": "shop_floor",
        "household": HOUSEHOLD,
        "persons": 3,
        "topics": ["tickets"],
        "enterprise": None,
        "note": "-1 +2 @ 家",
    }
    path = tmp_path / f"走访.{ending}"
    write_table(path, asked.title, asked.header, [asked.line(told)], unmarked)

    [row], flaws = read(path)

    assert flaws == []
    assert row.as_data() == {name: str(each) if name == "persons" else each for name, each in told.items() if each}


def test_a_csv_bears_the_mark_that_spreadsheets_know_utf_8_by(tmp_path: Path) -> None:
    write_table(tmp_path / "a.csv", "走访", ["备注"], [["暖冬"]], unmarked)

    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("said", ["=1+1", "+1", "-1", "@SUM(1)"])
def test_nothing_that_is_written_is_ever_a_formula(tmp_path: Path, said: str) -> None:
    for ending in ("csv", "xlsx"):
        write_table(tmp_path / f"a.{ending}", "走访", ["备注"], [[said]], unmarked)

    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as opened:
        assert list(csv.reader(opened))[1] == [f"'{said}"]
    with ZipFile(tmp_path / "a.xlsx") as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")
    assert CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python()[1] == [said]


def test_a_page_is_named_within_what_spreadsheets_allow() -> None:
    assert [page_name(each) for each in ("走访", "团拜会/联谊会", "长" * 40)] == ["走访", "团拜会 联谊会", "长" * 31]


def services() -> tuple[type[SheetDoors], ...]:
    return Outreach, Jobs, Volunteers, Children


@pytest.mark.parametrize("service", services(), ids=lambda service: service.name)
def test_the_table_of_a_sheet_keeps_what_its_form_asks_for(service: type[SheetDoors]) -> None:
    forms = {sheet.kind: sheet.form for sheet in service.sheets}

    assert service.sheet_tables
    assert {
        kind: [name for name, field in forms[kind]().fields.items() if field.required and not hasattr(table, name)]
        for kind, table in service.sheet_tables.items()
    } == {kind: [] for kind in service.sheet_tables}


def test_a_row_that_is_mended_to_equal_a_recorded_one_is_a_row_of_its_own(tmp_path: Path) -> None:
    said = [("编号", *HEADER), ("", *a_visit_row(走访人数="三")), ("", *a_visit_row())]
    sheet = csv_of(tmp_path / "走访.csv", *said)
    table, [first, second] = table_in(sheet, "走访"), read(sheet)[0]
    back = marked_path(sheet)
    write_marked(back, "走访", table, {second.number: second.id}, [Flaw(first.number, "走访人数", "须为整数")])
    back.write_text(back.read_text().replace(",三,", ",3,"))

    rows, _ = read(back)

    assert [row.id == second.id for row in rows] == [False, True]
    assert rows[0].fields == rows[1].fields
