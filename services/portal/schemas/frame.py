"""What the doors of the frame accept: places, organisations, winters and holidays."""

from __future__ import annotations

from datetime import date
from typing import Any

from marshmallow import fields, validate

from services.portal.schemas.words import SPEECH, words
from shared.facts import Code, Organiser
from shared.forms import Form, code, day, key, many, place, text

ALWAYS = date(2000, 1, 1)
MOST_ROWS = 20_000


def _rows(form: type[Form], most: int, **more: Any) -> fields.Field[Any]:
    rule = validate.Length(max=most, error=f"最多 {most} 行")
    return fields.List(fields.Nested(form), validate=rule, error_messages=SPEECH, **more)


_MONTH = validate.Regexp(r"\d{4}-(0[1-9]|1[0-2])\Z", error="须为月份,如 2021-12")
_SEASON = validate.Regexp(r"\d{4}-\d{2}\Z", error="须为季,如 2021-22")


class Tree(Code):
    """组织系统"""

    YOUTH_LEAGUE = "youth_league", "共青团"
    LABOUR = "labour", "农民工工作机构"
    PARTNER = "partner", "联合单位"


class Kind(Code):
    """组织类型"""

    YOUTH_LEAGUE = "youth_league", "团委"
    LABOUR = "labour", "人社"
    WORKERS_OFFICE = "workers_office", "农民工办"
    TRANSPORT = "transport", "交通"
    CULTURE = "culture", "文旅"
    AGRICULTURE = "agriculture", "农业"
    COMMERCE = "commerce", "商务"
    RURAL_REVIVAL = "rural_revival", "乡村振兴"
    INDUSTRY = "industry", "经信"
    RAILWAY = "railway", "铁路"
    AIRPORT = "airport", "机场"
    DEPARTMENT = "department", "其他部门"
    ENTERPRISE_LEAGUE = "enterprise_league", "企业团组织"
    SCHOOL = "school", "高校"
    AWAY = "away", "驻外团组织"
    YOUTH_FEDERATION = "youth_federation", "青联"
    YOUNG_ENTREPRENEURS = "young_entrepreneurs", "青企协"
    ASSOCIATION = "association", "协会"
    ENTERPRISE = "enterprise", "爱心企业"
    STATION = "station", "志愿服务站点"


class DayKind(Code):
    """日期类型"""

    HOLIDAY = "holiday", "放假"
    WORKDAY = "workday", "调休上班"


class PlaceRow(Form):
    """地点: a place under a name; its level follows from its code."""

    code = place(required=True, metadata={"label": "区划代码"})
    name = text(100, required=True, metadata={"label": "名称"})
    parent = place(load_default=None, allow_none=True, metadata={"label": "上级"})
    valid_from = day(load_default=ALWAYS, metadata={"label": "启用日期"})
    valid_to = day(load_default=None, allow_none=True, metadata={"label": "撤并日期"})


class MergePlaces(Form):
    """合并: from a day on there is one place instead of several; their organisations are at home there."""

    codes = many(place(), required=True, metadata={"label": "并入的区划代码"})
    into = place(required=True, metadata={"label": "合并后的区划代码"})
    name = text(100, required=True, metadata={"label": "合并后的名称"})
    on = day(required=True, metadata={"label": "合并日期"})


class ClosePlace(Form):
    """撤并: from a day on there is no such place."""

    code = place(required=True, metadata={"label": "区划代码"})
    valid_to = day(required=True, metadata={"label": "撤并日期"})


class OrganisationRow(Form):
    """组织: an organisation, at home in a place."""

    id = key(required=True, metadata={"label": "组织编号"})
    name = text(200, required=True, metadata={"label": "名称"})
    tree = code(Tree, required=True, metadata={"label": "组织系统"})
    kind = code(Kind, required=True, metadata={"label": "组织类型"})
    organiser = code(Organiser, required=True, metadata={"label": "组织层级"})
    parent = key(load_default=None, allow_none=True, metadata={"label": "上级组织"})
    place = place(required=True, metadata={"label": "所在地"})
    valid_from = day(load_default=ALWAYS, metadata={"label": "启用日期"})
    valid_to = day(load_default=None, allow_none=True, metadata={"label": "撤销日期"})


class AddOrganisations(Form):
    """登记组织: many at once; one that is known already takes what is said now."""

    rows = _rows(OrganisationRow, MOST_ROWS, required=True)


class OpenCampaign(Form):
    """开季: when a winter runs, until when it may be corrected, and when people travel."""

    id = words(_SEASON, "季")
    starts_on = day(required=True, metadata={"label": "开始"})
    ends_on = day(required=True, metadata={"label": "结束"})
    closes_on = day(required=True, metadata={"label": "截止"})
    months = many(words(_MONTH, "月份"), required=True, metadata={"label": "月份"})
    travel_starts_on = day(required=True, metadata={"label": "春运开始"})
    homeward_ends_on = day(required=True, metadata={"label": "返乡期结束"})
    travel_ends_on = day(required=True, metadata={"label": "春运结束"})


class HolidayRow(Form):
    """节假日: a day off, or a weekend day worked in its stead."""

    day = day(required=True, metadata={"label": "日期"})
    kind = code(DayKind, required=True, metadata={"label": "类型"})
    name = text(50, required=True, metadata={"label": "名称"})


class SetHolidays(Form):
    """节假日安排"""

    rows = _rows(HolidayRow, 400, required=True)


class LoadFrame(Form):
    """装载: the places, campaigns and holidays that a new site begins with."""

    places = _rows(PlaceRow, MOST_ROWS, load_default=list)
    organisations = _rows(OrganisationRow, MOST_ROWS, load_default=list)
    campaigns = _rows(OpenCampaign, 100, load_default=list)
    holidays = _rows(HolidayRow, 1_000, load_default=list)
