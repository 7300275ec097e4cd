"""A reason that says something."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from shared.forms import text


def reason() -> fields.Field[Any]:
    """Accept a reason of at most 500 characters, not blank."""
    field = text(500, required=True, metadata={"label": "理由"})
    field.validators.append(validate.Regexp(r"\s*\S", error="须写明理由"))
    return field
