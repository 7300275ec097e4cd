"""What the doors of needs accept."""

from __future__ import annotations

from services.outreach.facts.needs import NeedCategory
from services.outreach.schemas.parts import said
from shared.facts import Line
from shared.forms import Form, Whole, code, day, key, place, text


class RaiseNeed(Form):
    """困难诉求登记: who seeks work names a seeker; the call's id becomes the need's."""

    place = place(required=True, metadata={"label": "地点"})
    organisation = key(required=True, metadata={"label": "牵头组织"})
    about = code(Line, required=True, metadata={"label": "行动"})
    category = code(NeedCategory, required=True, metadata={"label": "诉求类别"})
    owner = key(required=True, metadata={"label": "责任单位"})
    raised_on = day(required=True, metadata={"label": "提出日期"})
    due_on = day(required=True, metadata={"label": "办理期限"})
    household = key(load_default=None, allow_none=True, metadata={"label": "家庭编号"})
    seeker = key(load_default=None, allow_none=True, metadata={"label": "求职者编号"})
    detail = text(500, load_default="", metadata={"label": "诉求内容"})


class ChangeNeed(Form):
    """困难诉求更正或转办, given the revision it is known in"""

    need = key(required=True, metadata={"label": "诉求编号"})
    revision = Whole(1_000_000, 1, required=True, metadata={"label": "版次"})
    category = code(NeedCategory, required=True, metadata={"label": "诉求类别"})
    owner = key(required=True, metadata={"label": "责任单位"})
    due_on = day(required=True, metadata={"label": "办理期限"})


class CloseNeed(Form):
    """困难诉求办结"""

    need = key(required=True, metadata={"label": "诉求编号"})
    closed_on = day(required=True, metadata={"label": "办结日期"})
    result = said("办理结果")


class WithdrawNeed(Form):
    """困难诉求撤回"""

    need = key(required=True, metadata={"label": "诉求编号"})
    reason = said("理由")


class NeedNamed(Form):
    """What a step asks for that concerns a need and says nothing else."""

    need = key(required=True, metadata={"label": "诉求编号"})
