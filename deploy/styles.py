"""How official documents look: the styles of the templates, which an office finds by their names in Word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

LATIN = "Times New Roman"
BODY_PT, PAGE_NUMBER_PT = 16, 14
PITCH_PT = 28.95
"""Twenty-two lines on a page."""

LEFT, CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


@dataclass(frozen=True)
class Look:
    """A style that an office finds by its name in Word."""

    name: str
    font: str
    size: float
    pitch: float | None = PITCH_PT
    side: Any = LEFT
    indent: int = 0
    with_next: bool = False


BODY = Look("公文正文", "仿宋_GB2312", BODY_PT, side=WD_ALIGN_PARAGRAPH.JUSTIFY, indent=2)
ADDRESSED = Look("公文主送", "仿宋_GB2312", BODY_PT)
TITLE = Look("公文标题", "方正小标宋简体", 22, 33, CENTRE)
SUBTITLE = Look("公文副题", "楷体_GB2312", BODY_PT, side=CENTRE)
FIRST = Look("一级标题", "黑体", BODY_PT, indent=2, with_next=True)
SECOND = Look("二级标题", "楷体_GB2312", BODY_PT, indent=2, with_next=True)
ANNEXED = Look("附表标题", "楷体_GB2312", BODY_PT, side=CENTRE, with_next=True)
SIGNED = Look("公文落款", "仿宋_GB2312", BODY_PT, side=RIGHT)
NOTE = Look("附注", "仿宋_GB2312", 10.5, 17)
HEADER = Look("表头", "黑体", 10.5, None, CENTRE)
TEXT = Look("表格文字", "仿宋_GB2312", 10.5, None)
CODE = Look("表格居中", "仿宋_GB2312", 10.5, None, CENTRE)
NUMBER = Look("表格数字", "仿宋_GB2312", 10.5, None, RIGHT)
PARTS = Look("表格说明", "仿宋_GB2312", 9, None)
SMALL_HEADER = Look("附表表头", "黑体", 9, None, CENTRE)
SMALL_TEXT = Look("附表文字", "仿宋_GB2312", 9, None)
SMALL_NUMBER = Look("附表数字", "仿宋_GB2312", 9, None, RIGHT)
END = Look("文末", "仿宋_GB2312", 1, 1)
NUMBERED = Look("页码", "宋体", PAGE_NUMBER_PT, None)
LOOKS = (
    BODY, ADDRESSED, TITLE, SUBTITLE, FIRST, SECOND, ANNEXED, SIGNED, NOTE, HEADER, TEXT, CODE, NUMBER, PARTS,
    SMALL_HEADER, SMALL_TEXT, SMALL_NUMBER, END, NUMBERED,
)  # fmt: skip


def styled(style: Any, look: Look) -> None:
    """Make a style of a document look so."""
    style.font.size, style.font.name = Pt(look.size), LATIN
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), look.font)
    lines = style.paragraph_format
    lines.alignment, lines.space_after, lines.keep_with_next = look.side, Pt(0), look.with_next
    lines.first_line_indent = Pt(look.indent * look.size)
    if look.pitch:
        lines.line_spacing = Pt(look.pitch)
    style.quick_style = True
