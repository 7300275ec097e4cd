"""亲情联系: a child wrote to its parents or saw them on a screen; what was said is nobody's business."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Act, Code, Count, Fact, Indicator, Kept, Line, Note, Sum


class ContactKind(Code):
    """联系方式"""

    LETTER = "letter", "亲情家书"
    VIDEO = "video", "视频对话"


class Helper(Code):
    """协助人"""

    COMPANION = "companion", "童伴妈妈"
    STUDENT = "student", "大学生"
    TEACHER = "teacher", "教师"
    VOLUNTEER = "volunteer", "志愿者"
    OTHER = "other", "其他"


@dataclass(frozen=True, kw_only=True)
class FamilyContacted(Act):
    """亲情联系: letters or video calls between a registered child and its parents; whose they are stays at home."""

    line: ClassVar[Line] = Line.CHILDREN
    clause: ClassVar[str] = "三(六)"
    title: ClassVar[str] = "亲情联系"

    case: Annotated[UUID, Kept("个案编号")]
    contact: ContactKind
    times: Annotated[int, Count("封数或次数", unit="次", most=20, least=1)]
    helper: Helper
    note: Annotated[str, Note("备注")] = ""


FACTS: tuple[type[Fact], ...] = (FamilyContacted,)

INDICATORS: tuple[Indicator, ...] = (
    Sum(
        "family_letters",
        "亲情家书封数",
        FamilyContacted,
        "times",
        "封",
        "三(六)1",
        where={"contact": ContactKind.LETTER},
    ),
    Sum(
        "family_videos",
        "视频对话次数",
        FamilyContacted,
        "times",
        "次",
        "三(六)1",
        where={"contact": ContactKind.VIDEO},
    ),
)
