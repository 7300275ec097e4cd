"""What the doors of making up an attendance accept."""

from __future__ import annotations

from services.volunteers.facts.shift import Post
from services.volunteers.schemas.reason import reason
from shared.forms import Form, code, instant, key


class AskMakeUp(Form):
    """补录申请; the call's id becomes the make-up's, and the attendance's once it is approved."""

    shift = key(required=True, metadata={"label": "班次编号"})
    volunteer = key(required=True, metadata={"label": "志愿者编号"})
    post = code(Post, required=True, metadata={"label": "岗位"})
    came_at = instant(required=True, metadata={"label": "上岗时间"})
    left_at = instant(required=True, metadata={"label": "离岗时间"})
    reason = reason()


class ApproveMakeUp(Form):
    """补录审批"""

    make_up = key(required=True, metadata={"label": "补录编号"})


class RefuseMakeUp(Form):
    """补录驳回"""

    make_up = key(required=True, metadata={"label": "补录编号"})
    reason = reason()


class LapseMakeUp(Form):
    """补录逾期"""

    make_up = key(required=True, metadata={"label": "补录编号"})
