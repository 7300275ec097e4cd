"""The Chinese names of what an answer names by codes: parts of figures, states, levels and periods."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from services.reporting.indicators import CATALOGUE
from services.reporting.schemas import period_of
from shared import clock
from shared.facts import Code, Line

_FULL = {",": "，", ";": "；", ":": "："}
_STOP = re.compile(r"(?<=[\u4e00-\u9fff”])[,;:]|[,;:](?=[\u4e00-\u9fff“])")

LEVELS = {"province": "省", "city": "市（州）", "county": "县（市、区）", "township": "乡镇（街道）"}
KINDS = {"sum": "Σ", "distinct": "D", "stock": "S", "ratio": "R"}


def labels(named: str | Mapping[str, str]) -> str:
    """Name one of the two figures of a ratio: an indicator, or how many places of a level there are."""
    if isinstance(named, str):
        return CATALOGUE.indicators[named].label if named in CATALOGUE.indicators else named
    return f"{LEVELS[named['level']]}总数"


def field_of(part: str) -> str:
    """Tell by which field a part was broken down."""
    return part.split("=", 1)[0]


def field_label(indicator: Mapping[str, Any], part: str) -> str:
    """Name the field by which a part was broken down, nothing where it is not known."""
    return _fields(indicator["code"]).get(field_of(part), "")


def part_labels(indicator: Mapping[str, Any], parts: Collection[str]) -> Iterator[tuple[str, str]]:
    """Name parts of an indicator, in the order of their declaration."""
    known = parts_known(indicator["code"])
    for part in sorted(parts, key=lambda each: (list(known).index(each) if each in known else len(known), each)):
        yield part, known.get(part, part.split("=", 1)[-1])


@cache
def parts_known(code: str) -> dict[str, str]:
    """Name every part that an indicator is declared to have."""
    return {f"{slot.name}={each.value}": _label(each) for slot in CATALOGUE.broken_down_by(code) for each in slot.type}


@cache
def _fields(code: str) -> dict[str, str]:
    return {slot.name: slot.label for slot in CATALOGUE.broken_down_by(code)}


def action_label(action: Line) -> str:
    """Name a line of action without its number."""
    return action.label.split(" ")[-1]


def _label(code: Code) -> str:
    return action_label(code) if isinstance(code, Line) else code.label


def period_written(period: str) -> str:
    """Write a month or a season as a heading does."""
    asked = period_of(period)
    if asked.is_season:
        return f"{asked.since.year}—{asked.until.year}年度"
    return f"{asked.since.year}年{asked.since.month}月"


def day_written(instant: str | None) -> str:
    """Write the day of an instant as a letter does, nothing where there is none."""
    if instant is None:
        return ""
    day = clock.day_of(datetime.fromisoformat(instant))
    return f"{day.year}年{day.month}月{day.day}日"


def full_width(text: str) -> str:
    """Write the stops of a message as a printed page has them; those within numbers stay."""
    return _STOP.sub(lambda found: _FULL[found[0]], text)


def instant_written(instant: str | None) -> str:
    """Write an instant to the minute, nothing where there is none."""
    return clock.shown(datetime.fromisoformat(instant)) if instant else ""
