"""What the doors of 协会 accept."""

from __future__ import annotations

from marshmallow import validate

from services.jobs.facts.associations import AssociationKind, Joining
from services.jobs.schemas.reason import reason
from shared.forms import ENVELOPE_FIELDS, Form, code, day, key, place, text


class OpenAssociation(Form):
    """协会登记: the call's id becomes the association's."""

    place = place(required=True, metadata={"label": "地点"})
    organisation = key(required=True, metadata={"label": "牵头组织"})
    joint_organisations = ENVELOPE_FIELDS["joint_organisations"]
    kind = code(AssociationKind, required=True, metadata={"label": "组织类型"})
    title = text(60, required=True, metadata={"label": "协会名称"})
    title.validators.append(validate.Regexp(r"\s*\S", error="不能为空"))
    opened_on = day(required=True, metadata={"label": "登记日期"})


class CloseAssociation(Form):
    """协会注销"""

    association = key(required=True, metadata={"label": "协会编号"})
    closed_on = day(required=True, metadata={"label": "注销日期"})


class AdmitMember(Form):
    """会员入会: the call's id becomes the membership's."""

    association = key(required=True, metadata={"label": "协会编号"})
    member = key(required=True, metadata={"label": "会员编号"})
    joining = code(Joining, required=True, metadata={"label": "入会情况"})
    admitted_on = day(required=True, metadata={"label": "入会日期"})


class LeaveAssociation(Form):
    """会员退会"""

    membership = key(required=True, metadata={"label": "会籍编号"})
    left_on = day(required=True, metadata={"label": "退会日期"})


class StrikeMembership(Form):
    """会籍作废: it was recorded by mistake."""

    membership = key(required=True, metadata={"label": "会籍编号"})
    reason = reason()
