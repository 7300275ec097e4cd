"""The province's summary of a month, as a report and as a workbook; both are made of the same lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from services.reporting.documents.added import Answer, Summary
from services.reporting.documents.city import TITLES
from services.reporting.documents.figures import NOTHING, Line
from services.reporting.documents.labels import instant_written, period_written
from services.reporting.documents.paper import Annex, CityRow, Column, PlaceRow, ProvincePaper
from services.reporting.documents.tables import (
    NOTE,
    SHEET_NOTES,
    by_action,
    figure,
    late_rows,
    late_sheet,
    letter,
    lines_sheet,
    tables,
    title_of,
)
from services.reporting.documents.workbook import Cell, Head, Sheet, workbook
from services.reporting.facts import ReturnState

TEMPLATE = "province.docx"
COLUMNS = 10
"""How many indicators fit on a page beside the cities' names."""

OWN, WHOLE = "省本级", "全省"
KINDS = {"monthly": "工作汇总", "closing": "季末清算汇总"}
ON_TIME = {True: "按时", False: "逾期", None: ""}


def province_name(summary: Summary) -> str:
    """Name the file of a summary."""
    return f"全省{period_written(summary.month['period'])}{KINDS[summary.kind]}"


def province_paper(summary: Summary) -> ProvincePaper:
    """Say what stands in the report."""
    returns, whole = summary.returns, summary.whole
    now, *_, total = TITLES[summary.kind]
    return ProvincePaper(
        kind=KINDS[summary.kind],
        period=period_written(summary.month["period"]),
        season=period_written(summary.month["season"]),
        now_title=now,
        total_title=total,
        expected=returns["expected"],
        submitted=returns["submitted"],
        on_time=returns["on_time"],
        accepted=returns["accepted"],
        completeness=_percent(returns["completeness"]),
        timeliness=_percent(returns["timeliness"]),
        due=instant_written(returns["due_at"]),
        missing="、".join(_missing(summary)) or "无",
        as_of=instant_written(summary.as_of),
        cities=tuple(_city_row(summary, each) for each in returns["rows"]),
        tables=tables(whole),
        late_rows=late_rows(whole),
        annexes=tuple(_annexes(summary)),
        notes=tuple(_notes(summary)),
    )


def province_workbook(summary: Summary) -> bytes:
    """Write the cities' figures, a sheet for each line of action; its Σ are formulas, its D, S and R are stated."""
    whole = lines_sheet(WHOLE, province_name(summary), summary.whole, TITLES[summary.kind])
    actions = [
        _city_sheet(summary, action.label, title_of(action), [each for each in found if not each.part])
        for action, found in by_action(summary.whole)
    ]
    return workbook([_cover(summary), whole, *actions, late_sheet(summary.whole)], province_name(summary))


def _rows(summary: Summary, code: str) -> Iterator[tuple[str, Line | None]]:
    """Give an indicator's lines: of every city, nothing where none was reported, of the province's own and in all."""
    for city in summary.returns["rows"]:
        yield summary.names[city["city"]], _line(summary.cities.get(city["city"], ()), code)
    yield OWN, _line(summary.own, code)
    yield WHOLE, _line(summary.whole, code)


def _line(lines: Sequence[Line], code: str) -> Line | None:
    return next((each for each in lines if each.indicator["code"] == code and not each.part), None)


def _value(summary: Summary, line: Line | None) -> float | None:
    if line is None:
        return None
    return line.season if summary.kind == "closing" else line.now


def _annexes(summary: Summary) -> Iterator[Annex]:
    for action, found in by_action(summary.whole):
        for lines in _evenly([each for each in found if not each.part]):
            yield _annex(summary, title_of(action), lines)


def _evenly(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Cut into as few pages as they need, each about as full as the others."""
    pages = -(-len(lines) // COLUMNS)
    return (lines[page * len(lines) // pages : (page + 1) * len(lines) // pages] for page in range(pages))


def _annex(summary: Summary, title: str, lines: Sequence[Line]) -> Annex:
    columns = [list(_rows(summary, each.indicator["code"])) for each in lines]
    unit = [each.unit for each in lines]
    return Annex(
        title=title,
        columns=tuple(Column(name=each.label, unit=each.unit.name) for each in lines),
        rows=tuple(
            PlaceRow(
                name=row[0][0],
                values=tuple(unit[at].written(_value(summary, line)) for at, (_, line) in enumerate(row)),
            )
            for row in zip(*columns, strict=True)
        ),
    )


def _city_sheet(summary: Summary, name: str, heading: str, lines: Sequence[Line]) -> Sheet:
    columns = [_column(summary, each, letter(at)) for at, each in enumerate(lines, 1)]
    places = [place for place, _ in _rows(summary, lines[0].indicator["code"])]
    rows = [list(row) for row in zip(places, *columns, strict=True)]
    heads = (Head("市（州）", 22), *(Head(f"{each.label}\n（{each.unit.name}）", 12) for each in lines))
    return Sheet(name, heading, heads, rows, (*SHEET_NOTES, *_notes(summary)), totals=frozenset({len(rows) - 1}))


def _column(summary: Summary, whole: Line, column: str) -> list[Cell]:
    found = [line for _, line in _rows(summary, whole.indicator["code"])][:-1]
    cells = [figure(each or whole, _value(summary, each)) for each in found]
    formula = f"=SUM({column}3:{column}{len(found) + 2})" if whole.adds_up else ""
    return [*cells, figure(whole, _value(summary, whole), formula)]


def _cover(summary: Summary) -> Sheet:
    paper = province_paper(summary)
    said = [
        ("应报", str(paper.expected)), ("已报", str(paper.submitted)), ("按时", str(paper.on_time)),
        ("已采纳", str(paper.accepted)), ("报送率", paper.completeness), ("按时率", paper.timeliness),
        ("截止", paper.due), ("数据截至", paper.as_of), ("未报送", paper.missing),
    ]  # fmt: skip
    rows: list[list[Cell]] = [[label, text, "", "", ""] for label, text in said]
    rows += [[each.name, each.state, each.submitted, each.on_time, each.confirmed] for each in paper.cities]
    heads = (Head("市（州）", 22), Head("状态", 30), Head("报送时间", 20), Head("是否按时"), Head("县级核对"))
    return Sheet("概况", province_name(summary), heads, rows, paper.notes)


def _city_row(summary: Summary, row: Answer) -> CityRow:
    return CityRow(
        name=summary.names[row["city"]],
        state=ReturnState(row["state"]).label if row["submitted_at"] else "未报送",
        submitted=instant_written(row["submitted_at"]) or NOTHING,
        on_time=ON_TIME[row["on_time"]] or NOTHING,
        confirmed=f"{row['confirmed']}/{row['counties']}",
    )


def _missing(summary: Summary) -> list[str]:
    return [summary.names[row["city"]] for row in summary.returns["rows"] if row["city"] not in summary.reported]


def _notes(summary: Summary) -> Iterator[str]:
    yield NOTE
    yield f"市（州）各行取自已报送的月报；“{OWN}”是省级直接开展、不在任何市（州）的工作。"
    yield "全省数：可累加指标为各行之和；去重数、时点数和比率按全省单独统计，不由各市（州）相加。"
    if missing := _missing(summary):
        yield f"未报送、合计不含其数的市（州）：{'、'.join(missing)}。"


def _percent(rate: float | None) -> str:
    return NOTHING if rate is None else f"{rate:g}%"
