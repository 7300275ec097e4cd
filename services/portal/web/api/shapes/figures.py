"""What resources of figures and of the published table answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from services.portal.web.api.shapes.frame import PlaceShown
from services.portal.web.api.shapes.parts import Open, day, going_on, named, rows, whole, word


class IndicatorShown(Open):
    """指标"""

    code = word()
    label = word()
    unit = word()
    kind = word()
    line = word()


class PlaceFigures(Schema):
    """一个地点的数字"""

    place = fields.Nested(PlaceShown, required=True)
    figures = named()


class Rollup(Schema):
    """汇总"""

    period = word()
    season = word()
    indicators = rows(IndicatorShown)
    place = fields.Nested(PlaceShown, required=True)
    figures = named()
    children = rows(PlaceFigures)


class DayValue(Schema):
    """一天"""

    on = day()
    value = whole()


class Series(Schema):
    """逐日"""

    indicator = fields.Nested(IndicatorShown, required=True)
    days = rows(DayValue)
    total = fields.Integer()


class FactsBehind(Schema):
    """数字背后的逐条记录"""

    indicator = fields.Nested(IndicatorShown, required=True)
    facts = fields.List(fields.Dict(), required=True)
    next = going_on()


class CorrectionsBehind(Schema):
    """曾计入、后更正的逐条记录"""

    indicator = fields.Nested(IndicatorShown, required=True)
    corrections = fields.List(fields.Dict(), required=True)
    next = going_on()


class YearOnYear(Schema):
    """与上年同期比较"""

    place = fields.Nested(PlaceShown, required=True)
    period = word()
    before = word()
    over = fields.Boolean(required=True)
    indicators = rows(IndicatorShown)
    figures = named()


class Published(Open):
    """公开数据"""

    day = day()
    season = word()
    k = whole()
    indicators = rows(IndicatorShown)
    place = fields.Nested(PlaceShown, required=True)
    figures = named()
    children = rows(PlaceFigures)


class PublishedTable(Open):
    """公开数据表的一页"""

    day = day()
    rows = fields.List(fields.List(fields.Raw()), required=True)
    more = fields.Boolean(required=True)
