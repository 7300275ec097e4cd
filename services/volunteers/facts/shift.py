"""What is told of 班次: how its posts were filled, who stood there how long, and how many people were served."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Code, Count, Distinct, Fact, Indicator, Key, Line, Ratio, Sum

LONGEST_SHIFT_MINUTES = 720


class Post(Code):
    """岗位"""

    EPIDEMIC = "epidemic", "疫情防控"
    ORDER = "order", "秩序维护"
    GUIDANCE = "guidance", "咨询引导"
    TICKETS = "tickets", "票务协助"
    HARDSHIP = "hardship", "困难帮扶"


class Origin(Code):
    """来源"""

    CHECKED_IN = "checked_in", "签到"
    MADE_UP = "made_up", "补录"


@dataclass(frozen=True, kw_only=True)
class ShiftCompleted(Fact):
    """班次完成: a shift was worked; every place needed at a post was either filled or left empty."""

    line: ClassVar[Line] = Line.TRAVEL

    shift: Annotated[UUID, Key("班次编号")]
    station: Annotated[UUID, Key("驿站编号")]
    needed: Annotated[int, Count("需岗数", unit="岗", most=2_500, least=1)]
    filled: Annotated[int, Count("到岗数", unit="岗", most=2_500)]
    empty: Annotated[int, Count("缺岗数", unit="岗", most=2_500)]
    absent: Annotated[int, Count("报名未到人次", unit="人次", most=10_000)]


@dataclass(frozen=True, kw_only=True)
class AttendanceCertified(Fact):
    """上岗认证: a volunteer stood at a post of a completed shift, for so many whole minutes of it."""

    line: ClassVar[Line] = Line.TRAVEL

    shift: Annotated[UUID, Key("班次编号")]
    volunteer: Annotated[UUID, Key("志愿者编号")]
    post: Post
    origin: Origin
    minutes: Annotated[int, Count("服务时长", unit="分钟", most=LONGEST_SHIFT_MINUTES)]


@dataclass(frozen=True, kw_only=True)
class PassengersServed(Fact):
    """服务旅客: so many people were served at a post of a completed shift."""

    line: ClassVar[Line] = Line.TRAVEL

    shift: Annotated[UUID, Key("班次编号")]
    post: Post
    people: Annotated[int, Count("服务旅客", unit="人次", most=200_000, least=1)]


FACTS: tuple[type[Fact], ...] = (ShiftCompleted, AttendanceCertified, PassengersServed)

INDICATORS: tuple[Indicator, ...] = (
    Sum("shifts", "班次数", ShiftCompleted, 1, "班次", "三(五)1"),
    Sum("posts_needed", "需岗数", ShiftCompleted, "needed", "岗", "三(五)1"),
    Sum("posts_filled", "到岗数", ShiftCompleted, "filled", "岗", "三(五)1"),
    Sum("posts_empty", "缺岗数", ShiftCompleted, "empty", "岗", "三(五)1"),
    Sum("no_shows", "报名未到人次", ShiftCompleted, "absent", "人次", "三(五)1"),
    Ratio("posts_filled_rate", "到岗率", "posts_filled", "posts_needed", "三(五)1"),
    Sum("attendances", "上岗人次", AttendanceCertified, 1, "人次", "三(五)1", by=("post",)),
    Sum("service_minutes", "服务时长", AttendanceCertified, "minutes", "分钟", "三(五)1", by=("post",)),
    Sum(
        "makeup_minutes",
        "补录时长",
        AttendanceCertified,
        "minutes",
        "分钟",
        "三(五)1",
        where={"origin": Origin.MADE_UP},
    ),
    Ratio("makeup_share", "补录占比", "makeup_minutes", "service_minutes", "三(五)1"),
    Distinct("volunteers_on_duty", "上岗志愿者数", AttendanceCertified, "volunteer", "人", "三(五)1"),
    Sum("passengers_served", "服务旅客人次", PassengersServed, "people", "人次", "三(五)1", by=("post",)),
)
