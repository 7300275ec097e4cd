"""What resources of registers and processes answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from services.portal.web.api.shapes.parts import Open, going_on


class Done(Open):
    """已办成"""


class Listed(Schema):
    """一页"""

    items = fields.List(fields.Dict(), required=True)
    next = going_on()
