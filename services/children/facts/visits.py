"""童伴走访: a companion calls on a child."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Act, Code, Count, Derived, Distinct, Fact, Indicator, Kept, Line, Note, Ratio, Sum


class Medium(Code):
    """走访方式"""

    HOME = "home", "入户"
    PHONE = "phone", "电话"
    VIDEO = "video", "视频"
    SCHOOL = "school", "学校"


class Reached(Code):
    """是否见到或联系到本人"""

    YES = "yes", "是"
    NO = "no", "否"


class CheckTopic(Code):
    """走访内容"""

    CARE = "care", "生活照料"
    HEALTH = "health", "身体健康"
    MOOD = "mood", "心理情绪"
    STUDY = "study", "学习情况"
    SAFETY = "safety", "安全教育"
    EPIDEMIC = "epidemic", "疫情防控"
    PARENTS = "parents", "与父母联系"


class FollowUp(Code):
    """后续处理"""

    NONE = "none", "无需处理"
    SOON = "soon", "近期再访"
    NEED = "need", "转为困难诉求"
    REPORT = "report", "按规定上报"


class NeedKind(Code):
    """诉求类别"""

    NONE = "none", "无"
    LIVING = "living", "生活"
    MONEY = "money", "资金"
    SCHOOL = "school", "就学"
    MEDICAL = "medical", "就医"
    OTHER = "other", "其他"


@dataclass(frozen=True, kw_only=True)
class ChildVisited(Act):
    """童伴走访: a companion called on a registered child; what was found stays at home."""

    line: ClassVar[Line] = Line.CHILDREN
    clause: ClassVar[str] = "三(六)"
    title: ClassVar[str] = "童伴走访"

    case: Annotated[UUID, Kept("个案编号")]
    child: Annotated[UUID, Derived("儿童代号")]
    medium: Medium
    reached: Reached
    minutes: Annotated[int, Count("时长", unit="分钟", most=600)]
    topics: Annotated[tuple[CheckTopic, ...], Kept("走访内容")] = ()
    concerns: Annotated[tuple[CheckTopic, ...], Kept("需要关注的方面")] = ()
    follow_up: Annotated[FollowUp, Kept("后续处理")] = FollowUp.NONE
    need: Annotated[NeedKind, Kept("诉求类别")] = NeedKind.NONE
    note: Annotated[str, Note("备注")] = ""


FACTS: tuple[type[Fact], ...] = (ChildVisited,)

INDICATORS: tuple[Indicator, ...] = (
    Sum("child_visits", "童伴走访人次", ChildVisited, 1, "人次", "三(六)1", by=("medium", "reached")),
    Distinct("children_visited", "走访儿童数", ChildVisited, "child", "人", "三(六)1", where={"reached": Reached.YES}),
    # Over all who were ever on it: a child visited before its case closed would push the rate over the rest past 100 %.
    Ratio("child_visit_coverage", "走访覆盖率", "children_visited", "children_enrolled", "三(六)1", season=True),
)
