"""What the shapes of answers are made of."""

from __future__ import annotations

from typing import Any

from marshmallow import INCLUDE, Schema, fields


def id_of(**more: Any) -> fields.Field[Any]:
    """Promise an id."""
    return fields.String(required=True, metadata={"format": "uuid"}, **more)


def instant(**more: Any) -> fields.Field[Any]:
    """Promise an instant with its offset."""
    return fields.String(required=True, metadata={"format": "date-time"}, **more)


def day(**more: Any) -> fields.Field[Any]:
    """Promise a date."""
    return fields.String(required=True, metadata={"format": "date"}, **more)


def word(**more: Any) -> fields.Field[Any]:
    """Promise a text."""
    return fields.String(required=True, **more)


def whole(**more: Any) -> fields.Field[Any]:
    """Promise a whole number."""
    return fields.Integer(required=True, **more)


def words() -> fields.Field[Any]:
    """Promise a list of texts."""
    return fields.List(fields.String(), required=True)


def named() -> fields.Field[Any]:
    """Promise values by their names."""
    return fields.Dict(keys=fields.String(), required=True)


def rows(of: type[Schema]) -> fields.Field[Any]:
    """Promise a list of objects."""
    return fields.List(fields.Nested(of), required=True)


def going_on() -> fields.Field[Any]:
    """Promise from where the next page goes on."""
    return fields.String(required=True, allow_none=True, metadata={"description": "下一页从此处起;没有下一页即为空"})


class Open(Schema):
    """Something that may say more than is promised here."""

    class Meta:
        """Promise no more than is named."""

        unknown = INCLUDE
