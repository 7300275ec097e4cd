"""What the door of 父母返乡情况 accepts."""

from __future__ import annotations

from services.children.facts.returns import Parent, ReturnSource, ReturnStatus
from shared.forms import Form, code, day, key


class NoteReturn(Form):
    """父母返乡情况"""

    case = key(required=True, metadata={"label": "个案编号"})
    parent = code(Parent, required=True, metadata={"label": "父母"})
    status = code(ReturnStatus, required=True, metadata={"label": "返乡情况"})
    as_of = day(required=True, metadata={"label": "截至日期"})
    source = code(ReturnSource, required=True, metadata={"label": "信息来源"})
