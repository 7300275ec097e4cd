"""“1+10”: what jobs tells of those who lead, of the young people they are linked with, and of their guidance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Act, Code, Count, Distinct, Fact, Indicator, Key, Line, Note, Ratio, Stock, Sum

QUOTA = 10
MOST_MENTEES = 200


class GuidanceMode(Code):
    """指导方式"""

    FACE_TO_FACE = "face_to_face", "面对面"
    PHONE = "phone", "电话"
    ONLINE = "online", "线上"


class GuidanceTopic(Code):
    """指导内容"""

    SKILL = "skill", "技术能力"
    MARKET = "market", "市场销路"
    MONEY = "money", "资金"
    RESOURCE = "resource", "资源对接"
    POLICY = "policy", "政策"
    OTHER = "other", "其他"


@dataclass(frozen=True, kw_only=True)
class MenteePaired(Fact):
    """1+10 结对: a young person who starts a business is linked with one who leads."""

    line: ClassVar[Line] = Line.VENTURES

    pair: Annotated[UUID, Key("结对编号")]
    mentor: Annotated[UUID, Key("带头人编号")]
    mentee: Annotated[UUID, Key("创业青年编号")]


@dataclass(frozen=True, kw_only=True)
class MenteeReleased(Fact):
    """1+10 解除结对: they are linked no longer, from this day on."""

    line: ClassVar[Line] = Line.VENTURES

    pair: Annotated[UUID, Key("结对编号")]
    mentor: Annotated[UUID, Key("带头人编号")]
    mentee: Annotated[UUID, Key("创业青年编号")]


@dataclass(frozen=True, kw_only=True)
class MentorLoaded(Fact):
    """带头人联系情况: with how many a mentor is linked at the end of a day; `linked` is 1 from one, `full` from ten."""

    line: ClassVar[Line] = Line.VENTURES

    mentor: Annotated[UUID, Key("带头人编号")]
    mentees: Annotated[int, Count("联系青年", unit="人", most=MOST_MENTEES)]
    linked: Annotated[int, Count("在联", unit="人", most=1)]
    full: Annotated[int, Count("足额", unit="人", most=1)]


@dataclass(frozen=True, kw_only=True)
class GuidanceGiven(Act):
    """1+10 指导: a mentor guided some of those linked with this mentor."""

    line: ClassVar[Line] = Line.VENTURES
    clause: ClassVar[str] = "三(四)2"
    title: ClassVar[str] = "1+10 指导"

    mentor: Annotated[UUID, Key("带头人编号")]
    mentees: Annotated[tuple[UUID, ...], Key("创业青年编号")]
    mode: GuidanceMode
    topics: tuple[GuidanceTopic, ...] = ()
    minutes: Annotated[int, Count("时长", unit="分钟", most=1_440)] = 0
    note: Annotated[str, Note("备注")] = ""


FACTS: tuple[type[Fact], ...] = (MenteePaired, MenteeReleased, MentorLoaded, GuidanceGiven)

INDICATORS: tuple[Indicator, ...] = (
    Distinct("mentors", "带头人数", MenteePaired, "mentor", "人", "三(四)2"),
    Distinct("mentees", "联系青年数", MenteePaired, "mentee", "人", "三(四)2"),
    Stock("pairs", "在联对数", {MenteePaired: 1, MenteeReleased: 0}, "pair", "对", "三(四)2"),
    Stock("mentors_linked", "在联带头人数", {MentorLoaded: "linked"}, "mentor", "人", "三(四)2"),
    Stock("mentors_full", "足额带头人数", {MentorLoaded: "full"}, "mentor", "人", "三(四)2"),
    Ratio("mentors_full_rate", "足额率", "mentors_full", "mentors_linked", "三(四)2"),
    Sum("guidances", "指导次数", GuidanceGiven, 1, "次", "三(四)2", by=("mode", "topics")),
    Distinct("mentees_guided", "受指导青年数", GuidanceGiven, "mentees", "人", "三(四)2"),
)
