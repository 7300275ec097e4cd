"""What is told of 爱心驿站."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Code, Distinct, Fact, Indicator, Key, Line, Stock


class HubKind(Code):
    """枢纽类型"""

    RAILWAY = "railway", "铁路"
    ROAD = "road", "公路"
    WATERWAY = "waterway", "水路"
    AIRPORT = "airport", "机场"


class Weekday(Code):
    """开放日"""

    MONDAY = "monday", "周一"
    TUESDAY = "tuesday", "周二"
    WEDNESDAY = "wednesday", "周三"
    THURSDAY = "thursday", "周四"
    FRIDAY = "friday", "周五"
    SATURDAY = "saturday", "周六"
    SUNDAY = "sunday", "周日"


@dataclass(frozen=True, kw_only=True)
class StationOpened(Fact):
    """爱心驿站启用: a station was opened at a traffic hub, by the League and often a partner who took part."""

    line: ClassVar[Line] = Line.TRAVEL

    station: Annotated[UUID, Key("驿站编号")]
    hub_kind: HubKind
    hub: Annotated[UUID, Key("枢纽编号")]


@dataclass(frozen=True, kw_only=True)
class StationClosed(Fact):
    """爱心驿站关闭: a station stands no longer."""

    line: ClassVar[Line] = Line.TRAVEL

    station: Annotated[UUID, Key("驿站编号")]
    hub_kind: HubKind
    hub: Annotated[UUID, Key("枢纽编号")]


FACTS: tuple[type[Fact], ...] = (StationOpened, StationClosed)

INDICATORS: tuple[Indicator, ...] = (
    Stock("stations", "驿站数", {StationOpened: 1, StationClosed: 0}, "station", "个", "三(五)1", by=("hub_kind",)),
    Distinct("hubs", "覆盖枢纽数", StationOpened, "hub", "个", "三(五)1"),
)
