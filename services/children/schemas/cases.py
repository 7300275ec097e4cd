"""What the doors of cases accept."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import fields, validate

from services.children.facts.cases import Category, CloseReason, Guardian, Sex
from shared.forms import REQUIRED, Form, code, day, key, place

YEAR_MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])\Z")


def month(**more: Any) -> fields.Field[Any]:
    """Accept a year and month as YYYY-MM."""
    rule = validate.Regexp(YEAR_MONTH, error="须为年月,如 2014-05")
    speech = {"required": REQUIRED, "null": REQUIRED, "invalid": "须为年月,如 2014-05"}
    return fields.String(validate=rule, error_messages={**speech}, **more)


class OpenCase(Form):
    """入册: a child comes onto the register; the call's id becomes the case's."""

    place = place(required=True, metadata={"label": "乡镇或街道"})
    organisation = key(required=True, metadata={"label": "牵头组织"})
    born_month = month(required=True, metadata={"label": "出生年月"})
    sex = code(Sex, required=True, metadata={"label": "性别"})
    guardian = code(Guardian, required=True, metadata={"label": "监护人关系"})
    category = code(Category, required=True, metadata={"label": "儿童类别"})
    companion = key(required=True, metadata={"label": "童伴妈妈"})
    opened_on = day(required=True, metadata={"label": "登记日期"})


class MoveCase(Form):
    """变更: where the child is from now on, and who looks after it."""

    case = key(required=True, metadata={"label": "个案编号"})
    place = place(required=True, metadata={"label": "乡镇或街道"})
    organisation = key(required=True, metadata={"label": "牵头组织"})
    companion = key(required=True, metadata={"label": "童伴妈妈"})
    moved_on = day(required=True, metadata={"label": "变更日期"})


class CloseCase(Form):
    """结案"""

    case = key(required=True, metadata={"label": "个案编号"})
    closed_on = day(required=True, metadata={"label": "结案日期"})
    reason = code(CloseReason, required=True, metadata={"label": "结案原因"})


class LeaveSeason(Form):
    """季末转出: the season is over, and with it the key under which the child was told."""

    case = key(required=True, metadata={"label": "个案编号"})
    left_on = day(required=True, metadata={"label": "转出日期"})


class EnterSeason(Form):
    """新季转入: the child is told again, under the new season's key."""

    case = key(required=True, metadata={"label": "个案编号"})
    entered_on = day(required=True, metadata={"label": "转入日期"})
