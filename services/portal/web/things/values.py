"""What a thing says, as people read it: labels for codes, names for places, 元 for 分, and hours for minutes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from marshmallow import fields

from services.portal.web.asking import directory
from services.portal.web.forms.controls import AnyField, Control, control_of, label_of
from services.portal.web.forms.naming import names
from services.portal.web.shown import day, instant
from services.portal.web.things.thing import Thing

MOST_COLUMNS = 9
SHORT = 8
ASIDE = frozenset({"joint_organisations", "note", "id", "revision", "entry"})
"""What stands on a thing's own page only."""

ENVELOPE = frozenset({"place", "organisation", "occurred_on", "joint_organisations"})

Row = Mapping[str, Any]


def content_of(thing: Thing, row: Row) -> dict[str, Any]:
    """Gather what a row says by the names of the form: what an act declares lies one level deeper."""
    data = row.get("data")
    return {**row, **data} if thing.is_act and isinstance(data, Mapping) else dict(row)


def columns(thing: Thing, rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Choose what a list shows: when, what the form says in the form's order, and what became of it."""
    said = [name for name in _when_first(thing) if name not in ASIDE and _is_short(name, thing.fields[name])]
    known = rows[0].keys() if rows and not thing.is_act else None
    chosen = [name for name in said if known is None or name in known]
    beside = [name for name in thing.labels if known is not None and name in known and name not in ASIDE]
    kept = chosen[: MOST_COLUMNS - min(len(beside), 3)] + beside[:3]
    return [(name, label(thing, name)) for name in kept]


def label(thing: Thing, name: str) -> str:
    """Say what a value is called."""
    return label_of(name, thing.fields[name]) if name in thing.fields else thing.labels.get(name, name)


def text_of(thing: Thing, name: str, value: Any, *, short: bool = False) -> str:
    """Write a value as people read it."""
    if value is None or value in ("", []):
        return ""
    if thing.listing is not None and name == thing.listing.state_as and name not in thing.fields:
        return thing.state_label(str(value))
    field = thing.fields.get(name) or thing.coded_in_steps.get(name)
    return _beside(name, value) if field is None else _said(name, field, value, short=short)


def said_of(thing: Thing, row: Row) -> Iterator[tuple[str, str]]:
    """List what a thing says in full, label and value, then what became of it."""
    content = content_of(thing, row)
    for name in (*thing.fields, *(each for each in thing.labels if each not in thing.fields)):
        if name in content:
            yield label(thing, name), text_of(thing, name, content[name])


def _when_first(thing: Thing) -> list[str]:
    days = [name for name, field in thing.fields.items() if control_of(name, field) in {Control.DAY, Control.INSTANT}]
    return [*days[:1], *(name for name in thing.fields if name not in days[:1])]


def _is_short(name: str, field: AnyField) -> bool:
    return control_of(name, field) not in {Control.AREA, Control.KEYS, Control.ROWS}


def _beside(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if name == "minutes":
        return f"{int(value) / 60:.1f} 小时"
    if name.endswith("_on"):
        return day(value)
    if name == "place":
        return _place(value)
    return str(len(value)) if isinstance(value, list) else str(value)


def _said(name: str, field: AnyField, value: Any, *, short: bool) -> str:
    if isinstance(field, fields.List) and isinstance(value, list):
        return _listed(name, field, value, short=short)
    control = control_of(name, field)
    if control is Control.KEY and short:
        return str(value)[:SHORT]
    if isinstance(field, fields.Enum):
        return _chosen(field, value)
    return _AS.get(control, str)(value)


def _listed(name: str, field: fields.List[Any], value: list[Any], *, short: bool) -> str:
    if isinstance(field.inner, fields.Nested):
        return ";".join(_row(field.inner.schema.fields, each) for each in value)
    if control_of(name, field) is Control.ORGANISATIONS:
        return "、".join(_organisation(each) for each in value)
    return "、".join(_said(name, field.inner, each, short=short) for each in value)


def _row(known: Mapping[str, AnyField], row: Any) -> str:
    if not isinstance(row, Mapping):
        return str(row)
    parts = ((name, field) for name, field in known.items() if row.get(name) not in (None, ""))
    return " ".join(f"{label_of(name, field)} {_said(name, field, row[name], short=True)}" for name, field in parts)


def _chosen(field: fields.Enum[Any], value: Any) -> str:
    members = {str(each.value): str(getattr(each, "label", each.value)) for each in field.enum}
    return members.get(str(value), str(value))


def _place(code: Any) -> str:
    return names(directory().frame).places.get(str(code), str(code))


def _organisation(id: Any) -> str:
    return names(directory().frame).shown_organisation(str(id))


def _instant(value: Any) -> str:
    return instant(datetime.fromisoformat(str(value)))


def _whole(value: Any) -> str:
    """Write a number; where a form asks for the pieces of one item, a thing may say them item by item."""
    if isinstance(value, list):
        return "、".join(f"{each['item']} {each['quantity']:,} 件" for each in value)
    return f"{value:,}" if isinstance(value, int) else str(value)


_AS: Mapping[Control, Callable[[Any], str]] = {
    Control.PLACE: _place,
    Control.ORGANISATION: _organisation,
    Control.MONEY: lambda value: f"{value / 100:,.2f}" if isinstance(value, int) else str(value),
    Control.WHOLE: _whole,
    Control.DAY: lambda value: str(value)[:10],
    Control.INSTANT: _instant,
    Control.TICK: lambda value: "是" if value else "否",
    Control.TEXT: str,
}
