"""Shows a form field by field: label, control, help, what was said, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from marshmallow import Schema, fields, missing

from services.portal.web.asking import directory, me
from services.portal.web.forms.controls import AnyField, Control, control_of, label_of, longest, span
from services.portal.web.forms.helping import broken, help_for
from services.portal.web.forms.naming import WHOLE_SCOPE, names
from shared import clock
from shared.refusals import Refusal

SPARE_ROWS = 2
"""Rows that stand empty below those that say something."""


@dataclass(frozen=True)
class FieldShown:
    """One field as a page shows it."""

    name: str
    label: str
    control: Control
    required: bool
    help: str
    value: Any
    choices: Sequence[tuple[str, str]] = ()
    errors: Sequence[str] = ()
    least: str | None = None
    most: str | None = None
    rows: Sequence[Sequence[FieldShown]] = ()
    own_scope: bool = False


def fields_of(
    schema: Schema,
    values: Mapping[str, Any],
    refusals: Iterable[Refusal] = (),
    prefix: str = "",
    path: str = "",
    *,
    without: Iterable[str] = (),
) -> list[FieldShown]:
    """Show the fields of a schema with what was said in them, as `said` gathers it, and the refusals that name them."""
    told, hidden = list(refusals), frozenset(without)
    return [
        _shown(f"{prefix}{name}", f"{path}{name}", name, field, values.get(name), told)
        for name, field in schema.fields.items()
        if name not in hidden
    ]


def unplaced(schema: Schema, refusals: Iterable[Refusal], *, without: Iterable[str] = ()) -> list[Refusal]:
    """List the refusals that name no field of the form, to be told above it."""
    shown = schema.fields.keys() - set(without)
    return [each for each in refusals if each.field.partition(".")[0] not in shown]


def usual(schema: Schema) -> dict[str, Any]:
    """Say what most forms begin with: one's own organisation, one's own place if it is all one answers for, today."""
    who, today = me(), str(clock.day_of(clock.now()))
    known = {"organisation": str(who.organisation), "occurred_on": today, "opened_on": today, "raised_on": today}
    below = names(directory().frame).places_like("", who.scope, most=2)
    if len(who.scope) == 1 and len([each for each in below if each.startswith("51")]) == 1:
        known["place"] = below[0].split()[0]
    return {name: value for name, value in known.items() if name in schema.fields}


def _shown(key: str, path: str, name: str, field: AnyField, value: Any, refusals: Sequence[Refusal]) -> FieldShown:
    control = control_of(name, field)
    mine = [each for each in refusals if each.field == path or _is_item(each.field, path, control)]
    bounds = span(field)
    scale = 100 if control is Control.MONEY else 1
    return FieldShown(
        name=key,
        label=label_of(name, field),
        control=control,
        required=field.required,
        help=help_for(name, field, control),
        value=_written(control, _or_usual(field, value)),
        choices=_choices(field, control),
        errors=[broken(each, field, control) for each in mine],
        least=str(bounds[0] / scale if scale > 1 else bounds[0]) if bounds else None,
        most=str(bounds[1] / scale) if bounds and scale > 1 else _most(field, bounds),
        rows=_rows(key, path, field, value, refusals) if control is Control.ROWS else (),
        own_scope=name in {"place", "organisation"},
    )


def _is_item(told: str, path: str, control: Control) -> bool:
    return control is not Control.ROWS and told.startswith(f"{path}.")


def _most(field: AnyField, bounds: tuple[int, int] | None) -> str | None:
    most = bounds[1] if bounds else longest(field)
    return None if most is None else str(most)


def _or_usual(field: AnyField, value: Any) -> Any:
    """Show what the door would take for said where nothing is said: no number, but a choice that is made already."""
    if value is not None or not isinstance(field, fields.Enum) or field.load_default in (missing, None):
        return value
    return field.load_default


def _choices(field: AnyField, control: Control) -> list[tuple[str, str]]:
    inner = field.inner if isinstance(field, fields.List) else field
    if isinstance(inner, fields.Enum):
        return [(str(each.value), str(getattr(each, "label", each.value))) for each in inner.enum]
    if control is Control.PLACE:
        offered = names(directory().frame).places_like("", me().scope, most=WHOLE_SCOPE)
        return [(each, each) for each in offered]
    return []


def _rows(key: str, path: str, field: AnyField, value: Any, refusals: Sequence[Refusal]) -> list[list[FieldShown]]:
    inner = field.inner if isinstance(field, fields.List) else field
    if not isinstance(inner, fields.Nested):
        return []
    stated = [each for each in value or () if isinstance(each, Mapping)]
    rows = [
        fields_of(inner.schema, each, refusals, f"{key}-{number}-", f"{path}.{number}.")
        for number, each in enumerate([*stated, *({} for _ in range(SPARE_ROWS))])
    ]
    needed = max(len(stated), int(field.required))
    # What is left empty in a spare row is left out: a browser must not ask for it.
    return [*rows[:needed], *([replace(each, required=False) for each in row] for row in rows[needed:])]


def _written(control: Control, value: Any) -> Any:
    if control in {Control.CHECKS, Control.PLACES, Control.ORGANISATIONS, Control.KEYS, Control.WORDS}:
        listed = value if isinstance(value, list | tuple) else [value] if value else []
        return [_one(control, each) for each in listed]
    return "" if value is None else _one(control, value)


def _one(control: Control, value: Any) -> Any:
    show: Callable[[Any], Any] = _AS.get(control, _plain)
    return show(value)


def _plain(value: Any) -> str:
    return str(getattr(value, "value", value))


def _yuan(fen: Any) -> str:
    return f"{fen / 100:.2f}" if isinstance(fen, int) else str(fen)


def _place(code: Any) -> str:
    return names(directory().frame).shown_place(str(code))


def _organisation(id: Any) -> str:
    return names(directory().frame).shown_organisation(str(id))


def _local(said: Any) -> str:
    value = str(said)
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return value
    return found.astimezone(clock.SHANGHAI).strftime("%Y-%m-%dT%H:%M") if found.tzinfo else value


def _itself(value: Any) -> Any:
    return value


_AS: Mapping[Control, Callable[[Any], Any]] = {
    Control.MONEY: _yuan,
    Control.INSTANT: _local,
    Control.PLACE: _place,
    Control.PLACES: _place,
    Control.ORGANISATION: _organisation,
    Control.ORGANISATIONS: _organisation,
    Control.TICK: _itself,
    Control.ROWS: _itself,
}
