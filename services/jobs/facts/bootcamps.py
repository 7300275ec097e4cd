"""创业训练营 and 青创云课堂: what jobs tells of those who are taught to run a business."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from services.jobs.facts.departments import Department
from shared.facts import Act, Count, Distinct, Fact, Indicator, Key, Line, Note, Sum


@dataclass(frozen=True, kw_only=True)
class BootcampHeld(Act):
    """创业训练营: young people were taught to run a business, over one or more sessions."""

    line: ClassVar[Line] = Line.VENTURES
    clause: ClassVar[str] = "三(四)3"
    title: ClassVar[str] = "创业训练营"

    departments: tuple[Department, ...]
    sessions: Annotated[int, Count("课次", unit="次", most=200, least=1)]
    attendance: Annotated[int, Count("参训人次", unit="人次", most=100_000, least=1)]
    attendees: Annotated[tuple[UUID, ...], Key("参训人员编号")] = ()
    note: Annotated[str, Note("备注")] = ""


@dataclass(frozen=True, kw_only=True)
class CloudClassHeld(Act):
    """青创云课堂: a class that people watched online."""

    line: ClassVar[Line] = Line.VENTURES
    clause: ClassVar[str] = "三(四)3"
    title: ClassVar[str] = "青创云课堂"

    departments: tuple[Department, ...]
    sessions: Annotated[int, Count("课次", unit="次", most=200, least=1)]
    online_views: Annotated[int, Count("在线观看", unit="人次", most=20_000_000)]
    note: Annotated[str, Note("备注")] = ""


FACTS: tuple[type[Fact], ...] = (BootcampHeld, CloudClassHeld)

INDICATORS: tuple[Indicator, ...] = (
    Sum("bootcamps", "训练营期数", BootcampHeld, 1, "期", "三(四)3", by=("departments",)),
    Sum("bootcamp_attendance", "参训人次", BootcampHeld, "attendance", "人次", "三(四)3"),
    Distinct("bootcamp_attendees", "参训人数", BootcampHeld, "attendees", "人", "三(四)3"),
    Sum("cloud_classes", "青创云课堂期数", CloudClassHeld, 1, "期", "三(四)3", by=("departments",)),
    Sum("cloud_class_views", "在线观看人次", CloudClassHeld, "online_views", "人次", "三(四)3"),
)
