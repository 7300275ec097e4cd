"""What outreach tells the world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Act, Code, Count, Distinct, Fact, Indicator, Key, Line, Note, Places, Ratio, Stock, Sum


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


class Target(Code):
    """走访对象"""

    YOUNG_WORKER = "young_worker", "青年农民工"
    NEEDY_YOUTH = "needy_youth", "困难家庭青少年"
    AWAY_WORKER = "away_worker", "未返乡农民工"
    SHOP_FLOOR = "shop_floor", "企业一线"


class VisitTopic(Code):
    """走访内容"""

    EPIDEMIC = "epidemic", "疫情防控"
    TICKETS = "tickets", "车票购买"
    SAFETY = "safety", "安全防护"
    CHILDREN = "children", "子女关爱"


class AidSource(Code):
    """资金来源"""

    TREASURY = "treasury", "财政"
    DUES = "dues", "团费"
    DONATION = "donation", "捐赠"
    ENTERPRISE = "enterprise", "企业"


class Receipt(Code):
    """签领"""

    SIGNED = "signed", "已签领"
    UNSIGNED = "unsigned", "未签领"
    DISPUTED = "disputed", "有异议"


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


@dataclass(frozen=True, kw_only=True)
class VisitRecorded(Act):
    """走访: somebody called on a household or at a workplace."""

    line: ClassVar[Line] = Line.CARE
    clause: ClassVar[str] = "三(二)"
    title: ClassVar[str] = "走访"

    target: Target
    household: Annotated[UUID, Key("家庭编号")]
    persons: Annotated[int, Count("走访人数", unit="人次", most=200, least=1)]
    topics: tuple[VisitTopic, ...] = ()
    enterprise: Annotated[UUID | None, Key("企业编号")] = None
    note: Annotated[str, Note("备注")] = ""


@dataclass(frozen=True, kw_only=True)
class AidDelivered(Fact):
    """慰问: approved aid reached a household; `unsigned` is 1 until its receipt is signed."""

    line: ClassVar[Line] = Line.CARE

    aid: Annotated[UUID, Key("慰问编号")]
    household: Annotated[UUID, Key("家庭编号")]
    source: AidSource
    cash_fen: Annotated[int, Count("慰问金额", unit="分", most=10_000_000)]
    goods: Annotated[int, Count("慰问品件数", unit="件", most=1_000)]
    goods_value_fen: Annotated[int, Count("慰问品折价", unit="分", most=10_000_000)]
    unsigned: Annotated[int, Count("未签领", unit="笔", most=1)]


@dataclass(frozen=True, kw_only=True)
class AidReceipted(Fact):
    """慰问签领: the receipt of delivered aid was signed, or disputed."""

    line: ClassVar[Line] = Line.CARE

    aid: Annotated[UUID, Key("慰问编号")]
    unsigned: Annotated[int, Count("未签领", unit="笔", most=1)]


FACTS: tuple[type[Fact], ...] = (LectureHeld, VisitRecorded, AidDelivered, AidReceipted)

INDICATORS: tuple[Indicator, ...] = (
    Sum("lectures", "宣讲场次", LectureHeld, 1, "场次", "三(一)", by=("topics", "mode", "corps")),
    Sum("lecture_audience_offline", "线下受众人次", LectureHeld, "audience_offline", "人次", "三(一)"),
    Sum("lecture_audience_online", "线上受众人次", LectureHeld, "audience_online", "人次", "三(一)"),
    Distinct("lecture_townships", "覆盖乡镇数", LectureHeld, "township", "个", "三(一)"),
    Ratio("lecture_coverage", "覆盖率", "lecture_townships", Places("township"), "三(一)", season=True),
    Distinct("lecturers", "讲师数", LectureHeld, "lecturer", "人", "三(一)"),
    Ratio("lectures_each", "人均场次", "lectures", "lecturers", "三(一)", unit="场次", season=True),
    Sum("visits", "走访户次", VisitRecorded, 1, "户次", "三(二)", by=("target",)),
    Distinct("households_visited", "走访户数", VisitRecorded, "household", "户", "三(二)"),
    Sum("persons_visited", "走访人次", VisitRecorded, "persons", "人次", "三(二)"),
    Distinct("enterprises_visited", "走访企业数", VisitRecorded, "enterprise", "家", "三(二)"),
    Sum("aid_cash", "慰问金额", AidDelivered, "cash_fen", "分", "三(二)", by=("source",)),
    Sum("aid_goods", "慰问品件数", AidDelivered, "goods", "件", "三(二)"),
    Sum("aid_goods_value", "慰问品折价", AidDelivered, "goods_value_fen", "分", "三(二)"),
    Distinct("households_aided", "受慰问户数", AidDelivered, "household", "户", "三(二)"),
    Stock("aid_unsigned", "未签领笔数", {AidDelivered: "unsigned", AidReceipted: "unsigned"}, "aid", "笔", "三(二)"),
)
