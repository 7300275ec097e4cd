"""The sheets of 志愿四川, 报表通 and 一表通: in by their columns, under ids that follow from theirs, and out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from services.portal.sheets.maps import Map, maps
from services.portal.sheets.reading import table_in
from services.portal.sheets.rows import Flaw, Row, rows_of
from services.portal.sheets.table import SheetUnreadable
from services.portal.sheets.wanted import wanted
from services.portal.sheets.writing import unmarked, write_table
from shared.identity import Role
from tests.builders import LEAGUE, TOWNSHIP
from tests.portal.conftest import Doors
from tests.portal.sheets import csv_of, keys_of, xlsx_of

LEDGER = ("台账编号", "区划代码", "村组", "走访日期", "走访对象", "户编号", "户主姓名", "走访人数", "走访事项", "备注")
ENTRY = ("TZ-0001", TOWNSHIP, "三组", "2021/12/5", "外出务工青年", "H-17", "王小明", "3", "疫情防控、子女关爱", "无")
SHARED = {"牵头组织": LEAGUE}
MAPS = tuple(maps())


def read(path: Path, title: str = "报表通走访台账", given: dict[str, str] = SHARED) -> tuple[list[Row], list[Flaw]]:
    asked = wanted(title)
    table = table_in(path, asked.title)
    return rows_of(table, asked.layout(table, given, keys_of))


def ledger(folder: Path, *rows: Sequence[str]) -> Path:
    return csv_of(folder / "台账.csv", LEDGER, *rows, encoding="gbk")


@pytest.mark.parametrize("map", MAPS, ids=lambda each: each.title)
def test_every_map_leads_to_fields_that_its_kind_has(map: Map) -> None:
    fields = {each.name for each in map.kind.columns}
    choices = {each.name: {str(code.value) for code in getattr(each.inner, "enum", ())} for each in map.kind.columns}

    assert {*map.columns.values(), *map.keys, *map.words, *map.constants} <= fields
    assert [word for name, words in map.words.items() for word in words.values() if word not in choices[name]] == []
    assert {each.name for each in map.kind.columns if each.required} - {*map.columns.values(), *map.constants} <= {
        "organisation"
    }


def test_their_words_become_our_codes_and_what_no_field_asks_for_is_never_read(tmp_path: Path) -> None:
    [row], flaws = read(ledger(tmp_path, ENTRY))

    assert flaws == []
    assert {name: said for name, said in row.fields.items() if name != "household"} == {
        "place": TOWNSHIP,
        "organisation": LEAGUE,
        "occurred_on": "2021-12-05",
        "target": "young_worker",
        "persons": "3",
        "topics": ["epidemic", "children"],
        "note": "无",
    }
    assert "王小明" not in str(row)
    assert "H-17" not in str(row)


def test_ids_follow_from_theirs_whatever_else_changes(tmp_path: Path) -> None:
    [first], _ = read(ledger(tmp_path, ENTRY))
    changed = [*ENTRY[:7], "5", *ENTRY[8:]]
    [again, other], _ = read(ledger(tmp_path, changed, ("TZ-0002", *ENTRY[1:])))

    assert again.id == first.id
    assert other.id != first.id
    assert again.fields["household"] == other.fields["household"]


def test_without_the_secret_of_the_site_no_number_leads_to_a_key(doors: Doors) -> None:
    secret = doors.site.secrets / "portal" / "sheets.key"
    clerk, asked = doors.person(Role.RECORDER), {"kind": "household", "system": "报表通", "numbers": ["H-17", "H-18"]}

    [ours, other] = clerk.keys_of_numbers(**asked)["answer"]
    [again, _] = clerk.keys_of_numbers(**asked)["answer"]
    [elsewhere, _] = clerk.keys_of_numbers(**{**asked, "system": "一表通"})["answer"]
    kept = secret.read_text()
    secret.write_text("guessed")
    [guessed, _] = clerk.keys_of_numbers(**asked)["answer"]
    secret.write_text(kept)

    assert ours == again
    assert len({ours, other, elsewhere, guessed}) == 4
    assert doors.nobody().keys_of_numbers(**asked).keys() == {"refused"}


def test_a_number_is_the_same_whether_a_spreadsheet_holds_it_as_text_or_as_a_number(tmp_path: Path) -> None:
    header, rest = ("志愿者编号", "志愿者类别", "招募日期", "区划代码"), ("在校大学生", "2022-01-10", TOWNSHIP)
    [text], _ = read(xlsx_of(tmp_path / "a.xlsx", header, ("5100001", *rest)), "志愿四川志愿者表")
    [number], _ = read(xlsx_of(tmp_path / "b.xlsx", header, (5100001, *rest)), "志愿四川志愿者表")

    assert text.id == number.id


def test_a_volunteer_is_the_same_in_the_list_of_members_and_in_the_record_of_hours(tmp_path: Path) -> None:
    members = csv_of(
        tmp_path / "a.csv",
        ("志愿者编号", "姓名", "证件号码", "志愿者类别", "招募日期", "区划代码"),
        ("5100001", "王小明", "510104199001011234", "在校大学生", "2022-01-10", TOWNSHIP),
    )
    hours = csv_of(
        tmp_path / "b.csv",
        ("记录编号", "班次编号", "志愿者编号", "服务岗位", "签到时间", "签退时间"),
        ("J1", "00000000-0000-4000-8000-000000000007", "5100001", "咨询", "2022-01-18 08:00", "2022-01-18 12:00"),
    )

    [member], _ = read(members, "志愿四川志愿者表")
    [worked], _ = read(hours, "志愿四川时长表", {})

    assert worked.fields["volunteer"] == member.id
    assert worked.fields["post"] == "guidance"
    assert worked.fields["came_at"] == "2022-01-18T08:00:00+08:00"
    assert "510104199001011234" not in str(member)


@pytest.mark.parametrize(
    ("header", "given", "why"),
    [
        (LEDGER[1:], SHARED, "缺少“台账编号”列"),
        (LEDGER, {}, "缺少“牵头组织”列"),
        (LEDGER, {"颜色": "红"}, "没有名为“颜色”的列"),
        (LEDGER, {**SHARED, "地点": TOWNSHIP}, "重复"),
        (LEDGER, {**SHARED, "企业编号": "=1"}, "以 = 开头"),
    ],
    ids=["their id", "what all share", "strange", "twice", "formula"],
)
def test_a_sheet_that_lacks_what_is_needed_is_refused(
    tmp_path: Path, header: Sequence[str], given: dict[str, Any], why: str
) -> None:
    with pytest.raises(SheetUnreadable, match=why):
        read(csv_of(tmp_path / "a.csv", header, ENTRY[: len(header)]), given=given)


def test_an_export_has_their_columns_and_their_words(tmp_path: Path) -> None:
    asked = wanted("报表通走访台账")
    told = {
        "id": "1", "place": TOWNSHIP, "occurred_on": "2021-12-05", "target": "young_worker", "household": "2",
        "persons": 3, "topics": ["epidemic"], "note": "",
    }  # fmt: skip
    write_table(tmp_path / "out.xlsx", asked.title, asked.header, [asked.line(told)], unmarked)

    table = table_in(tmp_path / "out.xlsx", asked.title)

    assert table.header == ("台账编号", "区划代码", "走访日期", "走访对象", "户编号", "走访人数", "走访事项", "备注")
    assert table.lines[0].cells[:4] == ("1", TOWNSHIP, "2021-12-05", "外出务工青年")
