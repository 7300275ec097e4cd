"""What the doors of 政策清单 accept."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from services.jobs.facts.departments import Department
from services.jobs.facts.policies import MOST_ITEMS
from shared.forms import ENVELOPE_FIELDS, REQUIRED, Form, Whole, code, day, key, place, text


def _words(most: int, label: str) -> fields.Field[Any]:
    field = text(most, required=True, metadata={"label": label})
    field.validators.append(validate.Regexp(r"\s*\S", error="不能为空"))
    return field


class PolicyItemSaid(Form):
    """政策条目: what a department offers to whom; an item that stays on the list keeps its id."""

    id = key(required=True, metadata={"label": "条目编号"})
    department = code(Department, required=True, metadata={"label": "部门"})
    title = _words(100, "政策名称")
    benefit = _words(1_000, "支持内容")
    eligibility = _words(1_000, "适用对象")
    how_to_apply = _words(1_000, "办理方式")
    valid_from = day(required=True, metadata={"label": "生效日期"})
    valid_to = day(load_default=None, allow_none=True, metadata={"label": "失效日期(长期有效则不填)"})


def _items() -> fields.Field[Any]:
    return fields.List(
        fields.Nested(PolicyItemSaid),
        required=True,
        validate=validate.Length(1, MOST_ITEMS, error=f"须有 1 至 {MOST_ITEMS} 个条目"),
        metadata={"label": "条目"},
        error_messages={"required": REQUIRED, "null": REQUIRED, "invalid": "须为列表"},
    )


class PublishPolicyList(Form):
    """发布政策清单: the first version of a city's or county's list; the call's id becomes the list's."""

    place = place(required=True, metadata={"label": "地点"})
    organisation = key(required=True, metadata={"label": "牵头组织"})
    joint_organisations = ENVELOPE_FIELDS["joint_organisations"]
    title = _words(60, "清单名称")
    published_on = day(required=True, metadata={"label": "发布日期"})
    items = _items()


class RevisePolicyList(Form):
    """修订政策清单: the whole list as it stands from now on; what is not in it any more is taken off."""

    policy_list = key(required=True, metadata={"label": "清单编号"})
    version = Whole(10_000, 1, required=True, metadata={"label": "所依据的版次"})
    title = _words(60, "清单名称")
    published_on = day(required=True, metadata={"label": "发布日期"})
    items = _items()


class LapsePolicyItem(Form):
    """政策条目到期"""

    item = key(required=True, metadata={"label": "条目编号"})


class ClosePolicyList(Form):
    """停用政策清单"""

    policy_list = key(required=True, metadata={"label": "清单编号"})
    closed_on = day(required=True, metadata={"label": "停用日期"})
