"""走访: calls on households and at workplaces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Act, Code, Count, Distinct, Fact, Indicator, Key, Line, Note, Sum


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


FACTS: tuple[type[Fact], ...] = (VisitRecorded,)

INDICATORS: tuple[Indicator, ...] = (
    Sum("visits", "走访户次", VisitRecorded, 1, "户次", "三(二)1", by=("target",)),
    Distinct("households_visited", "走访户数", VisitRecorded, "household", "户", "三(二)1"),
    Sum("persons_visited", "走访人次", VisitRecorded, "persons", "人次", "三(二)1"),
    Distinct("enterprises_visited", "走访企业数", VisitRecorded, "enterprise", "家", "三(二)2"),
)
