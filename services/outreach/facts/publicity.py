"""宣传: whatever is published of any line, and how often it was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Act, Code, Count, Fact, Indicator, Key, Line, Note, Stock, Sum


class PublicityTopic(Code):
    """宣传主题"""

    POLICY = "policy", "政策解读"
    POLICY_LIST = "policy_list", "创业扶持政策清单"
    PROGRAMS = "programs", "青创计划等品牌项目"
    VACANCIES = "vacancies", "岗位信息"
    TRAINING = "training", "技能培训"
    EPIDEMIC = "epidemic", "疫情防控"
    TRAVEL = "travel", "出行服务"
    VOLUNTEERING = "volunteering", "志愿者招募"
    CARE = "care", "关爱活动"
    OTHER = "other", "其他"


class Medium(Code):
    """宣传形式"""

    ARTICLE = "article", "图文"
    VIDEO = "video", "视频"
    PAGE = "page", "H5"
    TELEVISION = "television", "电视"
    BROADCAST = "broadcast", "广播"
    WEBSITE = "website", "网站"
    PRINT = "print", "资料"


class Outlet(Code):
    """发布平台"""

    LEAGUE = "league", "团属新媒体"
    LABOUR = "labour", "人社平台"
    TELEVISION = "television", "电视台"
    RADIO = "radio", "电台"
    WEBSITE = "website", "网站"


@dataclass(frozen=True, kw_only=True)
class PublicityPublished(Act):
    """宣传: something about one of the lines was published so many times, or handed out in so many copies."""

    line: ClassVar[Line] = Line.PUBLICITY
    clause: ClassVar[str] = "三(一)"
    title: ClassVar[str] = "宣传"

    about: Line
    topic: PublicityTopic
    medium: Medium
    outlet: Outlet
    item: Annotated[UUID, Key("作品编号")]
    times: Annotated[int, Count("发布次数", unit="篇次", most=10_000, least=1)] = 1
    copies: Annotated[int, Count("发放份数", unit="份", most=1_000_000)] = 0
    note: Annotated[str, Note("备注")] = ""


@dataclass(frozen=True, kw_only=True)
class ReadsCounted(Act):
    """阅读量: how often an item had been read, in all, by the end of a day."""

    line: ClassVar[Line] = Line.PUBLICITY
    clause: ClassVar[str] = "三(一)"
    title: ClassVar[str] = "阅读量"

    item: Annotated[UUID, Key("作品编号")]
    reads: Annotated[int, Count("累计阅读量", unit="次", most=1_000_000_000)]


FACTS: tuple[type[Fact], ...] = (PublicityPublished, ReadsCounted)

INDICATORS: tuple[Indicator, ...] = (
    Sum(
        "publicity",
        "发布篇次",
        PublicityPublished,
        "times",
        "篇次",
        "三(一)2、三(三)1、三(四)1、三(四)4、四(三)2",
        by=("about", "medium", "outlet"),
    ),
    Sum("copies_handed_out", "资料发放份数", PublicityPublished, "copies", "份", "三(一)2、四(三)2"),
    Stock("reads", "阅读量", {ReadsCounted: "reads"}, "item", "次", "三(一)2、四(三)2"),
)
