"""One city's return, as a letter and as a workbook; both are made of the same lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from services.reporting.documents.figures import Line, lines_of
from services.reporting.documents.labels import day_written, full_width, instant_written, period_written
from services.reporting.documents.paper import ReturnPaper
from services.reporting.documents.tables import (
    LATE,
    NOTE,
    by_action,
    late_rows,
    late_sheet,
    lines_sheet,
    tables,
    title_of,
)
from services.reporting.documents.workbook import Head, Sheet, workbook
from services.reporting.facts import WRITABLE, ReturnState, ReturnStep

TEMPLATE = "return.docx"
SEALED = "sha256:"
KINDS = {"monthly": "工作月报", "closing": "季末清算报告"}
TITLES = {"monthly": ("本月", LATE, "此前累计", "本季累计"), "closing": ("此前已报", LATE, "全季累计")}
"""A closing return has no month of its own: it states what was reported before, and what came late since."""

Answer = Mapping[str, Any]


def return_lines(answer: Answer) -> list[Line]:
    """State every figure of a return."""
    lines = lines_of(answer["indicators"], answer["figures"], answer["season_figures"], answer["carried"])
    return [_before_closing(each) if answer["kind"] == "closing" else each for each in lines]


def _before_closing(line: Line) -> Line:
    reported = line.season - line.late_in_all if line.adds_up and line.season is not None else None
    return replace(line, now=reported)


def return_name(answer: Answer) -> str:
    """Name the file of a return."""
    return f"{answer['city']['name']}{period_written(answer['month'])}{KINDS[answer['kind']]}"


def return_paper(answer: Answer) -> ReturnPaper:
    """Say what stands in the letter."""
    lines = return_lines(answer)
    now, *_, total = TITLES[answer["kind"]]
    return ReturnPaper(
        kind=KINDS[answer["kind"]],
        city=answer["city"]["name"],
        period=period_written(answer["month"]),
        season=period_written(answer["season"]),
        now_title=now,
        total_title=total,
        tables=tables(lines),
        late_rows=late_rows(lines),
        notes=tuple(_notes(answer)),
        as_of=_as_of(answer),
        signed_on=day_written(answer["submitted_at"]) or "（尚未报送）",
        state=ReturnState(answer["state"]).label,
        revision=answer["revision"],
        due=instant_written(answer["due_at"]),
        submitted=instant_written(answer["submitted_at"]) or "未报送",
        seal=_seal(answer),
        **{part: _paragraphs(answer["narrative"][part]) for part in ("highlights", "problems", "next_steps")},
    )


def return_workbook(answer: Answer) -> bytes:
    """Write the figures of a return, a sheet for each line of action."""
    lines = return_lines(answer)
    titles = TITLES[answer["kind"]]
    actions = [lines_sheet(action.label, title_of(action), found, titles) for action, found in by_action(lines)]
    return workbook([_cover(answer), *actions, late_sheet(lines)], return_name(answer))


def _cover(answer: Answer) -> Sheet:
    paper = return_paper(answer)
    said = {
        "报送单位": paper.city,
        "月份": paper.period,
        "状态": f"{paper.state}（第 {paper.revision} 版）",
        "截止": paper.due,
        "报送时间": paper.submitted,
        "数据截至": paper.as_of,
        "封存校验码": paper.seal,
        "工作亮点": "\n".join(paper.highlights),
        "存在问题": "\n".join(paper.problems),
        "下一步打算": "\n".join(paper.next_steps),
        "说明": "\n".join(paper.notes),
    }
    heads = (Head("项目", 14), Head("内容", 72))
    return Sheet("概况", return_name(answer), heads, [[label, text] for label, text in said.items()])


def _notes(answer: Answer) -> Iterator[str]:
    yield NOTE
    if answer["nothing"]:
        yield "本期零报告：经核实，本期没有应报的工作。"
    if confirmed := len(answer["confirmed"]):
        yield f"县（市、区）已核对 {confirmed} 个，共 {confirmed + len(answer['unconfirmed'])} 个。"
    yield from (f"校验提示：{full_width(each['message'])}{_because(each)}" for each in answer["findings"])
    for step in answer["steps"]:
        if step.get("reason"):
            yield f"{instant_written(step['at'])} {ReturnStep(step['step']).label}：{step['reason']}"


def _because(finding: Answer) -> str:
    return f"（说明：{finding['reason']}）" if finding.get("reason") else ""


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, text.splitlines()))) or ("无。",)


def _as_of(answer: Answer) -> str:
    return instant_written(answer["frozen"]["at"]) if _is_sealed(answer) else "尚未封存，以下为实时数"


def _seal(answer: Answer) -> str:
    return f"{SEALED}{answer['frozen']['hash']}" if _is_sealed(answer) else "尚未封存"


def _is_sealed(answer: Answer) -> bool:
    """Tell a return as it was submitted from one that is with its city, whose figures are live."""
    return bool(answer["frozen"]) and ReturnState(answer["state"]) not in WRITABLE
