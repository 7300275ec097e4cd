"""Figures as people read them: fen in 元, minutes in hours, a ratio with its parts, what is not public as a dash."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from services.reporting.indicators import CATALOGUE

Said = Mapping[str, Any]
"""An indicator or a figure, as reporting tells it."""

UNITS = {"分": "元", "分钟": "小时"}
PER = {"分": 100, "分钟": 60}

KINDS = {
    "sum": ("累计", "逐项相加的数,各地、各月可以相加"),
    "distinct": ("去重", "同一人、同一户、同一地只计一次,各地、各月不能相加"),
    "stock": ("期末", "统计期末尚在的数,各月不能相加"),
    "ratio": ("比率", "由两个数相除得出,不能相加"),
}
"""How each kind of figure is named, and what may be done with it."""

LEVELS = {"province": "省", "city": "市(州)", "county": "县(市、区)", "township": "乡镇(街道)"}
UNSAID = {"hidden": "—", "awaited": "待公布"}


def unit_of(indicator: Said) -> str:
    """Name the unit that is shown."""
    unit: str = indicator["unit"]
    return UNITS.get(unit, unit)


def written(figure: Said, unit: str) -> str:
    """Write a figure; fen and minutes are rounded here and nowhere before."""
    value = figure["value"]
    if value is None:
        return UNSAID.get(figure.get("state", ""), "—")
    if unit in PER:
        return f"{round(value / PER[unit]):,}"
    return f"{value:g}%" if unit == "%" else f"{value:,.12g}"


def changed(change: float | None, unit: str) -> str:
    """Write by how much a figure has changed; of a ratio in 百分点."""
    if change is None:
        return "—"
    sign = "+" if change > 0 else ""
    return f"{sign}{change:g} 个百分点" if unit == "%" else sign + written({"value": change}, unit)


def parts_of(indicator: Said, figure: Said) -> str:
    """Say what a ratio divides; nothing of any other figure."""
    if figure.get("part") is None or figure.get("whole") is None:
        return ""
    part, whole = (_counted(indicator[name], figure[name]) for name in ("part", "whole"))
    return f"{part} ÷ {whole}"


def _counted(named: str | Said, value: int) -> str:
    if not isinstance(named, str):
        return f"{LEVELS[named['level']]}总数 {value:,}"
    counted = CATALOGUE.indicators.get(named)
    if counted is None:
        return f"{value:,}"
    return f"{counted.label} {written({'value': value}, counted.unit)}"


def breakdowns(indicator: Said, figure: Said) -> dict[str, list[tuple[str, str]]]:
    """List what a figure consists of, by the fields it is broken down by, in the order of their codes."""
    said, hidden = figure.get("breakdowns") or {}, figure.get("hidden") or ()
    known = _parts(indicator["code"])
    found: dict[str, list[tuple[str, str]]] = {}
    for part in sorted({*said, *hidden}, key=lambda each: list(known).index(each) if each in known else len(known)):
        field, label = known.get(part, ("其他", part.split("=", 1)[-1]))
        text = written({"value": said[part]}, indicator["unit"]) if part in said else UNSAID["hidden"]
        found.setdefault(field, []).append((label, text))
    return found


@cache
def _parts(code: str) -> dict[str, tuple[str, str]]:
    """Name every part that an indicator is declared to have, and the field it is a part by."""
    return {
        f"{slot.name}={each.value}": (slot.label, each.label)
        for slot in CATALOGUE.broken_down_by(code)
        for each in slot.type
    }
