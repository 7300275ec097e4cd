"""What the doors of registers accept: 驻外团组织, 方案 and 资源共用."""

from __future__ import annotations

from services.outreach.facts.organising import ResourceKind, SharingScope
from services.outreach.schemas.parts import said
from shared.forms import Form, Whole, code, day, key, place, text


class OpenEntry(Form):
    """登记: the call's id becomes the entry's."""

    place = place(required=True, metadata={"label": "地点"})
    organisation = key(required=True, metadata={"label": "牵头组织"})
    opened_on = day(required=True, metadata={"label": "登记日期"})


class ChangeEntry(Form):
    """更正登记, given the revision it is known in"""

    entry = key(required=True, metadata={"label": "登记编号"})
    revision = Whole(1_000_000, 1, required=True, metadata={"label": "版次"})


class CloseEntry(Form):
    """终止登记"""

    entry = key(required=True, metadata={"label": "登记编号"})
    closed_on = day(required=True, metadata={"label": "终止日期"})


class AwayOrganisationSaid(Form):
    """驻外团组织"""

    name = said("名称", 100)
    founded_on = day(required=True, metadata={"label": "成立日期"})


class WorkPlanSaid(Form):
    """方案"""

    title = said("方案名称", 200)
    file = text(200, load_default="", metadata={"label": "文号或存放处"})


class SharedResourceSaid(Form):
    """共享资源"""

    kind = code(ResourceKind, required=True, metadata={"label": "资源类型"})
    scope = code(SharingScope, required=True, metadata={"label": "共用范围"})
    quantity = Whole(1_000_000, 1, required=True, metadata={"label": "数量"})
    title = said("资源名称", 200)


class ListAwayOrganisation(OpenEntry, AwayOrganisationSaid):
    """驻外团组织登记: its place is the host city or province."""


class ChangeAwayOrganisation(ChangeEntry, AwayOrganisationSaid):
    """驻外团组织更正"""


class ApproveWorkPlan(OpenEntry, WorkPlanSaid):
    """方案登记: the organisation that leads it has approved it on that day."""

    opened_on = day(required=True, metadata={"label": "批准日期"})


class ChangeWorkPlan(ChangeEntry, WorkPlanSaid):
    """方案更正"""


class ShareResource(OpenEntry, SharedResourceSaid):
    """共享资源登记"""


class ChangeResource(ChangeEntry, SharedResourceSaid):
    """共享资源更正"""
