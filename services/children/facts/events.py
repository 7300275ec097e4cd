"""主题活动: something was held for children, at their 童伴之家 or elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Act, Code, Count, Fact, Indicator, Key, Line, Note, Sum


class Theme(Code):
    """活动主题"""

    GROWING = "growing", "快乐成长 放飞梦想"
    HAND_IN_HAND = "hand_in_hand", "牵手过大年"
    SAFETY = "safety", "安全自护"
    TUTORING = "tutoring", "学业辅导"
    MIND = "mind", "心理健康"
    OTHER = "other", "其他"


@dataclass(frozen=True, kw_only=True)
class ChildEventHeld(Act):
    """主题活动: an event for children, with how many came; who came is not written down."""

    line: ClassVar[Line] = Line.CHILDREN
    clause: ClassVar[str] = "三(六)"
    title: ClassVar[str] = "主题活动"

    theme: Theme
    children: Annotated[int, Count("参加儿童", unit="人次", most=5_000, least=1)]
    house: Annotated[UUID | None, Key("童伴之家编号")] = None
    note: Annotated[str, Note("备注")] = ""


FACTS: tuple[type[Fact], ...] = (ChildEventHeld,)

INDICATORS: tuple[Indicator, ...] = (
    Sum("child_events", "主题活动场次", ChildEventHeld, 1, "场次", "三(六)1", by=("theme",)),
    Sum("child_event_attendance", "主题活动人次", ChildEventHeld, "children", "人次", "三(六)1", by=("theme",)),
)
