"""What a document says of each indicator: its figures in the unit people read, its parts, and what came late."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from services.reporting.documents.labels import field_of, labels, part_labels

NOTHING = "—"
"""Stands where nothing is said: silence is no zero."""

MARK = "*"
"""Stands behind the name of whatever must not be added up."""

Shown = Mapping[str, Any]
"""An indicator or a figure, as a door answers it."""

Number = int | float


@dataclass(frozen=True)
class Unit:
    """The unit people read, how many of what is kept make one, and how many decimals are kept at the most."""

    name: str
    size: int = 1
    decimals: int = 0

    def number(self, value: Number | None) -> Number | None:
        """Convert what is kept; nothing is rounded."""
        return value if value is None or self.size == 1 else value / self.size

    def written(self, value: Number | None) -> str:
        """Write it as people read it, rounded here and nowhere before."""
        if value is None:
            return NOTHING
        exact = Decimal(str(value)) / self.size
        rounded = exact.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)
        return f"{rounded.normalize() if rounded != rounded.to_integral() else rounded.to_integral():,f}"

    @property
    def format(self) -> str:
        """Give the number format of a spreadsheet."""
        return "#,##0" + "." * bool(self.decimals) + ("0" if self.size > 1 else "#") * self.decimals


_UNITS = {"分": Unit("元", 100, 2), "分钟": Unit("小时", 60, 1)}


def unit_of(indicator: Shown) -> Unit:
    """Tell in which unit an indicator is shown; a ratio was rounded to two decimals when it was read."""
    if found := _UNITS.get(indicator["unit"]):
        return found
    return Unit(indicator["unit"], decimals=2 if indicator["kind"] == "ratio" else 0)


def name_of(indicator: Shown) -> str:
    """Name an indicator, with the mark of what must not be added up."""
    return f"{indicator['label']}{MARK * (indicator['kind'] != 'sum')}"


@dataclass(frozen=True)
class Line:
    """One indicator, or one part of it, in one return: in the month, in the season, and late for earlier months."""

    indicator: Shown
    part: str
    label: str
    unit: Unit
    now: Number | None
    season: Number | None
    late: Mapping[str, int]

    @property
    def adds_up(self) -> bool:
        """Tell whether months of it may be added."""
        return bool(self.indicator["kind"] == "sum")

    @property
    def late_in_all(self) -> int:
        """Add up what came late."""
        return sum(self.late.values())

    @property
    def before(self) -> Number | None:
        """Tell what the season held before this month, as it was known before anything came late."""
        return self.season - self.now - self.late_in_all if self.season is not None and self.now is not None else None


def lines_of(indicators: Sequence[Shown], now: Shown, season: Shown, carried: Mapping[str, Shown]) -> Iterator[Line]:
    """State every indicator, each followed by its parts, or by the two figures of a ratio."""
    for each in indicators:
        code = each["code"]
        late = {month: figures[code] for month, figures in carried.items() if code in figures}
        yield from _lines(each, now.get(code, {}), season.get(code, {}), late)


def _lines(each: Shown, now: Shown, season: Shown, late: Mapping[str, Shown]) -> Iterator[Line]:
    unit = unit_of(each)
    late_values = {month: figure["value"] for month, figure in late.items()}
    yield Line(each, "", name_of(each), unit, now.get("value"), season.get("value"), late_values)
    if each["kind"] == "ratio":
        yield from _divided(each, now, season)
        return
    parts = [figure.get("breakdowns", {}) for figure in (now, season, *late.values())]
    for part, label in part_labels(each, {name for found in parts for name in found}):
        of_late = {month: figure.get("breakdowns", {}).get(part, 0) for month, figure in late.items()}
        yield Line(each, part, label, unit, _part(now, part), _part(season, part), of_late)


def _part(figure: Shown, part: str) -> int | None:
    """Read a part; a figure that was stated without it states that it is none."""
    return figure.get("breakdowns", {}).get(part, 0) if figure else None


def _divided(each: Shown, now: Shown, season: Shown) -> Iterator[Line]:
    for part, label in (("part", f"分子 {labels(each['part'])}"), ("whole", f"分母 {labels(each['whole'])}")):
        yield Line(each, part, label, Unit(""), now.get(part), season.get(part), {})


def parts_written(lines: Sequence[Line]) -> str:
    """Write the parts of one indicator in a sentence: one breakdown after the other, or a ratio's two figures."""
    said = [each for each in lines if each.part and each.now]
    if lines[0].indicator["kind"] == "ratio":
        return "/".join(each.unit.written(each.now) for each in lines[1:])
    grouped: dict[str, list[str]] = {}
    for each in said:
        grouped.setdefault(field_of(each.part), []).append(f"{each.label} {each.unit.written(each.now)}")
    return "；".join("、".join(each) for each in grouped.values())
