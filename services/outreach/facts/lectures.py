"""宣讲: policy explained to people, in person or online."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Act, Code, Count, Distinct, Fact, Indicator, Key, Line, Note, Places, Ratio, Sum


class LectureTopic(Code):
    """宣讲主题"""

    PARTY_HISTORY = "party_history", "永远跟党走·党史学习教育"
    SIXTH_PLENUM = "sixth_plenum", "十九届六中全会"
    JULY_FIRST = "july_first", "七一讲话"
    RURAL_REVIVAL = "rural_revival", "乡村振兴"
    TWIN_CITIES = "twin_cities", "成渝地区双城经济圈"
    ONE_TRUNK = "one_trunk", "一干多支"
    SIXTEEN_MEASURES = "sixteen_measures", "十六条措施"
    TWENTY_TWO_MEASURES = "twenty_two_measures", "二十二条措施"
    EPIDEMIC = "epidemic", "疫情防控"
    EMPLOYMENT = "employment", "就业政策"
    VENTURE = "venture", "创业政策"


class Mode(Code):
    """方式"""

    OFFLINE = "offline", "线下"
    ONLINE = "online", "线上"


class Venue(Code):
    """场所"""

    VILLAGE = "village", "村"
    COMMUNITY = "community", "社区"
    SITE = "site", "工地"
    ENTERPRISE = "enterprise", "企业"
    STATION = "station", "车站"
    OTHER = "other", "其他"


class Corps(Code):
    """宣讲队伍"""

    PROVINCIAL = "provincial", "省委宣讲团青年分团"
    YOUTH = "youth", "青年讲师团"
    OTHER = "other", "其他"


@dataclass(frozen=True, kw_only=True)
class LectureHeld(Act):
    """宣讲: policy was explained to people."""

    line: ClassVar[Line] = Line.PUBLICITY
    clause: ClassVar[str] = "三(一)"
    title: ClassVar[str] = "宣讲"

    topics: tuple[LectureTopic, ...]
    mode: Mode
    venue: Venue
    corps: Corps
    lecturer: Annotated[UUID, Key("讲师")]
    minutes: Annotated[int, Count("时长", unit="分钟", most=1_440, least=1)]
    audience_offline: Annotated[int, Count("线下受众", unit="人次", most=50_000)] = 0
    audience_online: Annotated[int, Count("线上受众", unit="人次", most=20_000_000)] = 0
    note: Annotated[str, Note("备注")] = ""


FACTS: tuple[type[Fact], ...] = (LectureHeld,)

INDICATORS: tuple[Indicator, ...] = (
    Sum("lectures", "宣讲场次", LectureHeld, 1, "场次", "三(一)1、三(一)2", by=("topics", "mode", "corps")),
    Sum("lecture_audience_offline", "线下受众人次", LectureHeld, "audience_offline", "人次", "三(一)1、三(一)2"),
    Sum("lecture_audience_online", "线上受众人次", LectureHeld, "audience_online", "人次", "三(一)1、三(一)2"),
    Distinct("lecture_townships", "覆盖乡镇数", LectureHeld, "township", "个", "三(一)1"),
    Ratio("lecture_coverage", "覆盖率", "lecture_townships", Places("township"), "三(一)1", season=True),
    Distinct("lecturers", "讲师数", LectureHeld, "lecturer", "人", "三(一)1"),
    Ratio("lectures_each", "人均场次", "lectures", "lecturers", "三(一)1", unit="场次", season=True),
)
