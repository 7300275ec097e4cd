"""What a door is asked is checked against its method's signature, as content is against its schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from inspect import Parameter, signature
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints
from uuid import UUID

from marshmallow import Schema, fields

from shared.forms import REQUIRED, Form, Whole, day, instant, key, text

Make = Callable[..., fields.Field[Any]]

LONGEST = 2_000
_OF_TYPE: Mapping[Any, Make] = {
    UUID: key,
    date: day,
    datetime: instant,
    str: lambda **more: text(LONGEST, **more),
    int: lambda **more: Whole(2**63 - 1, -(2**63), **more),
}
_SPEECH: dict[str, Any] = {"required": REQUIRED, "null": REQUIRED, "invalid": "格式不正确"}


@cache
def call_schema(method: Callable[..., Any]) -> Schema:
    """Derive what a door may be asked from what its method takes beside self and the desk."""
    hints = get_type_hints(method)
    taken = list(signature(method).parameters.values())[2:]
    asked = {each.name: _field(hints[each.name], each) for each in taken}
    schema: type[Schema] = Form.from_dict(asked, name=method.__name__)
    return schema()


def _field(hint: Any, parameter: Parameter) -> fields.Field[Any]:
    optional = get_origin(hint) is UnionType and type(None) in get_args(hint)
    kind = next(each for each in get_args(hint) if each is not type(None)) if optional else hint
    presence: dict[str, Any] = (
        {"required": True} if parameter.default is Parameter.empty else {"load_default": parameter.default}
    )
    if kind in _OF_TYPE:
        return _OF_TYPE[kind](allow_none=optional, **presence)
    return fields.Raw(allow_none=optional, error_messages=_SPEECH, **presence)
