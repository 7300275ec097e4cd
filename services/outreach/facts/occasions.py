"""企业关爱活动 and 文体活动: what League organisations hold for workers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from services.outreach.facts.visits import VisitTopic
from shared.facts import Act, Code, Count, Distinct, Fact, Indicator, Key, Line, Note, Sum


class CultureKind(Code):
    """文体活动类型"""

    SHOW = "show", "文艺演出"
    SPORTS = "sports", "体育比赛"
    FILM = "film", "电影放映"
    READING = "reading", "读书分享"
    FOLK = "folk", "民俗活动"
    SOCIAL = "social", "交友联谊"
    OTHER = "other", "其他"


@dataclass(frozen=True, kw_only=True)
class CareEventHeld(Act):
    """企业关爱活动: League organisations of enterprises cared for the young workers there."""

    line: ClassVar[Line] = Line.CARE
    clause: ClassVar[str] = "三(二)"
    title: ClassVar[str] = "企业关爱活动"

    topics: tuple[VisitTopic, ...]
    enterprise_leagues: Annotated[tuple[UUID, ...], Key("参与企业团组织")]
    persons: Annotated[int, Count("服务人次", unit="人次", most=50_000, least=1)]
    note: Annotated[str, Note("备注")] = ""


@dataclass(frozen=True, kw_only=True)
class CultureEventHeld(Act):
    """文体活动: culture or sports for young workers; the departments that held it together are its organisations."""

    line: ClassVar[Line] = Line.CARE
    clause: ClassVar[str] = "三(二)"
    title: ClassVar[str] = "文体活动"

    kind: CultureKind
    participants: Annotated[int, Count("参加人次", unit="人次", most=100_000, least=1)]
    note: Annotated[str, Note("备注")] = ""


FACTS: tuple[type[Fact], ...] = (CareEventHeld, CultureEventHeld)

INDICATORS: tuple[Indicator, ...] = (
    Sum("care_events", "关爱活动场次", CareEventHeld, 1, "场次", "三(二)2", by=("topics",)),
    Sum("care_persons", "服务人次", CareEventHeld, "persons", "人次", "三(二)2"),
    Distinct("enterprise_leagues", "参与企业团组织数", CareEventHeld, "enterprise_leagues", "个", "三(二)2"),
    Sum("culture_events", "文体活动场次", CultureEventHeld, 1, "场次", "三(二)3", by=("kind",)),
    Sum("culture_participants", "文体活动人次", CultureEventHeld, "participants", "人次", "三(二)3"),
)
