"""What resources of acts answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from services.portal.web.api.shapes.parts import Open, day, going_on, id_of, instant, named, rows, whole, word, words
from shared.forms import Form, text


class Recorded(Open):
    """已记下"""

    id = id_of()
    kind = word()
    revision = whole()
    fact_id = id_of()
    likely_duplicates = fields.List(fields.String(metadata={"format": "uuid"}))


class Reinstated(Schema):
    """撤回已收回"""

    id = id_of()
    kind = word()
    revision = whole()


class RecordedMany(Schema):
    """已记下的多条"""

    items = rows(Recorded)


class Withdrawal(Form):
    """撤回"""

    reason = text(500, required=True, metadata={"label": "理由"})


class Withdrawn(Schema):
    """已撤回"""

    id = id_of()
    kind = word()
    revision = whole()
    withdrawn = fields.Boolean(required=True)


class ActRow(Open):
    """一条记录"""

    id = id_of()
    kind = word()
    revision = whole()
    place = word()
    home = word()
    organisation = id_of()
    organiser = word()
    joint_organisations = words()
    occurred_on = day()
    data = named()
    recorded_at = instant()
    withdrawn_at = instant(allow_none=True)
    withdrawn_reason = word(allow_none=True)


class Revision(Open):
    """一个版本"""

    id = id_of()
    revision = whole()
    content = named()
    recorded_at = instant()


class ActShown(ActRow):
    """一条记录和它的历次版本"""

    history = rows(Revision)


class ActPage(Schema):
    """记录的一页"""

    items = rows(ActRow)
    next = going_on()


class LikelyPairs(Schema):
    """疑似重复的成对记录"""

    items = fields.List(fields.Dict(), required=True)
