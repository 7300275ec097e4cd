"""工作要求: plans, what departments arrange with each other, and what they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Act, Code, Count, Fact, Indicator, Key, Line, Note, Stock, Sum


class CoordinationKind(Code):
    """协调方式"""

    MEETING = "meeting", "协调会"
    GUIDANCE = "guidance", "指导支持"
    RESOURCES = "resources", "资源支持"
    BRAND = "brand", "品牌打造"


class ResourceKind(Code):
    """共用资源类型"""

    VENUE = "venue", "场地"
    EQUIPMENT = "equipment", "设备物资"
    VEHICLE = "vehicle", "车辆"
    FUNDS = "funds", "资金"
    EXPERTS = "experts", "师资专家"
    CHANNEL = "channel", "宣传渠道"
    DATA = "data", "信息数据"
    OTHER = "other", "其他"


class SharingScope(Code):
    """共用范围"""

    PROVINCE = "province", "全省"
    CITY = "city", "全市(州)"
    COUNTY = "county", "全县(市、区)"
    TOWNSHIP = "township", "全乡镇(街道)"


@dataclass(frozen=True, kw_only=True)
class CoordinationHeld(Act):
    """沟通协调: departments arranged something with each other; they are the organisations that took part."""

    line: ClassVar[Line] = Line.ORGANISING
    clause: ClassVar[str] = "四(一)"
    title: ClassVar[str] = "沟通协调"

    kind: CoordinationKind
    note: Annotated[str, Note("备注")] = ""


@dataclass(frozen=True, kw_only=True)
class WorkPlanApproved(Fact):
    """方案制定: an organisation has a plan."""

    line: ClassVar[Line] = Line.ORGANISING

    work_plan: Annotated[UUID, Key("方案编号")]
    owner: Annotated[UUID, Key("制定单位")]


@dataclass(frozen=True, kw_only=True)
class WorkPlanEnded(Fact):
    """方案失效: an organisation's plan holds no longer."""

    line: ClassVar[Line] = Line.ORGANISING

    work_plan: Annotated[UUID, Key("方案编号")]
    owner: Annotated[UUID, Key("制定单位")]


@dataclass(frozen=True, kw_only=True)
class ResourceShared(Fact):
    """资源共用: something is there for others to use."""

    line: ClassVar[Line] = Line.ORGANISING

    shared_resource: Annotated[UUID, Key("资源编号")]
    kind: ResourceKind
    scope: SharingScope
    quantity: Annotated[int, Count("数量", unit="个", most=1_000_000, least=1)]


@dataclass(frozen=True, kw_only=True)
class ResourceEnded(Fact):
    """资源停用: something is shared no longer."""

    line: ClassVar[Line] = Line.ORGANISING

    shared_resource: Annotated[UUID, Key("资源编号")]
    kind: ResourceKind


FACTS: tuple[type[Fact], ...] = (CoordinationHeld, WorkPlanApproved, WorkPlanEnded, ResourceShared, ResourceEnded)

INDICATORS: tuple[Indicator, ...] = (
    Stock("planned_units", "已制定方案单位数", {WorkPlanApproved: 1, WorkPlanEnded: 0}, "owner", "个", "四(一)2"),
    Sum("coordinations", "协调指导次数", CoordinationHeld, 1, "次", "四(一)3、四(一)4", by=("kind",)),
    Stock(
        "shared_resources",
        "共享资源项",
        {ResourceShared: 1, ResourceEnded: 0},
        "shared_resource",
        "项",
        "四(二)2",
        by=("kind",),
    ),
)
