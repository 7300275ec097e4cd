"""What the doors of shifts accept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marshmallow import ValidationError, fields, validate

from services.volunteers.facts.shift import Post
from services.volunteers.schemas.reason import reason
from shared.forms import REQUIRED, Form, Whole, code, instant, key


def _each_post_once(rows: list[dict[str, Any]]) -> None:
    if len({row["post"] for row in rows}) < len(rows):
        raise ValidationError("同一岗位只能填一行")


def _posts(row: type[Form], least: int, **more: Any) -> fields.Field[Any]:
    rules: list[Callable[[Any], Any]] = [
        validate.Length(least, len(Post), error=f"须有 {least} 至 {len(Post)} 个岗位"),
        _each_post_once,
    ]
    speech: dict[str, Any] = {"required": REQUIRED, "null": REQUIRED, "invalid": "须为列表"}
    more["metadata"] = {"label": "岗位"}
    return fields.List(fields.Nested(row), validate=rules, error_messages=speech, **more)


class PostNeeded(Form):
    """岗位需求"""

    post = code(Post, required=True, metadata={"label": "岗位"})
    needed = Whole(500, 1, required=True, metadata={"label": "需要人数"})


class PostServed(Form):
    """岗位服务人次"""

    post = code(Post, required=True, metadata={"label": "岗位"})
    people = Whole(200_000, 1, required=True, metadata={"label": "服务旅客人次"})


class OpenShift(Form):
    """班次开设; the call's id becomes the shift's."""

    station = key(required=True, metadata={"label": "驿站编号"})
    project = key(load_default=None, allow_none=True, metadata={"label": "志愿四川项目"})
    starts_at = instant(required=True, metadata={"label": "开始时间"})
    ends_at = instant(required=True, metadata={"label": "结束时间"})
    sign_up_from = instant(load_default=None, allow_none=True, metadata={"label": "报名开始时间"})
    sign_up_until = instant(load_default=None, allow_none=True, metadata={"label": "报名截止时间"})
    posts = _posts(PostNeeded, 1, required=True)


class CancelShift(Form):
    """班次取消"""

    shift = key(required=True, metadata={"label": "班次编号"})
    reason = reason()


class WithdrawShift(Form):
    """班次撤销"""

    shift = key(required=True, metadata={"label": "班次编号"})
    reason = reason()


class RemindShift(Form):
    """班次催办"""

    shift = key(required=True, metadata={"label": "班次编号"})


class CompleteShift(Form):
    """班次完成"""

    shift = key(required=True, metadata={"label": "班次编号"})
    served = _posts(PostServed, 0, load_default=list)
