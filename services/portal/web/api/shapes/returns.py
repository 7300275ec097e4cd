"""What resources of returns answer."""

from __future__ import annotations

from marshmallow import fields

from services.portal.web.api.shapes.figures import IndicatorShown
from services.portal.web.api.shapes.parts import Open, going_on, instant, rows, whole, word


class ReturnsShown(Open):
    """各市(州)月报"""

    month = word()
    due_at = instant()
    expected = whole()
    submitted = whole()
    rows = fields.List(fields.Dict(), required=True)


class ReturnShown(Open):
    """一份月报"""

    month = word()
    state = word()
    revision = whole()
    due_at = instant()
    steps = fields.List(fields.Dict(), required=True)


class DifferenceShown(Open):
    """报送数与今日数"""

    indicators = rows(IndicatorShown)
    facts = fields.List(fields.Dict(), required=True)
    next = going_on()
