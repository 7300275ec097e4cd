"""三 就业招聘服务: what jobs tells of postings and job fairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Code, Count, Derived, Distinct, Fact, Indicator, Key, Line, Ratio, Stock, Sum


class Trade(Code):
    """工种"""

    FARMING = "farming", "种植养殖"
    CONSTRUCTION = "construction", "建筑施工"
    MANUFACTURING = "manufacturing", "生产制造"
    ELECTRICS = "electrics", "电工焊工"
    COOKING = "cooking", "烹饪餐饮"
    ONLINE_TRADE = "online_trade", "电子商务"
    LOGISTICS = "logistics", "物流快递"
    HOUSEHOLD = "household", "家政护理"
    SECURITY = "security", "保安物业"
    OTHER = "other", "其他"


class Workplace(Code):
    """工作地"""

    COUNTY = "county", "本县"
    CITY = "city", "本市"
    PROVINCE = "province", "省内"
    OUTSIDE = "outside", "省外"


class Channel(Code):
    """发布渠道"""

    WORKERS_SITE = "workers_site", "四川农民工服务网"
    RECRUITMENT_SITE = "recruitment_site", "四川公共招聘网"
    LEAGUE_MEDIA = "league_media", "团属新媒体"


class CloseReason(Code):
    """关闭原因"""

    FILLED = "filled", "招满"
    EXPIRED = "expired", "到期"
    WITHDRAWN = "withdrawn", "用人单位撤回"


class FairMode(Code):
    """招聘会方式"""

    OFFLINE = "offline", "线下"
    ONLINE = "online", "线上"
    LIVE = "live", "直播带岗"


class FairVenue(Code):
    """招聘会场所"""

    STATION = "station", "车站"
    TOWNSHIP = "township", "乡镇"
    OTHER = "other", "其他"


class FairOrganiser(Code):
    """主办方"""

    YOUTH_FEDERATION = "youth_federation", "青联"
    YOUNG_ENTREPRENEURS = "young_entrepreneurs", "青企协"
    CARING_ENTERPRISE = "caring_enterprise", "爱心企业"
    LABOUR = "labour", "人社"


class Window(Code):
    """时段"""

    HOMEWARD = "homeward", "返乡"
    OUTWARD = "outward", "返岗"
    OTHER = "other", "其他"


@dataclass(frozen=True, kw_only=True)
class JobPosted(Fact):
    """岗位: an employer looks for so many people, from the day the posting opened."""

    line: ClassVar[Line] = Line.JOBS

    posting: Annotated[UUID, Key("岗位编号")]
    employer: Annotated[UUID, Key("用人单位编号")]
    trade: Trade
    workplace: Workplace
    headcount: Annotated[int, Count("招聘人数", unit="人", most=10_000, least=1)]
    wage_low_fen: Annotated[int, Count("月薪下限", unit="分", most=10_000_000)]
    wage_high_fen: Annotated[int, Count("月薪上限", unit="分", most=10_000_000)]


@dataclass(frozen=True, kw_only=True)
class PostingPublished(Fact):
    """岗位发布: a posting appeared on one channel; one that appears on three is told three times."""

    line: ClassVar[Line] = Line.JOBS

    posting: Annotated[UUID, Key("岗位编号")]
    channel: Channel


@dataclass(frozen=True, kw_only=True)
class JobVerified(Fact):
    """岗位核实: somebody asked the employer, and the posting still stands."""

    line: ClassVar[Line] = Line.JOBS

    posting: Annotated[UUID, Key("岗位编号")]
    trade: Trade


@dataclass(frozen=True, kw_only=True)
class JobClosed(Fact):
    """岗位关闭: nobody is looked for any more, from this day on; an expired posting closes the day after its last."""

    line: ClassVar[Line] = Line.JOBS

    posting: Annotated[UUID, Key("岗位编号")]
    trade: Trade
    reason: CloseReason
    headcount: Annotated[int, Count("招聘人数", unit="人", most=10_000, least=1)]
    filled: Annotated[int, Count("招到人数", unit="人", most=10_000)]


@dataclass(frozen=True, kw_only=True)
class FairHeld(Fact):
    """招聘会: employers and those who look for work met."""

    line: ClassVar[Line] = Line.JOBS

    fair: Annotated[UUID, Key("招聘会编号")]
    mode: FairMode
    venue: FairVenue
    organiser_kind: FairOrganiser
    window: Window
    employers: Annotated[int, Count("参会企业", unit="家次", most=500, least=1)]
    visitors: Annotated[int, Count("进场人次", unit="人次", most=5_000_000)]
    intents: Annotated[int, Count("达成意向", unit="人", most=5_000_000)]


@dataclass(frozen=True, kw_only=True)
class PostingOffered(Fact):
    """提供岗位: an employer who came to a fair showed this posting there; `showing` is the posting in that window."""

    line: ClassVar[Line] = Line.JOBS

    fair: Annotated[UUID, Key("招聘会编号")]
    posting: Annotated[UUID, Key("岗位编号")]
    showing: Annotated[UUID, Derived("岗位时段编号")]
    window: Window
    headcount: Annotated[int, Count("招聘人数", unit="人", most=10_000, least=1)]


@dataclass(frozen=True, kw_only=True)
class HiresConfirmed(Fact):
    """录用: so many of those who agreed at a fair really started to work; `window` is the fair's own."""

    line: ClassVar[Line] = Line.JOBS

    fair: Annotated[UUID, Key("招聘会编号")]
    mode: FairMode
    window: Window
    hires: Annotated[int, Count("实际录用", unit="人", most=5_000_000)]


FACTS: tuple[type[Fact], ...] = (
    JobPosted,
    PostingPublished,
    JobVerified,
    JobClosed,
    FairHeld,
    PostingOffered,
    HiresConfirmed,
)

INDICATORS: tuple[Indicator, ...] = (
    Sum("postings", "岗位条数", JobPosted, 1, "条", "三(三)1", by=("trade",)),
    Sum("vacancies", "岗位数", JobPosted, "headcount", "个", "三(三)1"),
    Stock("open_vacancies", "在招岗位数", {JobPosted: "headcount", JobClosed: 0}, "posting", "个", "三(三)1"),
    Distinct("employers", "参与用人单位", JobPosted, "employer", "家", "三(三)1"),
    Sum("publications", "岗位发布次数", PostingPublished, 1, "次", "三(三)3", by=("channel",)),
    Sum("fairs", "招聘会场次", FairHeld, 1, "场次", "三(三)1、三(三)2", by=("mode", "window")),
    Sum("fair_employers", "参会企业家次", FairHeld, "employers", "家次", "三(三)1、三(三)2", by=("window",)),
    Stock("fair_vacancies", "提供岗位数", {PostingOffered: "headcount"}, "posting", "个", "三(三)1、三(三)2"),
    # A posting stands in one window at a time: were it the key here too, showing it again in 返岗 would empty 返乡.
    Stock(
        "window_vacancies",
        "分时段提供岗位数",
        {PostingOffered: "headcount"},
        "showing",
        "个",
        "三(三)1、三(三)2",
        by=("window",),
    ),
    Sum("fair_visitors", "进场人次", FairHeld, "visitors", "人次", "三(三)1、三(三)2", by=("window",)),
    Sum("fair_intents", "达成意向人数", FairHeld, "intents", "人", "三(三)1、三(三)2", by=("window",)),
    Sum("fair_hires", "实际录用数", HiresConfirmed, "hires", "人", "三(三)1、三(三)2", by=("window",)),
    Ratio("fair_hire_rate", "录用率", "fair_hires", "fair_intents", "三(三)1、三(三)2", season=True),
)
