"""What is told of help on the way: teams of volunteers outside the province, and trips from door to door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Act, Code, Count, Fact, Indicator, Key, Line, Note, Stock, Sum


class Direction(Code):
    """方向"""

    HOMEWARD = "homeward", "返乡"
    BACK_TO_WORK = "back_to_work", "返岗"


class Vehicle(Code):
    """交通工具"""

    COACH = "coach", "专车"
    TRAIN = "train", "专列"
    PLANE = "plane", "包机"


@dataclass(frozen=True, kw_only=True)
class AwayTeamFormed(Fact):
    """驻外志愿服务队成立: a team of volunteers was formed where migrants from Sichuan work."""

    line: ClassVar[Line] = Line.TRAVEL

    team: Annotated[UUID, Key("服务队编号")]


@dataclass(frozen=True, kw_only=True)
class AwayTeamDissolved(Fact):
    """驻外志愿服务队撤销: a team stands no longer."""

    line: ClassVar[Line] = Line.TRAVEL

    team: Annotated[UUID, Key("服务队编号")]


@dataclass(frozen=True, kw_only=True)
class TripAid(Act):
    """点对点返乡返岗: people were taken home, or back to work, from door to door."""

    line: ClassVar[Line] = Line.TRAVEL
    clause: ClassVar[str] = "三(五)"
    title: ClassVar[str] = "点对点返乡返岗"

    direction: Direction
    vehicle: Vehicle
    vehicles: Annotated[int, Count("车辆数", unit="辆", most=500, least=1)]
    people: Annotated[int, Count("人数", unit="人次", most=50_000, least=1)]
    note: Annotated[str, Note("备注")] = ""


FACTS: tuple[type[Fact], ...] = (AwayTeamFormed, AwayTeamDissolved, TripAid)

INDICATORS: tuple[Indicator, ...] = (
    Stock("away_teams", "驻外服务队数", {AwayTeamFormed: 1, AwayTeamDissolved: 0}, "team", "支", "三(五)2"),
    Sum("trips", "点对点批次", TripAid, 1, "批次", "三(五)2"),
    Sum("trip_vehicles", "车辆数", TripAid, "vehicles", "辆", "三(五)2", by=("vehicle",)),
    Sum("trip_people", "点对点人数", TripAid, "people", "人次", "三(五)2", by=("direction",)),
)
