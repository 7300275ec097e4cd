"""Which control asks for a field, told from the field alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeAlias

from marshmallow import fields, validate

from shared.facts import PLACE_PATTERN

AnyField: TypeAlias = fields.Field[Any]

FEN = "_fen"
FEW = 4
"""So many choices stand side by side; more make a list to open."""

LINE = 120
"""Longer texts are written in a box of several lines."""

ORGANISATIONS = frozenset(
    {"organisation", "joint_organisations", "owner", "cleared_by", "enterprise_leagues", "partner"}
)
"""Keys that name an organisation of the frame; every other stands for a person or thing."""


class Control(StrEnum):
    """How a field is asked for."""

    TEXT = "text"
    AREA = "area"
    RADIO = "radio"
    SELECT = "select"
    CHECKS = "checks"
    TICK = "tick"
    WHOLE = "whole"
    MONEY = "money"
    DAY = "day"
    TIME = "time"
    INSTANT = "instant"
    PLACE = "place"
    PLACES = "places"
    ORGANISATION = "organisation"
    ORGANISATIONS = "organisations"
    KEY = "key"
    KEYS = "keys"
    WORDS = "words"
    ROWS = "rows"


Choose: TypeAlias = Callable[[str, Any], Control]


def control_of(name: str, field: AnyField) -> Control:
    """Choose the control of a field."""
    return next(choose for kind, choose in _CHOOSE.items() if isinstance(field, kind))(name, field)


def _listed(name: str, field: fields.List[Any]) -> Control:
    inner = field.inner
    if isinstance(inner, fields.UUID):
        return Control.ORGANISATIONS if name in ORGANISATIONS else Control.KEYS
    if isinstance(inner, fields.Nested):
        return Control.ROWS
    if isinstance(inner, fields.Enum):
        return Control.CHECKS
    return Control.PLACES if is_place(inner) else Control.WORDS


def _chosen(_name: str, field: fields.Enum[Any]) -> Control:
    return Control.RADIO if len(field.enum.__members__) <= FEW else Control.SELECT


def _written(_name: str, field: AnyField) -> Control:
    if is_place(field):
        return Control.PLACE
    return Control.AREA if (longest(field) or 0) > LINE else Control.TEXT


_CHOOSE: Mapping[type[Any], Choose] = {
    fields.List: _listed,
    fields.Enum: _chosen,
    fields.UUID: lambda name, _: Control.ORGANISATION if name in ORGANISATIONS else Control.KEY,
    fields.Integer: lambda name, _: Control.MONEY if name.endswith(FEN) else Control.WHOLE,
    fields.Boolean: lambda *_: Control.TICK,
    fields.Time: lambda *_: Control.TIME,
    fields.AwareDateTime: lambda *_: Control.INSTANT,
    fields.Date: lambda *_: Control.DAY,
    fields.Field: _written,
}
"""The first kind that a field is of chooses."""


def is_place(field: AnyField) -> bool:
    """Tell whether a field takes a place's code."""
    patterns = (str(each.regex.pattern) for each in field.validators if isinstance(each, validate.Regexp))
    return any(each.startswith(PLACE_PATTERN.pattern) for each in patterns)


def longest(field: AnyField) -> int | None:
    """Tell how long a text may be."""
    return next((each.max for each in field.validators if isinstance(each, validate.Length)), None)


def span(field: AnyField) -> tuple[int, int] | None:
    """Tell the bounds of a number."""
    found = next((each for each in field.validators if isinstance(each, validate.Range)), None)
    return (int(found.min or 0), int(found.max)) if found and found.max is not None else None


def label_of(name: str, field: AnyField) -> str:
    """Say what stands above a field; money is written in 元 though it is kept in 分."""
    label = str(field.metadata.get("label", name))
    return label.replace("(分)", "(元)").replace("(分)", "(元)") if name.endswith(FEN) else label
