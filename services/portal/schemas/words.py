"""Fields of portal's forms that have a rule of their own."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from shared.forms import REQUIRED

SPEECH: dict[str, Any] = {"required": REQUIRED, "null": REQUIRED, "invalid": "格式不正确", "type": "格式不正确"}


def words(rule: validate.Validator, label: str) -> fields.Field[Any]:
    """Ask for words that keep to a rule."""
    return fields.String(required=True, validate=rule, error_messages=SPEECH, metadata={"label": label})
