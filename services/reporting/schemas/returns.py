"""What the doors of returns accept."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from shared.forms import REQUIRED, Form, Whole, day, place, text

LONGEST_NARRATIVE = 5_000
_SPEECH: dict[str, Any] = {"required": REQUIRED, "null": REQUIRED, "invalid": "格式不正确"}


def _month() -> fields.Field[Any]:
    return text(7, required=True, metadata={"label": "月报期"})


def _city() -> fields.Field[Any]:
    return place(required=True, metadata={"label": "市(州)"})


def _revision() -> fields.Field[Any]:
    return Whole(1_000_000, 1, required=True, metadata={"label": "版次"})


def _reason() -> fields.Field[Any]:
    said = validate.Length(1, 500, error="须为 1 至 500 字")
    return fields.String(required=True, validate=said, error_messages=_SPEECH, metadata={"label": "原因"})


def _passage(label: str) -> fields.Field[Any]:
    return text(LONGEST_NARRATIVE, required=True, metadata={"label": label})


class OpenReturns(Form):
    """开放月报"""

    month = _month()


class ConfirmCounty(Form):
    """已核对: a county looked at its part; it types nothing twice."""

    county = place(required=True, metadata={"label": "县(市、区)"})
    month = _month()
    revision = Whole(1_000_000, 1, load_default=None, allow_none=True, metadata={"label": "版次"})


class WriteNarrative(Form):
    """填写工作情况"""

    city = _city()
    month = _month()
    revision = _revision()
    highlights = _passage("亮点")
    problems = _passage("问题")
    next_steps = _passage("下一步打算")


class SubmitReturn(Form):
    """报送月报: nothing says aloud that there was nothing; reasons answer each warning by its rule."""

    city = _city()
    month = _month()
    revision = _revision()
    nothing = fields.Boolean(load_default=False, error_messages=_SPEECH, metadata={"label": "零报告"})
    reasons = fields.Dict(
        keys=text(100), values=text(500), load_default=dict, error_messages=_SPEECH, metadata={"label": "情况说明"}
    )


class SendBack(Form):
    """退回月报"""

    city = _city()
    month = _month()
    revision = _revision()
    reason = _reason()


class AcceptReturn(Form):
    """采纳月报"""

    city = _city()
    month = _month()
    revision = _revision()


class CorrectReturn(Form):
    """更正月报"""

    city = _city()
    month = _month()
    revision = _revision()
    reason = _reason()


class UnlockReturn(Form):
    """解锁月报: for one city and one period, until a day."""

    city = _city()
    month = _month()
    until = day(required=True, metadata={"label": "解锁至"})
    reason = _reason()
