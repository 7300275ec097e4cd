"""Fields that several of outreach's forms have."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from shared.forms import text


def said(label: str, most: int = 500) -> fields.Field[Any]:
    """Ask for a text that says something."""
    field = text(most, required=True, metadata={"label": label})
    field.validators.append(validate.Regexp(r"\s*\S", error=f"须写明{label}"))
    return field
