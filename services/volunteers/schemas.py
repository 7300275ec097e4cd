"""What volunteers' doors accept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marshmallow import ValidationError, fields, validate

from services.volunteers.facts import HubKind, Post
from shared.forms import REQUIRED, Form, Whole, code, day, instant, key, place, text


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


def _reason() -> fields.Field[Any]:
    field = text(500, required=True, metadata={"label": "理由"})
    field.validators.append(validate.Regexp(r"\s*\S", error="须写明理由"))
    return field


class PostNeeded(Form):
    """岗位需求"""

    post = code(Post, required=True, metadata={"label": "岗位"})
    needed = Whole(500, 1, required=True, metadata={"label": "需要人数"})


class PostServed(Form):
    """岗位服务人次"""

    post = code(Post, required=True, metadata={"label": "岗位"})
    people = Whole(200_000, 1, required=True, metadata={"label": "服务旅客人次"})


class OpenStation(Form):
    """爱心驿站启用; the call's id becomes the station's."""

    place = place(required=True, metadata={"label": "地点"})
    organisation = key(required=True, metadata={"label": "牵头组织"})
    hub_kind = code(HubKind, required=True, metadata={"label": "枢纽类型"})
    hub = key(required=True, metadata={"label": "枢纽编号"})
    opened_on = day(required=True, metadata={"label": "启用日期"})


class ChangeStation(Form):
    """爱心驿站更正"""

    station = key(required=True, metadata={"label": "驿站编号"})
    revision = Whole(10_000, 1, required=True, metadata={"label": "所依据的版次"})
    hub_kind = code(HubKind, required=True, metadata={"label": "枢纽类型"})
    hub = key(required=True, metadata={"label": "枢纽编号"})


class CloseStation(Form):
    """爱心驿站关闭"""

    station = key(required=True, metadata={"label": "驿站编号"})
    closed_on = day(required=True, metadata={"label": "关闭日期"})


class OpenShift(Form):
    """班次开设; the call's id becomes the shift's."""

    station = key(required=True, metadata={"label": "驿站编号"})
    starts_at = instant(required=True, metadata={"label": "开始时间"})
    ends_at = instant(required=True, metadata={"label": "结束时间"})
    posts = _posts(PostNeeded, 1, required=True)


class CancelShift(Form):
    """班次取消"""

    shift = key(required=True, metadata={"label": "班次编号"})
    reason = _reason()


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


class CompleteShift(Form):
    """班次完成"""

    shift = key(required=True, metadata={"label": "班次编号"})
    served = _posts(PostServed, 0, load_default=list)


class VoidAttendance(Form):
    """上岗作废"""

    attendance = key(required=True, metadata={"label": "上岗编号"})
    reason = _reason()
