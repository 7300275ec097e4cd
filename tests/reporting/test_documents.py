import io
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document

from deploy import templates
from services.reporting.documents import city, province
from services.reporting.documents.added import Summary
from services.reporting.documents.figures import NOTHING
from services.reporting.documents.filling import TEMPLATES, fill
from services.reporting.documents.workbook import Figure, Head, Sheet, workbook
from shared.refusals import Refused
from tests.reporting.papers import BY_NAME, SHEETS, Rows, kept, named_in, rounded, sheets, tables, text
from tests.reporting.returned import CITIES, INDICATORS, a_return, a_summary

BAZHONG = "巴中市"


@pytest.fixture(scope="module")
def returned() -> dict[str, Any]:
    return a_return()


@pytest.fixture(scope="module")
def letter(returned: dict[str, Any]) -> bytes:
    return fill(city.TEMPLATE, city.return_paper(returned))


@pytest.fixture(scope="module")
def book(returned: dict[str, Any]) -> dict[str, Rows]:
    return sheets(city.return_workbook(returned))


@pytest.fixture(scope="module")
def summary() -> Summary:
    return a_summary()


def test_the_letter_states_every_figure_of_the_return(returned: dict[str, Any], letter: bytes) -> None:
    stated = {row[0]: row for table in tables(letter)[:-1] for row in table[1:]}
    late = {name: kept(BY_NAME[name], row[3]) for name, row in stated.items() if row[3] != NOTHING}
    said = {name: (kept(BY_NAME[name], row[2]), kept(BY_NAME[name], row[4])) for name, row in stated.items()}

    assert said == {
        name: tuple(
            rounded(each, returned[figures][each["code"]]["value"]) for figures in ("figures", "season_figures")
        )
        for name, each in BY_NAME.items()
    }
    months = returned["carried"].values()
    codes = {code for figures in months for code in figures}
    assert late == {
        name: rounded(each, sum(figures[each["code"]]["value"] for figures in months if each["code"] in figures))
        for name, each in BY_NAME.items()
        if each["code"] in codes
    }


def test_the_workbook_states_every_figure_of_the_return(returned: dict[str, Any], book: dict[str, Rows]) -> None:
    stated = {row[0]: row for name in SHEETS for row in book[name] if row[0] in BY_NAME}
    said = {name: (kept(BY_NAME[name], row[3]), kept(BY_NAME[name], row[6])) for name, row in stated.items()}

    assert {name: list(map(float, filter(None, pair))) for name, pair in said.items()} == {
        name: [
            float(returned[figures][each["code"]]["value"])
            for figures in ("figures", "season_figures")
            if returned[figures][each["code"]]["value"]
        ]
        for name, each in BY_NAME.items()
    }


def test_what_came_late_is_stated_for_its_month_and_added_to_the_season(
    returned: dict[str, Any], letter: bytes, book: dict[str, Rows]
) -> None:
    late = {
        (month, code): figure["value"]
        for month, figures in returned["carried"].items()
        for code, figure in figures.items()
    }
    written = [(row[0], kept(BY_NAME[row[2]], row[4])) for row in tables(letter)[-1][1:]]
    assert sorted(written) == sorted((f"2021年{month[-2:]}月", value) for (month, _), value in late.items())

    in_book = {row[0]: row for row in book["补报"] if row[0] in BY_NAME}
    for each in BY_NAME.values():
        months = [late.get((month, each["code"]), 0) for month in ("2021-11", "2021-12")]
        if any(months):
            assert [kept(each, said) for said in in_book[each["label"]][3:]] == [*months, sum(months)]


def test_a_season_is_what_was_before_with_the_month_and_what_came_late(book: dict[str, Rows]) -> None:
    additive = [row for name in SHEETS for row in book[name] if row[1] == "Σ"]

    assert len(additive) > 50
    assert all(sum(row[3:6]) == pytest.approx(row[6]) for row in additive)


def test_what_must_not_be_added_has_no_total_before_it(book: dict[str, Rows]) -> None:
    assert {tuple(row[4:6]) for name in SHEETS for row in book[name] if row[1] in {"D", "S", "R"}} == {("", "")}


def test_the_letter_bears_the_narrative_as_it_was_written(letter: bytes) -> None:
    assert "泸州市与合江县<团委>联合开展“返乡第一站”活动 & 招聘会。" in text(letter)
    assert "3f" * 32 in text(letter)
    assert "1,200 户次变为本期 200 户次；请核对" in text(letter)


def test_a_closing_return_states_what_was_reported_before() -> None:
    answer = a_return(month="2021-22", kind="closing")
    answer["figures"] = answer["season_figures"]
    book = sheets(city.return_workbook(answer))
    letter = fill(city.TEMPLATE, city.return_paper(answer))

    assert "“爱心暖冬行动”季末清算报告" in text(letter)
    assert tables(letter)[0][0][2:5] == ["此前已报", "补报", "全季累计"]
    assert book[SHEETS[0]][1][3:] == ["此前已报", "补报", "全季累计"]
    additive = [row for name in SHEETS for row in book[name] if row[1] == "Σ"]
    assert all(row[3] + row[4] == pytest.approx(row[5]) for row in additive)


def test_the_same_return_is_the_same_file_to_the_byte(returned: dict[str, Any], letter: bytes) -> None:
    assert fill(city.TEMPLATE, city.return_paper(returned)) == letter
    assert city.return_workbook(returned) == city.return_workbook(returned)


def test_the_province_states_every_city_and_adds_only_what_may_be_added(summary: Summary) -> None:
    book = sheets(province.province_workbook(summary))
    for name in SHEETS:
        head, *rows = book[name][1:]
        by_place = {row[0]: row for row in rows}
        for at, each in enumerate(map(named_in, head[1:]), 1):
            for code, place in CITIES.items():
                said = kept(each, by_place[place][at])
                figure = summary.reported[code]["figures"][each["code"]]["value"] if code in summary.reported else None
                assert said == (figure if each["kind"] != "ratio" or figure is None else Decimal(str(float(figure))))
            _check_whole(summary, each, [by_place[place][at] for place in (*CITIES.values(), "省本级", "全省")])


def _check_whole(summary: Summary, each: Mapping[str, Any], column: list[Any]) -> None:
    *addends, whole = column
    if each["kind"] == "sum":
        assert sum(each for each in addends if each != NOTHING) == pytest.approx(whole)
    live = summary.month["figures"][each["code"]]["value"]
    assert kept(each, whole) == (live if each["kind"] != "ratio" or live is None else Decimal(str(float(live))))


def test_the_provinces_letter_and_workbook_agree(summary: Summary) -> None:
    letter = tables(fill(province.TEMPLATE, province.province_paper(summary)))
    book = sheets(province.province_workbook(summary))
    in_book = {
        (named_in(head)["code"], row[0]): row[at]
        for name in SHEETS
        for row in book[name][2:]
        for at, head in enumerate(book[name][1][1:], 1)
        if row[0] in {*CITIES.values(), "省本级", "全省"}
    }
    annexes = [table for table in letter if "（" in table[0][-1]]
    compared = 0
    for table in annexes:
        for at, head in enumerate(table[0][1:], 1):
            each = BY_NAME[head.split("（")[0]] if head.split("（")[0] in BY_NAME else BY_NAME[head.rsplit("（", 1)[0]]
            for row in table[1:]:
                value = kept(each, in_book[each["code"], row[0]])
                assert kept(each, row[at]) == rounded(each, value)
                compared += 1
    assert compared == len(in_book) == len(INDICATORS) * (len(CITIES) + 2)


def test_a_city_that_has_not_reported_is_named_and_stands_for_no_zero(summary: Summary) -> None:
    letter = fill(province.TEMPLATE, province.province_paper(summary))

    assert f"未报送：{BAZHONG}。" in text(letter)
    [row] = [row for row in tables(letter)[-1] if row[0] == BAZHONG]
    assert set(row[1:]) == {NOTHING}


def template(tmp_path: Path, was: str, now: str) -> Path:
    """Change a template as an office would in Word."""
    document = Document(str(TEMPLATES / city.TEMPLATE))
    for paragraph in document.paragraphs:
        if was in paragraph.text:
            paragraph.text = paragraph.text.replace(was, now)
    document.save(str(tmp_path / city.TEMPLATE))
    return tmp_path


def refusals(folder: Path, returned: dict[str, Any]) -> list[dict[str, Any]]:
    with pytest.raises(Refused) as refused:
        fill(city.TEMPLATE, city.return_paper(returned), folder)
    return refused.value.as_data()


def test_a_template_without_a_needed_field_is_refused_by_the_fields_name(
    tmp_path: Path, returned: dict[str, Any]
) -> None:
    [said] = refusals(template(tmp_path, "{{ table.title }}", ""), returned)

    assert (said["rule"], said["details"]["fields"]) == ("TemplateFieldMissing", "tables.title")
    assert "return.docx" in said["message"]


def test_a_template_with_an_unknown_field_is_refused_by_the_fields_name(
    tmp_path: Path, returned: dict[str, Any]
) -> None:
    [said] = refusals(template(tmp_path, "{{ as_of }}", "{{ mayor }}"), returned)

    assert (said["rule"], said["details"]["fields"]) == ("TemplateFieldUnknown", "mayor")


def test_a_template_that_is_no_document_or_has_a_broken_tag_is_refused(
    tmp_path: Path, returned: dict[str, Any]
) -> None:
    [broken] = refusals(template(tmp_path, "{{ as_of }}", "{{ as_of | nothing }}"), returned)
    (tmp_path / city.TEMPLATE).write_bytes(b"not a document")
    [other] = refusals(tmp_path, returned)

    assert [broken["rule"], other["rule"]] == ["TemplateUnreadable"] * 2


def test_a_field_that_word_has_cut_into_pieces_is_still_a_field(tmp_path: Path, returned: dict[str, Any]) -> None:
    document = Document(str(TEMPLATES / city.TEMPLATE))
    [paragraph] = [each for each in document.paragraphs if "{{ as_of }}" in each.text]
    before, _, after = paragraph.text.partition("as_of")
    paragraph.text = before
    paragraph.add_run("as_").bold = True
    paragraph.add_run(f"of{after}")
    document.save(str(tmp_path / city.TEMPLATE))

    assert "2022-01-28 16:30" in text(fill(city.TEMPLATE, city.return_paper(returned), tmp_path))


def test_a_template_may_only_read_fields(tmp_path: Path, returned: dict[str, Any]) -> None:
    [said] = refusals(template(tmp_path, "{{ as_of }}", "{{ as_of.__class__.__mro__ }}"), returned)

    assert said["details"]["fields"] == "as_of.__class__.__mro__"


def test_an_offices_own_template_takes_the_place_of_the_shipped_one(tmp_path: Path, returned: dict[str, Any]) -> None:
    own = template(tmp_path, "团省委青年发展部", "共青团四川省委青年发展部")

    assert "共青团四川省委青年发展部" in text(fill(city.TEMPLATE, city.return_paper(returned), own))


@pytest.mark.parametrize(("name", "drawn"), [("return.docx", "drawn_return"), ("province.docx", "drawn_province")])
def test_the_shipped_templates_are_as_they_are_drawn(tmp_path: Path, name: str, drawn: str) -> None:
    getattr(templates, drawn)().save(str(tmp_path / name))
    fresh, shipped = ZipFile(tmp_path / name), ZipFile(TEMPLATES / name)

    assert {each: fresh.read(each) for each in fresh.namelist()} == {
        each: shipped.read(each) for each in shipped.namelist()
    }


def test_the_page_is_that_of_official_documents(letter: bytes) -> None:
    section = Document(io.BytesIO(letter)).sections[0]
    sides: tuple[Any, ...] = (section.page_width, section.page_height)
    margins: tuple[Any, ...] = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)

    assert [round(each.mm) for each in sides] == [210, 297]
    assert [round(each.mm) for each in margins] == [37, 35, 28, 26]


def test_text_that_looks_like_a_formula_is_written_as_text() -> None:
    made = workbook([Sheet("表", "=1+1", (Head("项"),), [["=2+2"], ["+3"], [Figure(4)]])], "表")
    formulas = re.findall(r"<f[ >]", ZipFile(io.BytesIO(made)).read("xl/worksheets/sheet1.xml").decode())

    assert [row[0] for row in sheets(made)["表"]] == ["=1+1", "项", "=2+2", "+3", 4]
    assert formulas == []
