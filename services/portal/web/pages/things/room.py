"""The room that all pages of things are in."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import Blueprint, request

from shared.refusals import FieldInvalid, Refused

blueprint = Blueprint("things", __name__, url_prefix="/things")


def call_id() -> UUID:
    """Read the id that a form was shown with; raises Refused for a form that was tampered with."""
    return _uuid(request.form.get("id", ""))


def new_id() -> str:
    """Choose the id that a form is sent under, however often."""
    return str(uuid4())


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Refused([FieldInvalid("id", label="编号", reason="须为 UUID 编号")]) from error
