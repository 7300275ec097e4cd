"""What the doors of stations accept."""

from __future__ import annotations

from datetime import time
from typing import Any

from marshmallow import fields, validate

from services.volunteers.facts.station import HubKind, Weekday
from shared.forms import REQUIRED, Form, Whole, code, day, key, many, place

DAYTIME = (time(8), time(20))
SPEECH: dict[str, Any] = {"required": REQUIRED, "null": REQUIRED, "invalid": "须为时刻,如 08:00"}


def _hour(usual: time, label: str) -> fields.Field[Any]:
    return fields.Time("%H:%M", load_default=usual, error_messages=SPEECH, metadata={"label": label})


def _weekdays() -> fields.Field[Any]:
    field = many(code(Weekday), load_default=lambda: list(Weekday), metadata={"label": "开放日"})
    field.validators.append(validate.Length(min=1, error="每周至少开放一天"))
    return field


class StationTerms(Form):
    """What a station is, as said when it opens and when it is put right."""

    hub_kind = code(HubKind, required=True, metadata={"label": "枢纽类型"})
    hub = key(required=True, metadata={"label": "枢纽编号"})
    partner = key(load_default=None, allow_none=True, metadata={"label": "合作部门"})
    weekdays = _weekdays()
    opens_at = _hour(DAYTIME[0], "开门时间")
    closes_at = _hour(DAYTIME[1], "关门时间")


class OpenStation(StationTerms):
    """爱心驿站启用; the call's id becomes the station's."""

    place = place(required=True, metadata={"label": "地点"})
    organisation = key(required=True, metadata={"label": "牵头组织"})
    opened_on = day(required=True, metadata={"label": "启用日期"})


class ChangeStation(StationTerms):
    """爱心驿站更正"""

    station = key(required=True, metadata={"label": "驿站编号"})
    revision = Whole(10_000, 1, required=True, metadata={"label": "所依据的版次"})


class CloseStation(Form):
    """爱心驿站关闭"""

    station = key(required=True, metadata={"label": "驿站编号"})
    closed_on = day(required=True, metadata={"label": "关闭日期"})
