"""Draws the document templates as they are shipped, in the layout of GB/T 9704; run as `python -m deploy.templates`.

An office changes a copy of them in Word, by their styles; this only saves drawing the first one by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from deploy.styles import (
    ADDRESSED,
    ANNEXED,
    BODY,
    CODE,
    END,
    FIRST,
    HEADER,
    LEFT,
    LOOKS,
    NOTE,
    NUMBER,
    NUMBERED,
    PAGE_NUMBER_PT,
    PARTS,
    RIGHT,
    SECOND,
    SIGNED,
    SMALL_HEADER,
    SMALL_NUMBER,
    SMALL_TEXT,
    SUBTITLE,
    TEXT,
    TITLE,
    Look,
    styled,
)
from services.reporting.documents.filling import TEMPLATES

A4_MM = (210, 297)
ROW_MM = 5.2
NAME_MM, VALUE_MM = 42, 19
ANNEX_COLUMNS = 10


@dataclass(frozen=True)
class Column:
    """One column of a table: its header, what its rows hold, how wide it is, and how it looks."""

    header: str
    field: str
    width_mm: float
    look: Look = TEXT


INDICATORS = (
    Column("指标", "{{ row.name }}", 42),
    Column("单位", "{{ row.unit }}", 13, CODE),
    Column("{{ now_title }}", "{{ row.now }}", 21, NUMBER),
    Column("补报", "{{ row.late }}", 15, NUMBER),
    Column("{{ total_title }}", "{{ row.total }}", 23, NUMBER),
    Column("其中", "{{ row.parts }}", 42, PARTS),
)
LATE = (
    Column("月份", "{{ row.month }}", 30, CODE),
    Column("行动", "{{ row.line }}", 36),
    Column("指标", "{{ row.name }}", 52),
    Column("单位", "{{ row.unit }}", 14, CODE),
    Column("补报数", "{{ row.late }}", 24, NUMBER),
)
CITIES = (
    Column("市（州）", "{{ row.name }}", 50),
    Column("状态", "{{ row.state }}", 24, CODE),
    Column("报送时间", "{{ row.submitted }}", 42, CODE),
    Column("是否按时", "{{ row.on_time }}", 20, CODE),
    Column("县级核对", "{{ row.confirmed }}", 20, CODE),
)


def main() -> None:
    """Write both templates."""
    for name, drawn in (("return.docx", drawn_return()), ("province.docx", drawn_province())):
        drawn.save(str(TEMPLATES / name))


def drawn_return() -> Any:
    """Draw the letter of a city's return."""
    page = _page("{{ city }}{{ period }}爱心暖冬行动{{ kind }}")
    _say(page, TITLE, "{{ city }}今冬明春农民工服务保障", "“爱心暖冬行动”{{ kind }}")
    _say(page, SUBTITLE, "（{{ period }}）")
    _say(page, ADDRESSED, "", "团省委青年发展部：")
    _say(page, BODY, "现将我市（州）{{ period }}“爱心暖冬行动”推进落实情况报告如下。数据截至：{{ as_of }}。")
    _narrative(page, "一、工作亮点", "highlights")
    _say(page, FIRST, "二、工作数据")
    _indicator_tables(page)
    _say(page, FIRST, "三、补报情况")
    _late_table(page)
    _narrative(page, "四、存在问题", "problems")
    _narrative(page, "五、下一步打算", "next_steps")
    _say(page, SIGNED, "", "报送单位：{{ city }}", "{{ signed_on }}")
    _notes(page)
    _say(page, NOTE, "状态：{{ state }}（第 {{ revision }} 版） 截止：{{ due }} 报送：{{ submitted }}")
    _say(page, NOTE, "活动年度：{{ season }} 封存校验码：", "{{ seal }}")
    return page


def drawn_province() -> Any:
    """Draw the province's summary: the report upright, the tables of the cities across."""
    page = _page("全省{{ period }}爱心暖冬行动{{ kind }}")
    _say(page, TITLE, "全省今冬明春农民工服务保障", "“爱心暖冬行动”{{ kind }}")
    _say(page, SUBTITLE, "（{{ period }}）")
    _say(page, FIRST, "一、报送情况")
    _say(
        page,
        BODY,
        "应报 {{ expected }} 个市（州），已报 {{ submitted }} 个，报送率 {{ completeness }}；"
        "按时报送 {{ on_time }} 个，按时率 {{ timeliness }}；已采纳 {{ accepted }} 个。"
        "截止时间 {{ due }}。未报送：{{ missing }}。",
    )
    _rows(page, CITIES, "cities")
    _say(page, FIRST, "二、全省工作数据")
    _say(page, BODY, "{{ season }}活动，数据截至 {{ as_of }}。")
    _indicator_tables(page)
    _say(page, FIRST, "三、补报情况")
    _late_table(page)
    _notes(page)
    _across(page)
    _tag(page, "for annex in annexes")
    _annex(page)
    _tag(page, "endfor")
    _say(page, END, "")  # Word wants a paragraph behind the last table
    return page


def _page(title: str) -> Any:
    page: Any = Document()
    written = page.core_properties
    written.title, written.author, written.language = title, "暖冬", "zh-CN"
    written.created = written.modified = datetime(2021, 11, 18)  # noqa: DTZ001 - the day of the notice
    page.settings.odd_and_even_pages_header_footer = True
    language = page.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    language.set(qn("w:eastAsia"), "zh-CN")  # else a Chinese full stop is set as in Hong Kong, in the middle
    for look in LOOKS:
        styled(page.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH), look)
    _margins(page.sections[0])
    return page


def _margins(section: Any) -> None:
    section.page_width, section.page_height = map(Mm, A4_MM)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    for footer, side in ((section.footer, RIGHT), (section.even_page_footer, LEFT)):
        _page_number(footer.paragraphs[0], side)


def _page_number(paragraph: Any, side: Any) -> None:
    """Write — 1 — to the outer side, one character in."""
    paragraph.style, paragraph.alignment = NUMBERED.name, side
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(PAGE_NUMBER_PT)
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(paragraph.add_run("1")._r)  # noqa: SLF001 - python-docx has no fields
    paragraph._p.append(field)  # noqa: SLF001 - likewise
    paragraph.add_run(" —")


def _across(page: Any) -> None:
    section = page.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = map(Mm, reversed(A4_MM))
    section.top_margin, section.bottom_margin = Mm(26), Mm(24)
    section.left_margin, section.right_margin = Mm(30), Mm(30)
    section.footer_distance = Mm(14)


def _say(page: Any, look: Look, *lines: str) -> None:
    for line in lines:
        page.add_paragraph(line, look.name)


def _tag(page: Any, tag: str) -> None:
    page.add_paragraph(f"{{%p {tag} %}}")


def _narrative(page: Any, heading: str, field: str) -> None:
    _say(page, FIRST, heading)
    _tag(page, f"for paragraph in {field}")
    _say(page, BODY, "{{ paragraph }}")
    _tag(page, "endfor")


def _indicator_tables(page: Any) -> None:
    _tag(page, "for table in tables")
    _say(page, SECOND, "{{ table.title }}")
    _rows(page, INDICATORS, "table.rows")
    _tag(page, "endfor")


def _late_table(page: Any) -> None:
    _tag(page, "if late_rows")
    _rows(page, LATE, "late_rows")
    _tag(page, "else")
    _say(page, BODY, "本期没有补报。")
    _tag(page, "endif")


def _notes(page: Any) -> None:
    _say(page, NOTE, "")
    _tag(page, "for note in notes")
    _say(page, NOTE, "注：{{ note }}")
    _tag(page, "endfor")


def _rows(page: Any, columns: Sequence[Column], listed: str) -> None:
    """Draw a table: its header, and a row for everything in a list."""
    table = _table(page, f"for row in {listed}", [each.width_mm for each in columns])
    for at, column in enumerate(columns):
        _write(table.cell(0, at), column.header, HEADER)
        _write(table.cell(2, at), column.field, column.look)


def _table(page: Any, loop: str, widths_mm: Sequence[float]) -> Any:
    """Draw a header, and a row between the tags of a loop; the header is repeated on every page."""
    table = page.add_table(4, len(widths_mm), "Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width, cell.vertical_alignment = Mm(width), WD_CELL_VERTICAL_ALIGNMENT.CENTER
    table.cell(1, 0).text, table.cell(3, 0).text = f"{{%tr {loop} %}}", "{%tr endfor %}"
    _row(table.rows[0], "w:tblHeader", "w:cantSplit")
    _row(table.rows[2], "w:cantSplit")
    return table


def _row(row: Any, *marks: str) -> None:
    row.height, row.height_rule = Mm(ROW_MM), WD_ROW_HEIGHT_RULE.AT_LEAST
    for mark in marks:
        row._tr.get_or_add_trPr().append(OxmlElement(mark))  # noqa: SLF001 - python-docx does not know them


def _annex(page: Any) -> None:
    """Draw a table of places that grows to the side: the name, and a column for everything in a list."""
    _say(page, ANNEXED, "附表 {{ annex.title }}")
    page.paragraphs[-1].paragraph_format.page_break_before = True
    table = _table(page, "for row in annex.rows", [NAME_MM, *[VALUE_MM] * ANNEX_COLUMNS])
    _grow(
        table.rows[0], "市（州）", ("column in annex.columns", "{{ column.name }}（{{ column.unit }}）"), SMALL_HEADER
    )
    _grow(table.rows[2], "{{ row.name }}", ("value in row.values", "{{ value }}"), SMALL_NUMBER)


def _grow(row: Any, name: str, repeated: tuple[str, str], look: Look) -> None:
    listed, field = repeated
    cells = row.cells
    _write(cells[0], name, SMALL_TEXT)
    cells[1].text, cells[3].text = f"{{%tc for {listed} %}}", "{%tc endfor %}"
    _write(cells[2], field, look)
    for cell in cells[4:]:
        row._tr.remove(cell._tc)  # noqa: SLF001 - the loop makes as many as are needed


def _write(cell: Any, text: str, look: Look) -> None:
    cell.paragraphs[0].style = look.name
    cell.paragraphs[0].add_run(text)


if __name__ == "__main__":
    main()
