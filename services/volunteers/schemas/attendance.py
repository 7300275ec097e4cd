"""What the doors of attendance accept."""

from __future__ import annotations

from services.volunteers.facts.shift import Post
from services.volunteers.schemas.reason import reason
from shared.forms import Form, code, instant, key


class CheckIn(Form):
    """签到; the call's id becomes the attendance's."""

    shift = key(required=True, metadata={"label": "班次编号"})
    volunteer = key(required=True, metadata={"label": "志愿者编号"})
    post = code(Post, required=True, metadata={"label": "岗位"})
    at = instant(required=True, metadata={"label": "签到时间"})


class CheckOut(Form):
    """签退"""

    shift = key(required=True, metadata={"label": "班次编号"})
    volunteer = key(required=True, metadata={"label": "志愿者编号"})
    at = instant(required=True, metadata={"label": "签退时间"})


class VoidAttendance(Form):
    """上岗作废"""

    attendance = key(required=True, metadata={"label": "上岗编号"})
    reason = reason()
