"""The figures of a return as a page lists them: by line of action, without what came to nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from services.portal.web.board.figures import KINDS
from services.reporting.schemas import period_of
from shared.facts import Line

Shown = Mapping[str, Any]
"""An indicator or a figure, as reporting answers it."""

NOTHING = "—"
UNITS = {"分": ("元", 100, 2), "分钟": ("小时", 60, 1)}


@dataclass(frozen=True)
class Row:
    """One indicator: in the period, late for earlier months, and over the season to date."""

    code: str
    label: str
    kind: str
    unit: str
    now: str
    late: str
    season: str


@dataclass(frozen=True)
class Table:
    """The indicators of one line of action that say something, and the names of those that say nothing."""

    line: Line
    rows: Sequence[Row]
    silent: Sequence[str]


@dataclass(frozen=True)
class Late:
    """What is reported late of an indicator of an earlier month."""

    month: str
    label: str
    unit: str
    value: str


def tables(answer: Shown) -> list[Table]:
    """List a return's figures, a table for each line of action in the order of the notice."""
    listed = answer["indicators"]
    return [_table(line, found, answer) for line in Line if (found := [e for e in listed if e["line"] == line.value])]


def _table(line: Line, indicators: Sequence[Shown], answer: Shown) -> Table:
    said = [each for each in indicators if _says(each["code"], answer)]
    silent = [each["label"] for each in indicators if each not in said]
    return Table(line, [_row(each, answer) for each in said], silent)


def _says(code: str, answer: Shown) -> bool:
    here = (answer["figures"].get(code, {}), answer["season_figures"].get(code, {}))
    return any(each.get("value") for each in here) or any(code in found for found in answer["carried"].values())


def _row(each: Shown, answer: Shown) -> Row:
    code = each["code"]
    came_late = [found[code]["value"] for found in answer["carried"].values() if code in found]
    return Row(
        code=code,
        label=each["label"],
        kind=KINDS[each["kind"]][0],
        unit=unit_of(each),
        now=written(each, answer["figures"].get(code, {}).get("value")),
        late=written(each, sum(came_late)) if came_late else NOTHING,
        season=written(each, answer["season_figures"].get(code, {}).get("value")),
    )


def late(answer: Shown) -> Iterator[Late]:
    """List what is reported late, the earliest month first."""
    for month, found in sorted(answer["carried"].items()):
        for each in answer["indicators"]:
            if each["code"] in found:
                value = written(each, found[each["code"]]["value"])
                yield Late(period_written(month), each["label"], unit_of(each), value)


def unit_of(indicator: Shown) -> str:
    """Name the unit that people read."""
    return UNITS.get(indicator["unit"], (indicator["unit"], 1, 0))[0]


def written(indicator: Shown, value: float | None) -> str:
    """Write a figure in the unit that people read; it is rounded here and nowhere before."""
    if value is None:
        return NOTHING
    _, size, places = UNITS.get(indicator["unit"], ("", 1, 2))
    exact = (Decimal(str(value)) / size).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{exact.to_integral() if exact == exact.to_integral() else exact.normalize():,f}"


def period_written(period: str) -> str:
    """Write a month as 2022年1月, a season as 2021-22 年度."""
    asked = period_of(period)
    return f"{period} 年度" if asked.is_season else f"{asked.since.year}年{asked.since.month}月"
