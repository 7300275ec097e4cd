"""What a cell means under a field, and how a field's value is shown in a cell: labels for codes, yuan for fen, days."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from marshmallow import fields

from services.portal.sheets.cells import Cell, CellUnreadable, text_of
from shared.clock import SHANGHAI

BETWEEN = re.compile("[;\uff1b、|\n]")
DEEPER = re.compile(r"\+")
WITHIN = re.compile("[:\uff1a*×]")
THOUSANDS = re.compile("[,\uff0c]")
DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{4})(\d{2})(\d{2})")
CLOCK_TIME = re.compile("(\\d{1,2})[:\uff1a](\\d{2})(?:[:\uff1a](\\d{2}))?")
YES_NO = {"是": True, "有": True, "true": True, "否": False, "无": False, "false": False}


def value_of(cell: Cell, field: fields.Field[Any]) -> Any:
    """Turn a cell into what a door takes for a field; raises CellUnreadable."""
    for kind, read in READERS:
        if isinstance(field, kind):
            return read(cell, field)
    return text_of(cell)


def fen_of(cell: Cell) -> int:
    """Turn yuan as people write them into fen; raises CellUnreadable."""
    try:
        fen = Decimal(THOUSANDS.sub("", text_of(cell)).removesuffix("元").strip()) * 100
    except InvalidOperation as error:
        raise CellUnreadable("须为金额,如 150500 或 150500.00") from error
    if not fen.is_finite() or fen != fen.to_integral_value():
        raise CellUnreadable("金额最多两位小数")
    return int(fen)


def _code(cell: Cell, field: Any) -> str:
    said = text_of(cell)
    labels = {str(getattr(each, "label", each.value)): str(each.value) for each in field.enum}
    if said not in labels and said not in labels.values():
        raise CellUnreadable(f"须为下列之一:{'、'.join(labels)}")
    return labels.get(said, said)


def _number(cell: Cell, _field: Any) -> str:
    return THOUSANDS.sub("", text_of(cell))


def _truth(cell: Cell, _field: Any) -> Any:
    said = text_of(cell)
    return YES_NO.get(said.lower(), said)


def _day(cell: Cell, _field: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    said = text_of(cell)
    found = DATE.fullmatch(said)
    try:
        return date(*(int(each) for each in found.groups() if each)).isoformat() if found else said
    except ValueError as error:
        raise CellUnreadable(f"没有 {said} 这一天") from error


def _instant(cell: Cell, field: Any) -> str:
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=SHANGHAI).isoformat()
    said = text_of(cell)
    day, _, clock_time = said.replace("T", " ").rpartition(" ")
    found = CLOCK_TIME.fullmatch(clock_time)
    if not found or not DATE.fullmatch(day.strip()):
        return said
    hour, minute, second = (int(each or 0) for each in found.groups())
    try:
        return datetime.combine(date.fromisoformat(_day(day, field)), time(hour, minute, second), SHANGHAI).isoformat()
    except ValueError as error:
        raise CellUnreadable(f"没有 {said} 这一时刻") from error


def _hour(cell: Cell, _field: Any) -> str:
    if isinstance(cell, time | datetime):
        return cell.strftime("%H:%M")
    said = text_of(cell)
    found = CLOCK_TIME.fullmatch(said)
    return f"{int(found[1]):02}:{found[2]}" if found else said


def _many(cell: Cell, field: Any, mark: re.Pattern[str] = BETWEEN) -> list[Any]:
    said = [each.strip() for each in mark.split(text_of(cell))]
    return [value_of(each, field.inner) for each in said if each]


def _nested(cell: Cell, field: Any) -> dict[str, Any]:
    asked, parts = field.schema.fields, [each.strip() for each in WITHIN.split(text_of(cell))]
    if len(parts) > len(asked):
        raise CellUnreadable(f"“{cell}”须写成 {pattern_of(field)}")
    return {name: _part(part, each) for (name, each), part in zip(asked.items(), parts, strict=False) if part}


def _part(said: str, field: Any) -> Any:
    return _many(said, field, DEEPER) if isinstance(field, fields.List) else value_of(said, field)


def pattern_of(field: fields.Nested) -> str:
    """Tell how a row within a cell is written."""
    return ":".join(str(each.metadata.get("label", name)) for name, each in field.schema.fields.items())


READERS: tuple[tuple[type[fields.Field[Any]], Callable[[Cell, Any], Any]], ...] = (
    (fields.List, _many),
    (fields.Nested, _nested),
    (fields.Enum, _code),
    (fields.Date, _day),  # before DateTime, of which marshmallow makes both a kind
    (fields.Time, _hour),
    (fields.DateTime, _instant),
    (fields.Number, _number),
    (fields.Boolean, _truth),
)


def shown(value: Any, field: fields.Field[Any]) -> Cell:
    """Turn what a door answered into what a cell shows; the reverse of value_of."""
    if value is None:
        return ""
    for kind, show in SHOWN:
        if isinstance(field, kind):
            return show(value, field)
    return value if isinstance(value, int | float) else str(value)


def _shown_list(values: Any, field: Any) -> str:
    return ";".join(str(shown(each, field.inner)) for each in values)


def _shown_row(value: Any, field: Any) -> str:
    said = ((value.get(name), each) for name, each in field.schema.fields.items())
    return ":".join(str(shown(part, each)).replace(";", "+") for part, each in said)


def _shown_label(value: Any, field: Any) -> str:
    return str(next((getattr(each, "label", each.value) for each in field.enum if each.value == value), value))


def _shown_instant(value: Any, _field: Any) -> str:
    return datetime.fromisoformat(str(value)).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


SHOWN: tuple[tuple[type[fields.Field[Any]], Callable[[Any, Any], Cell]], ...] = (
    (fields.List, _shown_list),
    (fields.Nested, _shown_row),
    (fields.Enum, _shown_label),
    (fields.Date, lambda value, _: str(value)),
    (fields.Time, lambda value, _: str(value)[:5]),
    (fields.DateTime, _shown_instant),
    (fields.Boolean, lambda value, _: "是" if value else "否"),
)
