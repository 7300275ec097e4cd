"""Reads a form that was sent as what the door takes; what is no value of its field stays as typed, to be refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from marshmallow import Schema, fields
from werkzeug.datastructures import MultiDict

from services.portal.web.asking import directory
from services.portal.web.forms.controls import AnyField, Control, control_of
from services.portal.web.forms.naming import names
from shared.clock import SHANGHAI

WHOLE = re.compile(r"-?\d{1,18}")
MOST_LINES = 500

Sent = MultiDict[str, str]


def said(schema: Schema, form: Sent, prefix: str = "") -> dict[str, Any]:
    """Gather what a form says: names of fields, and values as they travel; what was left empty is left out."""
    found = {name: _value(f"{prefix}{name}", name, field, form) for name, field in schema.fields.items()}
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def _value(key: str, name: str, field: AnyField, form: Sent) -> Any:
    control = control_of(name, field)
    if control is Control.TICK:
        return key in form
    if control is Control.ROWS and isinstance(field, fields.List):
        return _rows(key, field, form)
    typed = [each.strip() for each in form.getlist(key) if each.strip()]
    if control in {Control.KEYS, Control.WORDS}:
        return [each for line in typed for each in re.split(r"[\s,、;]+", line) if each][:MOST_LINES]
    if control in {Control.CHECKS, Control.PLACES, Control.ORGANISATIONS}:
        return [_OF[control](each) for each in typed] if control in _OF else typed
    return _OF.get(control, _same)(typed[0]) if typed else None


def _rows(key: str, field: fields.List[Any], form: Sent) -> list[dict[str, Any]]:
    inner = field.inner
    if not isinstance(inner, fields.Nested):
        raise TypeError(key)
    pattern = re.compile(re.escape(key) + r"-(\d{1,3})-")
    numbers = sorted({int(match[1]) for each in form if (match := pattern.match(each))})
    rows = (said(inner.schema, form, f"{key}-{number}-") for number in numbers)
    return [each for each in rows if each]


def _same(typed: str) -> str:
    return typed


def _whole(typed: str) -> int | str:
    plain = typed.replace(",", "")
    return int(plain) if WHOLE.fullmatch(plain) else typed


def _fen(typed: str) -> int | str:
    try:
        fen = Decimal(typed.replace(",", "")) * 100
    except InvalidOperation:
        return typed
    return int(fen) if fen.is_finite() and fen == fen.to_integral_value() else typed


def _instant(typed: str) -> str:
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        return typed
    return (found if found.tzinfo else found.replace(tzinfo=SHANGHAI)).isoformat()


def _place(typed: str) -> str:
    return names(directory().frame).place_of(typed)


def _organisation(typed: str) -> str:
    return names(directory().frame).organisation_of(typed)


_OF: Mapping[Control, Callable[[str], Any]] = {
    Control.WHOLE: _whole,
    Control.MONEY: _fen,
    Control.INSTANT: _instant,
    Control.PLACE: _place,
    Control.PLACES: _place,
    Control.ORGANISATION: _organisation,
    Control.ORGANISATIONS: _organisation,
}
