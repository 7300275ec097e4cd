"""Sheets at the desk: an empty one taken away, a filled one checked, recorded, and what is wrong taken back."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from playwright.sync_api import Browser, expect
from python_calamine import CalamineWorkbook

from deploy.demo.world import organisation_id
from services.portal.sheets.kinds import kind_named
from services.portal.web.things import THINGS, Thing
from tests.builders import CITY, COUNTY, ELSEWHERE, TOWNSHIP
from tests.journeys.live import Live
from tests.portal.sheets import HEADER, a_visit_row, csv_of, xlsx_of
from tests.web.browsing import Page, Visitor
from tests.web.chromium import desk, english, faults, pictured
from tests.web.staff import person

VISITS = "/sheets/VisitRecorded"
LEDGER = "/sheets/报表通走访台账"
DIGEST = re.compile(r'name="digest" value="([0-9a-f]{64})"')
COUNTS = re.compile(r"<dt[^>]*>(\S+)</dt><dd[^>]*>([\d,]+) 行")
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(64)


def a_row(**but: Any) -> list[Any]:
    """Fill in a row about a household of its own."""
    return a_visit_row(**{"家庭编号": str(uuid4()), "日期": "2022-02-08", **but})


def visits(folder: Path, *rows: Sequence[Any], header: Sequence[str] = HEADER, **more: Any) -> bytes:
    return xlsx_of(folder / f"{uuid4()}.xlsx", header, *rows, **more).read_bytes()


def checked(visitor: Visitor, file: bytes, sheet: str = VISITS, **more: str) -> Page:
    return visitor.hand_in(quoted(sheet), file, more, on=quoted(sheet))


def recorded(visitor: Visitor, file: bytes, sheet: str = VISITS, **more: str) -> Page:
    """Check a sheet, and record what is right in it."""
    digest = DIGEST.search(checked(visitor, file, sheet, **more).text)
    return visitor.hand_in(
        quoted(f"{sheet}/record"), file, {"digest": digest[1] if digest else "", **more}, on=quoted(sheet)
    )


def quoted(path: str) -> str:
    return path if path.isascii() else "".join(each if each.isascii() else _percent(each) for each in path)


def _percent(letter: str) -> str:
    return "".join(f"%{byte:02X}" for byte in letter.encode())


def counts(page: Page) -> dict[str, int]:
    assert page.status == 200, page.text
    return {label: int(said.replace(",", "")) for label, said in COUNTS.findall(page.text)}


def lines(workbook: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(workbook)).get_sheet_by_index(0).to_python()


def visits_stored(live: Live) -> int:
    return int(live.ask("outreach", "SELECT count(*) FROM act")[0][0])


@pytest.mark.parametrize("thing", [each for each in THINGS.values() if each.sheet], ids=lambda each: each.name)
def test_every_thing_names_a_sheet_of_its_own_service(thing: Thing) -> None:
    assert kind_named(thing.sheet).service == thing.service


def test_a_list_leads_to_its_empty_sheet_and_the_sheet_comes_back_in(recorder: Visitor) -> None:
    listed = recorder.get("/things/VisitRecorded").text
    assert f'href="{VISITS}"' in listed
    template = recorder.get(f"{VISITS}/template.xlsx")
    book = CalamineWorkbook.from_filelike(BytesIO(template.body))

    codes = book.get_sheet_by_name("地点与组织").to_python()
    page = checked(recorder, template.body)

    assert ["地点", "成都市锦江区", COUNTY] in codes
    assert ["组织", "成都市团委", organisation_id("league", CITY)] in codes
    assert counts(page) == {"共有": 0, "可以记录": 0, "先前已记录": 0, "有错": 0}
    assert "示例行不算" in page.text


def test_a_sheet_is_rehearsed_by_its_service_and_every_wrong_cell_marked_before_anything_is_written(
    recorder: Visitor, tmp_path: Path, live: Live
) -> None:
    before = visits_stored(live)
    file = visits(tmp_path, a_row(), a_row(走访人数="999"), a_row(地点=ELSEWHERE), a_row(走访对象="路人"), a_row())

    page = checked(recorder, file)

    assert counts(page) == {"共有": 5, "可以记录": 2, "先前已记录": 0, "有错": 3}
    assert '<td class="wrong-cell">999<div class="wrong">' in page.text
    assert f'<td class="wrong-cell">{ELSEWHERE}<div class="wrong">' in page.text
    assert '<td class="wrong-cell">路人<div class="wrong">须为下列之一:青年农民工' in page.text
    assert visits_stored(live) == before


def test_what_is_right_is_recorded_once_however_often_the_sheet_comes(
    recorder: Visitor, tmp_path: Path, live: Live
) -> None:
    before = visits_stored(live)
    file = visits(tmp_path, a_row(), a_row(走访人数="999"), a_row())

    first, again = recorded(recorder, file), recorded(recorder, file)
    unchecked = recorder.hand_in(f"{VISITS}/record", file, {"digest": "guessed"}, on=VISITS)

    assert counts(first) == {"共有": 3, "新记录": 2, "先前已记录": 0, "有错": 1}
    assert counts(again) == {"共有": 3, "可以记录": 0, "先前已记录": 2, "有错": 1}
    assert "已重新检查,还没有记录" in unchecked.text
    assert visits_stored(live) == before + 2


def test_another_file_than_the_checked_one_is_checked_first(recorder: Visitor, tmp_path: Path, live: Live) -> None:
    shown, other = visits(tmp_path, a_row()), visits(tmp_path, a_row(), a_row())
    digest = DIGEST.search(checked(recorder, shown).text)
    assert digest
    before = visits_stored(live)

    page = recorder.hand_in(f"{VISITS}/record", other, {"digest": digest[1]}, on=VISITS)

    assert counts(page)["可以记录"] == 2
    assert "已重新检查,还没有记录" in page.text
    assert visits_stored(live) == before


def test_the_sheet_that_goes_back_is_mended_and_comes_again(recorder: Visitor, tmp_path: Path) -> None:
    file = visits(tmp_path, ["", *a_row()], ["", *a_row(走访人数="999")], header=("编号", *HEADER))
    early = lines(recorder.hand_in(f"{VISITS}/marked.xlsx", file, {}, on=VISITS).body)
    recorded(recorder, file)

    back = recorder.hand_in(f"{VISITS}/marked.xlsx", file, {}, on=VISITS)
    header, right, wrong = lines(back.body)
    mended = visits(tmp_path, right[:-1], [*wrong[:6], "9", *wrong[7:-1]], header=header[:-1])

    assert [each[-1] for each in early[1:]] == ["可以记录,尚未记录", wrong[-1]]
    assert (right[-1], len(right[0])) == ("已记录", 36)
    assert "须为 1 至 200 之间的整数" in wrong[-1]
    assert counts(recorded(recorder, mended)) == {"共有": 2, "新记录": 1, "先前已记录": 1, "有错": 0}


def test_places_and_organisations_may_be_called_by_name(recorder: Visitor, tmp_path: Path) -> None:
    file = visits(tmp_path, a_row(地点="成都市锦江区", 牵头组织="成都市团委"), a_row(地点="没有这个地方"))

    assert counts(recorded(recorder, file)) == {"共有": 2, "新记录": 1, "先前已记录": 0, "有错": 1}


def test_the_sheet_of_another_system_comes_in_as_it_is_and_names_are_never_read(
    recorder: Visitor, tmp_path: Path
) -> None:
    header = ("台账编号", "区划代码", "走访日期", "走访对象", "户编号", "户主姓名", "走访人数", "走访事项", "备注")
    number = uuid4().hex
    right = (number, TOWNSHIP, "2022/2/8", "外出务工青年", "H-17", "欧阳户主", "3", "疫情防控", "")
    file = csv_of(tmp_path / "a.csv", header, right, (f"{number}-2", *right[1:6], "999", *right[7:]), encoding="gbk")

    first, again = (recorded(recorder, file.read_bytes(), LEDGER) for _ in range(2))
    other = recorded(recorder, file.read_bytes(), LEDGER, organisation="没有这个组织")

    assert counts(first) == {"共有": 2, "新记录": 1, "先前已记录": 0, "有错": 1}
    assert counts(again)["先前已记录"] == 1
    assert "欧阳户主" not in first.text
    assert counts(other)["有错"] == 2
    assert "这不是" not in recorder.get(VISITS).text
    assert "报表通走访台账" in recorder.get(VISITS).text


def test_a_register_is_filled_by_its_sheet(recorder: Visitor, tmp_path: Path) -> None:
    plan = ("春节前走访方案", "510100000000", "成都市团委", "2022-01-05")
    columns = {each.name: each.label for each in kind_named("WorkPlan").columns}
    header = [columns[name] for name in ("title", "place", "organisation", "opened_on")]
    file = csv_of(tmp_path / "a.csv", header, plan).read_bytes()

    assert counts(recorded(recorder, file, "/sheets/WorkPlan"))["新记录"] == 1
    assert counts(checked(recorder, file, "/sheets/WorkPlan"))["先前已记录"] == 1


@pytest.mark.parametrize(
    ("also", "why"),
    [
        (lambda _, page: page.write_formula(1, 5, "=1+2", None, 3), "单元格 F2 是公式"),
        (lambda _, page: page.merge_range("A3:A4", TOWNSHIP), "A3:A4 是合并单元格"),
        (lambda _, page: page.write_string(200_000, 0, "x"), "用到了 200001"),
    ],
    ids=["formula", "merged", "far down"],
)
def test_a_page_that_is_no_plain_list_is_refused_by_its_cell(
    recorder: Visitor, tmp_path: Path, also: Any, why: str
) -> None:
    page = checked(recorder, visits(tmp_path, a_row(), also=also))

    assert page.status == 422
    assert why in page.text


@pytest.mark.parametrize(
    ("content", "named", "why"),
    [
        (b"", "a.xlsx", "表是空的"),
        (b"", "", "请先选择要导入的文件"),
        (PNG, "photo.xlsx", "这不是表格"),
        (b"PK\x03\x04\x00\x00", "a.xlsx", "不是 Excel"),
        (b"\xd0\xcf\x11\xe0" + bytes(512), "a.xls", "旧版 .xls"),
        (",".join(HEADER).encode("gbk") + b'\n"open', "a.csv", "不是合格的 CSV"),
        ("颜色\n红".encode(), "a.csv", "没有名为“颜色”的列"),
        (("\n".join([",".join(HEADER), *["x,y,z"] * 20_001])).encode(), "a.csv", "最多导入 20,000 行"),
    ],
    ids=["empty", "none", "picture", "broken", "old", "open quote", "strange", "too many rows"],
)
def test_a_file_that_is_no_sheet_is_refused_in_words(recorder: Visitor, content: bytes, named: str, why: str) -> None:
    page = recorder.hand_in(VISITS, content, {}, on=VISITS, named=named)

    assert page.status == 422, page.text
    assert why in page.text
    assert "没有记录任何一行" in page.text


def test_a_zip_bomb_is_refused_in_words(recorder: Visitor) -> None:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", bytes(300 * 2**20))

    page = recorder.hand_in(VISITS, made.getvalue(), {}, on=VISITS)

    assert (page.status, "解压后过大" in page.text, "没有记录任何一行" in page.text) == (422, True, True)


def test_the_sheet_of_another_thing_is_refused(recorder: Visitor) -> None:
    page = checked(recorder, recorder.get("/sheets/LectureHeld/template.xlsx").body)

    assert page.status == 422
    assert "工作簿里没有名为“走访”的表" in page.text


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ({"备注": "=HYPERLINK(0)"}, "以 = 开头"),
        ({"地点": 510104199001011234}, "超过 15 位的数字已被表格软件改写"),
        ({"日期": "2021-02-30"}, "没有 2021-02-30 这一天"),
        ({"走访人数": "<script>alert(1)</script>"}, "&lt;script&gt;alert(1)&lt;/script&gt;<div"),
        ({"备注": "\u202e" * 2_001}, "备注"),
    ],
    ids=["equals", "18 digits", "no such day", "script", "too long"],
)
def test_a_cell_that_cannot_be_meant_is_marked_and_its_row_not_recorded(
    recorder: Visitor, tmp_path: Path, cell: dict[str, Any], why: str
) -> None:
    row = a_row(**cell)
    text = csv_of(tmp_path / "a.csv", HEADER, row) if "备注" in cell else None
    page = checked(recorder, text.read_bytes() if text else visits(tmp_path, row))

    assert counts(page) == {"共有": 1, "可以记录": 0, "先前已记录": 0, "有错": 1}
    assert why in page.text
    assert "<script>alert" not in page.text


def test_a_file_of_more_than_ten_megabytes_is_too_large(recorder: Visitor) -> None:
    for size in (10 * 2**20 + 1, 12 * 2**20):
        page = checked(recorder, b"x" * size)
        assert page.status == 413
        assert "一次最多上传 10 MB" in page.text


def test_whoever_may_not_record_is_refused_the_page_and_the_sheet(live: Live, tmp_path: Path) -> None:
    viewer = Visitor(live.portal).signed_in(person(live, "viewer"), live.password)

    assert "导入表格</a>\n  <a" not in viewer.get("/things/VisitRecorded").text
    assert viewer.get(VISITS).status == 403
    assert viewer.hand_in(VISITS, visits(tmp_path, a_row()), {}, on="/account/").status == 403
    assert viewer.hand_in(f"{VISITS}/record", visits(tmp_path, a_row()), {}, on="/account/").status == 403
    assert Visitor(live.portal).get(VISITS).url.split("?")[0] == f"{live.portal}/sign-in"
    assert viewer.get("/sheets/Wizard").status == 404


def test_who_has_imported_what_stands_in_the_audit_log(recorder: Visitor, tmp_path: Path, live: Live) -> None:
    file = visits(tmp_path, a_row(), a_row(日期="2021-02-30"))
    noted = "SELECT detail::text FROM audit_entry WHERE kind = 'imported' AND detail->>'file' = %s"

    digest = DIGEST.search(checked(recorder, file).text)
    assert digest
    assert live.ask("portal", noted, digest[1]) == []
    recorded(recorder, file)
    [(detail,)] = live.ask("portal", noted, digest[1])

    assert json.loads(detail) == {"sheet": "VisitRecorded", "rows": "1", "file": digest[1]}


def test_the_steps_of_an_import_come_while_it_runs(recorder: Visitor, tmp_path: Path) -> None:
    file = visits(tmp_path, *(a_row() for _ in range(2_500)))

    page = recorder.hand_in(VISITS, file, {}, on=VISITS, **{"HX-Request": "true"})

    assert re.findall(r'progress class="d-block" value="(\d+)" max="2500"', page.text) == ["0", "1000", "2000", "2500"]
    assert page.text.index('value="2500"') < page.text.index("检查结果")
    assert "<html" not in page.text


def test_a_sheet_is_checked_mended_and_recorded_at_the_desk(browser: Browser, live: Live, tmp_path: Path) -> None:
    sheet, other = tmp_path / "走访.xlsx", tmp_path / "又一张.xlsx"
    rows = [a_row() for _ in range(2_300)]
    known: dict[str, Any] = {"家庭编号": "00000000-0000-4000-8000-000000000009", "牵头组织": "成都市团委"}
    wrong = a_row(走访人数="999", **known), a_row(日期="2022年2月30日", **known)
    sheet.write_bytes(visits(tmp_path, wrong[0], *rows, wrong[1]))
    page = desk(browser, live.portal, "recorder", live.password)
    page.goto("/things/VisitRecorded")
    page.get_by_role("link", name="导入表格").click()
    page.get_by_label("表格文件").set_input_files(sheet)

    page.get_by_role("button", name="检查").click()
    expect(page.get_by_role("heading", name="检查结果")).to_be_visible(timeout=30_000)
    assert page.locator("td.wrong-cell").all_inner_texts() == [
        "999\n“走访人数”填写不正确:须为 1 至 200 之间的整数",
        "2022年2月30日\n没有 2022年2月30日 这一天",
    ]
    pictured(page, "sheet-checked")
    assert faults(page) == []
    assert english(page) == set()

    page.evaluate(WATCH)
    page.get_by_role("button", name="记录没有错的 2,300 行").click()
    expect(page.get_by_role("heading", name="导入结果")).to_be_visible(timeout=60_000)
    assert "2,300 行" in page.locator(".counts").inner_text()
    steps = page.evaluate("window.steps")
    assert (steps[0], steps[-1]) == ("正在记录:0 / 2,301 行", "正在记录:2,301 / 2,301 行")
    with page.expect_download() as taking:
        page.get_by_role("button", name="取回标明错误的表").click()
    taking.value.save_as(other)
    pictured(page, "sheet-recorded")

    assert [line[-1] for line in lines(other.read_bytes())[1:] if line[-1] != "已记录"] == [
        "“走访人数”填写不正确:须为 1 至 200 之间的整数",
        "“日期”没有 2022年2月30日 这一天",
    ]
    assert faults(page) == []
    assert english(page) == set()


WATCH = """() => {
  window.steps = [];
  new MutationObserver(() => {
    const all = document.querySelectorAll("#outcome .step label");
    if (all.length) window.steps.push(all[all.length - 1].textContent.trim());
  }).observe(document.querySelector("#outcome"), { childList: true, subtree: true });
}"""
