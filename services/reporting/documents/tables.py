"""The tables that the return and the summary share: a table for each line of action, and what came late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from services.reporting.documents.figures import MARK, NOTHING, Line, parts_written
from services.reporting.documents.labels import KINDS, action_label, field_label, period_written
from services.reporting.documents.paper import LateRow, Row, Table
from services.reporting.documents.workbook import Cell, Figure, Head, Sheet
from shared.facts import Line as Action

LATE = "补报"
NUMERALS = "一二三四五六七"
NOTE = f"名称带“{MARK}”的是去重数、时点数或比率，各期、各地之间不能相加；“{NOTHING}”表示没有可说的数。"

HEADS = (Head("指标", 30), Head("类", 5), Head("单位", 8))
SHEET_NOTES = (NOTE, "Σ 可累加；D 去重数；S 时点数；R 比率。金额按分记、以元显示；时长按分钟记、以小时显示。")


def by_action(lines: Iterable[Line]) -> Iterator[tuple[Action, list[Line]]]:
    """Sort indicators into their lines of action, in the order of the notice."""
    known = list(lines)
    for action in Action:
        if found := [each for each in known if each.indicator["line"] == action.value]:
            yield action, found


def by_indicator(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Give each indicator with its parts."""
    return (list(group) for _, group in groupby(lines, key=lambda each: each.indicator["code"]))


def title_of(action: Action) -> str:
    """Name a line of action as a heading in Chinese numerals does."""
    number = list(Action).index(action)
    return f"（{NUMERALS[number]}）{action_label(action)}"


def tables(lines: Sequence[Line]) -> tuple[Table, ...]:
    """Write a table for each line of action."""
    return tuple(
        Table(title=title_of(action), rows=tuple(_row(each) for each in by_indicator(found)))
        for action, found in by_action(lines)
    )


def _row(lines: Sequence[Line]) -> Row:
    whole = lines[0]
    return Row(
        name=whole.label,
        unit=whole.unit.name,
        now=whole.unit.written(whole.now),
        late=whole.unit.written(whole.late_in_all) if whole.late else NOTHING,
        total=whole.unit.written(whole.season),
        parts=parts_written(lines),
    )


def late_rows(lines: Sequence[Line]) -> tuple[LateRow, ...]:
    """Write what came late, the earliest month first."""
    wholes = [each for each in lines if not each.part]
    return tuple(
        LateRow(
            month=period_written(month),
            line=action_label(Action(each.indicator["line"])),
            name=each.label,
            unit=each.unit.name,
            late=each.unit.written(each.late[month]),
        )
        for month in months(wholes)
        for each in wholes
        if each.late.get(month)
    )


def months(lines: Iterable[Line]) -> list[str]:
    """List the months for which anything came late."""
    return sorted({month for each in lines for month in each.late})


def late_sheet(lines: Sequence[Line]) -> Sheet:
    """Write what came late: a column for each month, and their totals as formulas."""
    columns = months(lines)
    heads = (*HEADS, *(Head(period_written(each)) for each in columns), Head("合计"))
    shown = [each for each in lines if any(each.late.values())]
    rows = [_late_cells(each, columns, number) for number, each in enumerate(shown, 3)]
    return Sheet(LATE, "补报：以前月份迟到或更正的数", heads, rows, SHEET_NOTES, totals=_wholes(shown), kept_columns=3)


def _late_cells(line: Line, columns: Sequence[str], row: int) -> list[Cell]:
    values = [figure(line, line.late.get(month, 0)) for month in columns]
    last = letter(len(HEADS) + len(columns) - 1)
    total = figure(line, line.late_in_all, f"=SUM({letter(len(HEADS))}{row}:{last}{row})")
    return [*named(line), *values, total]


def lines_sheet(name: str, heading: str, lines: Sequence[Line], titles: Sequence[str]) -> Sheet:
    """Write indicators under titles, each with its parts, the total of its season as a formula."""
    rows = [_cells(each, titles, number) for number, each in enumerate(lines, 3)]
    heads = (*HEADS, *map(Head, titles))
    return Sheet(name, heading, heads, rows, SHEET_NOTES, totals=_wholes(lines), kept_columns=len(HEADS))


def _cells(line: Line, titles: Sequence[str], row: int) -> list[Cell]:
    """Write what adds up in every column, the last their sum; of what does not, only the first and the last."""
    between = len(titles) - 2
    if not line.adds_up:
        return [*named(line), figure(line, line.now), *[None] * between, figure(line, line.season)]
    addends = [figure(line, each) for each in (line.now, line.late_in_all, line.before)[: between + 1]]
    columns = f"{letter(len(HEADS))}{row}:{letter(len(HEADS) + between)}{row}"
    return [*named(line), *addends, figure(line, line.season, f"=SUM({columns})")]


def named(line: Line) -> list[Cell]:
    """Write what a row is about; a part stands further in than its whole."""
    if line.part:
        field = field_label(line.indicator, line.part)
        return [f"    {field}：{line.label}" if field else f"    {line.label}", "", line.unit.name]
    return [line.label, KINDS[line.indicator["kind"]], line.unit.name]


def figure(line: Line, value: float | None, formula: str = "") -> Cell:
    """Write a number in the unit of its line, or that there is none."""
    shown = line.unit.number(value)
    return NOTHING if shown is None else Figure(shown, line.unit.format, formula)


def letter(column: int) -> str:
    """Name a column of a sheet, counted from 0."""
    high, low = divmod(column, 26)
    return (chr(ord("A") + high - 1) if high else "") + chr(ord("A") + low)


def _wholes(lines: Sequence[Line]) -> frozenset[int]:
    return frozenset(number for number, each in enumerate(lines) if not each.part)
