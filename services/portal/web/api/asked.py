"""What resources are asked by query, and from where a list goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from marshmallow import ValidationError, fields

from shared.facts import PLACE_PATTERN, Line
from shared.forms import Form, Whole, code, day, many, place, text

BETWEEN = "~"
MOST = 500
USUAL = 100


def _place(said: str) -> str:
    if not PLACE_PATTERN.fullmatch(said):
        raise ValueError(said)
    return said


class Cursor(fields.String):
    """From where a list goes on: what the answer before named as `next`."""

    default_error_messages = {"invalid": "须为上一页所给的 next"}  # noqa: RUF012 - marshmallow merges it over the classes

    def __init__(self, *parts: Callable[[str], Any], **more: Any) -> None:
        """Name what each part must be."""
        super().__init__(
            load_default=None, metadata={"label": "接着上一页", "description": "上一页所给的 next"}, **more
        )
        self._parts = parts

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        said = super()._deserialize(value, attr, data, **more).split(BETWEEN)
        try:
            return [str(part(each)) for part, each in zip(self._parts, said, strict=True)]
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"]) from error


def next_after(parts: Sequence[Any] | None) -> str | None:
    """Name from where the next page goes on."""
    return None if parts is None else BETWEEN.join(map(str, parts))


def period() -> fields.Field[Any]:
    """Ask for a month or a season."""
    return text(7, required=True, metadata={"label": "统计期", "description": "月份如 2022-01,季如 2021-22"})


def most() -> fields.Field[Any]:
    """Ask how many at most."""
    return Whole(MOST, 1, load_default=USUAL, metadata={"label": "最多几条"})


def indicator() -> fields.Field[Any]:
    """Ask for an indicator by its code."""
    return text(100, required=True, metadata={"label": "指标代码"})


class ActsAsked(Form):
    """查询记录"""

    place = place(load_default=None, metadata={"label": "地点"})
    since = day(load_default=None, metadata={"label": "起"})
    until = day(load_default=None, metadata={"label": "止"})
    after = Cursor(date.fromisoformat, UUID)
    limit = most()


class LikelyAsked(Form):
    """查询疑似重复"""

    place = place(required=True, metadata={"label": "地点"})
    since = day(required=True, metadata={"label": "起"})
    until = day(required=True, metadata={"label": "止"})
    limit = most()


class RollupAsked(Form):
    """查询汇总"""

    place = place(required=True, metadata={"label": "地点"})
    period = period()
    lines = many(code(Line), load_default=None, metadata={"label": "行动"})


class SeriesAsked(Form):
    """查询逐日"""

    place = place(required=True, metadata={"label": "地点"})
    indicator = indicator()
    since = day(required=True, metadata={"label": "起"})
    until = day(required=True, metadata={"label": "止"})


class BehindAsked(Form):
    """查询数字背后的逐条记录"""

    place = place(required=True, metadata={"label": "地点"})
    indicator = indicator()
    period = period()
    after = Cursor(_place, date.fromisoformat, UUID)


class PeriodAsked(Form):
    """查询一个地点的一个统计期"""

    place = place(required=True, metadata={"label": "地点"})
    period = period()


class TableAsked(Form):
    """查询公开数据表"""

    period = period()
    page = Whole(10_000, 1, load_default=1, metadata={"label": "页"})


class ReturnsAsked(Form):
    """查询各市(州)月报"""

    month = text(7, load_default=None, metadata={"label": "月报期"})


class DifferenceAsked(Form):
    """查询报送数与今日数的差异"""

    indicator = text(100, load_default=None, metadata={"label": "指标代码"})
    after = Cursor(_place, date.fromisoformat, UUID)


class OrganisationsAsked(Form):
    """查询组织"""

    place = place(required=True, metadata={"label": "地点"})
    after = Cursor(UUID)
    limit = most()
