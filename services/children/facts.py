"""What children tells the world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Act, Code, Count, Derived, Distinct, Fact, Indicator, Kept, Line, Note, Ratio, Stock, Sum


class Sex(Code):
    """性别"""

    FEMALE = "female", "女"
    MALE = "male", "男"


class Guardian(Code):
    """监护人关系"""

    GRANDPARENT = "grandparent", "祖父母或外祖父母"
    PARENT = "parent", "父亲或母亲一方"
    RELATIVE = "relative", "其他亲属"
    OTHER = "other", "受委托的其他人"
    NOBODY = "nobody", "无人监护"


class Category(Code):
    """儿童类别"""

    LEFT_BEHIND = "left_behind", "农村留守"
    IN_DIFFICULTY = "in_difficulty", "困境"
    OTHER = "other", "其他"


class CloseReason(Code):
    """结案原因"""

    PARENT_RETURNED = "parent_returned", "父母已返乡照料"
    JOINED_PARENTS = "joined_parents", "随父母外出"
    SIXTEEN = "sixteen", "年满十六周岁"
    HANDED_OVER = "handed_over", "转由民政等部门接续"
    OTHER = "other", "其他"


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


@dataclass(frozen=True, kw_only=True)
class CaseOpened(Fact):
    """入册: from that day a child is on the register of this place, under the season's key."""

    line: ClassVar[Line] = Line.CHILDREN

    child: Annotated[UUID, Derived("儿童代号")]


@dataclass(frozen=True, kw_only=True)
class CaseClosed(Fact):
    """出册: from that day the child is not; a case that moves is closed in one place and opened in the other."""

    line: ClassVar[Line] = Line.CHILDREN

    child: Annotated[UUID, Derived("儿童代号")]


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
    follow_up: Annotated[FollowUp, Kept("后续处理")] = FollowUp.NONE
    note: Annotated[str, Note("备注")] = ""


FACTS: tuple[type[Fact], ...] = (CaseOpened, CaseClosed, ChildVisited)

INDICATORS: tuple[Indicator, ...] = (
    Stock("children_registered", "在册儿童数", {CaseOpened: 1, CaseClosed: 0}, "child", "人", "三(六)"),
    Distinct("children_enrolled", "入册儿童数", CaseOpened, "child", "人", "三(六)"),
    Sum("child_visits", "童伴走访人次", ChildVisited, 1, "人次", "三(六)", by=("medium", "reached")),
    Distinct("children_visited", "走访儿童数", ChildVisited, "child", "人", "三(六)", where={"reached": Reached.YES}),
    # Over all who were ever on it: a child visited before its case closed would push the rate over the rest past 100 %.
    Ratio("child_visit_coverage", "走访覆盖率", "children_visited", "children_enrolled", "三(六)", season=True),
)
