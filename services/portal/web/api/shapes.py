"""What resources answer, as the document says it; nothing is turned into these, tests see that they are true."""

from __future__ import annotations

from typing import Any

from marshmallow import INCLUDE, Schema, fields

from shared.forms import Form, text


def _id(**more: Any) -> fields.Field[Any]:
    return fields.String(required=True, metadata={"format": "uuid"}, **more)


def _instant(**more: Any) -> fields.Field[Any]:
    return fields.String(required=True, metadata={"format": "date-time"}, **more)


def _day(**more: Any) -> fields.Field[Any]:
    return fields.String(required=True, metadata={"format": "date"}, **more)


def _word(**more: Any) -> fields.Field[Any]:
    return fields.String(required=True, **more)


def _whole(**more: Any) -> fields.Field[Any]:
    return fields.Integer(required=True, **more)


def _words() -> fields.Field[Any]:
    return fields.List(fields.String(), required=True)


def _named() -> fields.Field[Any]:
    return fields.Dict(keys=fields.String(), required=True)


def _rows(of: type[Schema]) -> fields.Field[Any]:
    return fields.List(fields.Nested(of), required=True)


def _next() -> fields.Field[Any]:
    return fields.String(required=True, allow_none=True, metadata={"description": "下一页从此处起;没有下一页即为空"})


class Open(Schema):
    """Something that may say more than is promised here."""

    class Meta:
        """Promise no more than is named."""

        unknown = INCLUDE


class RefusalShown(Open):
    """违反的一条规则"""

    rule = _word()
    field = _word()
    message = _word()


class Problem(Open):
    """没有办成的原因(RFC 9457)"""

    type = _word()
    title = _word()
    status = _whole()
    detail = _word()
    refusals = _rows(RefusalShown)


class Recorded(Open):
    """已记下"""

    id = _id()
    kind = _word()
    revision = _whole()
    fact_id = _id()
    likely_duplicates = fields.List(fields.String(metadata={"format": "uuid"}))


class Reinstated(Schema):
    """撤回已收回"""

    id = _id()
    kind = _word()
    revision = _whole()


class RecordedMany(Schema):
    """已记下的多条"""

    items = _rows(Recorded)


class Withdrawal(Form):
    """撤回"""

    reason = text(500, required=True, metadata={"label": "理由"})


class Withdrawn(Schema):
    """已撤回"""

    id = _id()
    kind = _word()
    revision = _whole()
    withdrawn = fields.Boolean(required=True)


class ActRow(Open):
    """一条记录"""

    id = _id()
    kind = _word()
    revision = _whole()
    place = _word()
    home = _word()
    organisation = _id()
    organiser = _word()
    joint_organisations = _words()
    occurred_on = _day()
    data = _named()
    recorded_at = _instant()
    withdrawn_at = _instant(allow_none=True)
    withdrawn_reason = _word(allow_none=True)


class Revision(Open):
    """一个版本"""

    id = _id()
    revision = _whole()
    content = _named()
    recorded_at = _instant()


class ActShown(ActRow):
    """一条记录和它的历次版本"""

    history = _rows(Revision)


class ActPage(Schema):
    """记录的一页"""

    items = _rows(ActRow)
    next = _next()


class LikelyPairs(Schema):
    """疑似重复的成对记录"""

    items = fields.List(fields.Dict(), required=True)


class Done(Open):
    """已办成"""


class Listed(Schema):
    """一页"""

    items = fields.List(fields.Dict(), required=True)
    next = _next()


class PlaceShown(Schema):
    """地点"""

    code = _word()
    name = _word()
    level = _word()


class PlaceWithBelow(PlaceShown):
    """地点和它的下级"""

    parent = _word(allow_none=True)
    valid_from = _day()
    valid_to = _day(allow_none=True)
    children = _rows(PlaceShown)


class OrganisationShown(Schema):
    """组织"""

    id = _id()
    name = _word()
    tree = _word()
    kind = _word()
    organiser = _word()
    parent = _id(allow_none=True)
    place = _word()


class OrganisationPage(Schema):
    """组织的一页"""

    items = _rows(OrganisationShown)
    next = _next()


class CampaignShown(Schema):
    """一季"""

    id = _word()
    starts_on = _day()
    ends_on = _day()
    closes_on = _day()
    months = _words()
    travel_starts_on = _day()
    homeward_ends_on = _day()
    travel_ends_on = _day()


class Campaigns(Schema):
    """各季"""

    items = _rows(CampaignShown)


class TokenShown(Schema):
    """接口令牌"""

    token = _id()
    title = _word()
    organisation = _id()
    place = _word()
    roles = _words()
    scope = _words()
    issued_at = _instant()
    expires_on = _day()
    revoked_at = _instant(allow_none=True)


class IndicatorShown(Open):
    """指标"""

    code = _word()
    label = _word()
    unit = _word()
    kind = _word()
    line = _word()


class PlaceFigures(Schema):
    """一个地点的数字"""

    place = fields.Nested(PlaceShown, required=True)
    figures = _named()


class Rollup(Schema):
    """汇总"""

    period = _word()
    season = _word()
    indicators = _rows(IndicatorShown)
    place = fields.Nested(PlaceShown, required=True)
    figures = _named()
    children = _rows(PlaceFigures)


class DayValue(Schema):
    """一天"""

    on = _day()
    value = _whole()


class Series(Schema):
    """逐日"""

    indicator = fields.Nested(IndicatorShown, required=True)
    days = _rows(DayValue)
    total = fields.Integer()


class FactsBehind(Schema):
    """数字背后的逐条记录"""

    indicator = fields.Nested(IndicatorShown, required=True)
    facts = fields.List(fields.Dict(), required=True)
    next = _next()


class CorrectionsBehind(Schema):
    """曾计入、后更正的逐条记录"""

    indicator = fields.Nested(IndicatorShown, required=True)
    corrections = fields.List(fields.Dict(), required=True)
    next = _next()


class YearOnYear(Schema):
    """与上年同期比较"""

    place = fields.Nested(PlaceShown, required=True)
    period = _word()
    before = _word()
    over = fields.Boolean(required=True)
    indicators = _rows(IndicatorShown)
    figures = _named()


class Published(Open):
    """公开数据"""

    day = _day()
    season = _word()
    k = _whole()
    indicators = _rows(IndicatorShown)
    place = fields.Nested(PlaceShown, required=True)
    figures = _named()
    children = _rows(PlaceFigures)


class PublishedTable(Open):
    """公开数据表的一页"""

    day = _day()
    rows = fields.List(fields.List(fields.Raw()), required=True)
    more = fields.Boolean(required=True)


class ReturnsShown(Open):
    """各市(州)月报"""

    month = _word()
    due_at = _instant()
    expected = _whole()
    submitted = _whole()
    rows = fields.List(fields.Dict(), required=True)


class ReturnShown(Open):
    """一份月报"""

    month = _word()
    state = _word()
    revision = _whole()
    due_at = _instant()
    steps = fields.List(fields.Dict(), required=True)


class DifferenceShown(Open):
    """报送数与今日数"""

    indicators = _rows(IndicatorShown)
    facts = fields.List(fields.Dict(), required=True)
    next = _next()
