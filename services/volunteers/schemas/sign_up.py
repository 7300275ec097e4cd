"""What the doors of sign-ups accept."""

from __future__ import annotations

from services.volunteers.facts.shift import Post
from shared.facts import Code
from shared.forms import Form, code, key


class IfFull(Code):
    """岗位报满时"""

    REFUSE = "refuse", "不候补"
    WAIT = "wait", "候补"


class SignUpForShift(Form):
    """班次报名; the call's id becomes the sign-up's."""

    shift = key(required=True, metadata={"label": "班次编号"})
    volunteer = key(required=True, metadata={"label": "志愿者编号"})
    post = code(Post, required=True, metadata={"label": "岗位"})
    if_full = code(IfFull, load_default=IfFull.REFUSE, metadata={"label": "报满时"})


class WithdrawSignUp(Form):
    """取消报名"""

    sign_up = key(required=True, metadata={"label": "报名编号"})


class SwapSignUps(Form):
    """换班: two volunteers take each other's place."""

    sign_up = key(required=True, metadata={"label": "报名编号"})
    other = key(required=True, metadata={"label": "对方的报名编号"})


class LapseWaiting(Form):
    """候补截止"""

    shift = key(required=True, metadata={"label": "班次编号"})
