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


class PolicyTerms(Form):
    """What a department offers to whom."""

    department = code(Department, required=True, metadata={"label": "部门"})
    title = _words(100, "政策名称")
    benefit = _words(1_000, "支持内容")
    eligibility = _words(1_000, "适用对象")
    how_to_apply = _words(1_000, "办理方式")
    valid_from = day(required=True, metadata={"label": "生效日期"})
    valid_to = day(load_default=None, allow_none=True, metadata={"label": "失效日期(长期有效则不填)"})


class PolicyItemSaid(PolicyTerms):
    """政策条目: an item that stays on the list keeps its id."""

    id = key(required=True, metadata={"label": "条目编号"})


class DraftPolicyItem(PolicyTerms):
    """拟列入政策条目: waits for the next version of the place's list; the call's id becomes the item's."""

    place = place(required=True, metadata={"label": "地点"})
    organisation = key(required=True, metadata={"label": "牵头组织"})


class DiscardPolicyDraft(Form):
    """撤销拟列入条目"""

    item = key(required=True, metadata={"label": "条目编号"})


def _items(**more: Any) -> fields.Field[Any]:
    return fields.List(
        fields.Nested(PolicyItemSaid),
        validate=validate.Length(max=MOST_ITEMS, error=f"最多 {MOST_ITEMS} 个条目"),
        metadata={"label": "条目"},
        error_messages={"null": REQUIRED, "invalid": "须为列表"},
        **more,
    )


class PublishPolicyList(Form):
    """发布政策清单: the first version, with what was drafted for the place; the call's id becomes the list's."""

    place = place(required=True, metadata={"label": "地点"})
    organisation = key(required=True, metadata={"label": "牵头组织"})
    joint_organisations = ENVELOPE_FIELDS["joint_organisations"]
    title = _words(60, "清单名称")
    published_on = day(required=True, metadata={"label": "发布日期"})
    items = _items(load_default=list)


class RevisePolicyList(Form):
    """修订政策清单: the whole list from now on, or nothing to keep what stands; what was drafted joins it."""

    policy_list = key(required=True, metadata={"label": "清单编号"})
    version = Whole(10_000, 1, required=True, metadata={"label": "所依据的版次"})
    title = _words(60, "清单名称")
    published_on = day(required=True, metadata={"label": "发布日期"})
    items = _items(load_default=None, allow_none=True)


class LapsePolicyItem(Form):
    """政策条目到期"""

    item = key(required=True, metadata={"label": "条目编号"})


class ClosePolicyList(Form):
    """停用政策清单"""

    policy_list = key(required=True, metadata={"label": "清单编号"})
    closed_on = day(required=True, metadata={"label": "停用日期"})
