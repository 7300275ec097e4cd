"""What the doors of 童伴之家 and 童伴妈妈 accept."""

from __future__ import annotations

from services.children.facts.homes import Premises
from shared.forms import Form, Whole, code, day, key, place


class OpenHome(Form):
    """童伴之家启用; the call's id becomes the home's."""

    place = place(required=True, metadata={"label": "地点"})
    organisation = key(required=True, metadata={"label": "牵头组织"})
    premises = code(Premises, required=True, metadata={"label": "场所"})
    since = day(required=True, metadata={"label": "启用日期"})


class ChangeHome(Form):
    """童伴之家更正"""

    house = key(required=True, metadata={"label": "童伴之家编号"})
    revision = Whole(10_000, 1, required=True, metadata={"label": "所依据的版次"})
    place = place(required=True, metadata={"label": "地点"})
    organisation = key(required=True, metadata={"label": "牵头组织"})
    premises = code(Premises, required=True, metadata={"label": "场所"})


class CloseHome(Form):
    """童伴之家停用"""

    house = key(required=True, metadata={"label": "童伴之家编号"})
    until = day(required=True, metadata={"label": "停用日期"})


class EngageCompanion(Form):
    """童伴妈妈到任; the call's id becomes hers."""

    place = place(required=True, metadata={"label": "乡镇或街道"})
    organisation = key(required=True, metadata={"label": "牵头组织"})
    house = key(load_default=None, allow_none=True, metadata={"label": "童伴之家编号"})
    since = day(required=True, metadata={"label": "到任日期"})


class ChangeCompanion(Form):
    """童伴妈妈更正"""

    companion = key(required=True, metadata={"label": "童伴妈妈编号"})
    revision = Whole(10_000, 1, required=True, metadata={"label": "所依据的版次"})
    place = place(required=True, metadata={"label": "乡镇或街道"})
    organisation = key(required=True, metadata={"label": "牵头组织"})
    house = key(load_default=None, allow_none=True, metadata={"label": "童伴之家编号"})


class ReleaseCompanion(Form):
    """童伴妈妈离任: who takes over her children is said in the same breath."""

    companion = key(required=True, metadata={"label": "童伴妈妈编号"})
    until = day(required=True, metadata={"label": "离任日期"})
    successor = key(load_default=None, allow_none=True, metadata={"label": "接任的童伴妈妈"})
