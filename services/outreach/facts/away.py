"""驻外团组织: League organisations in other provinces, and what they hold for those who cannot go home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from services.outreach.facts.lectures import LectureHeld
from shared.facts import Act, Code, Count, Day, Fact, Indicator, Key, Line, Note, Organiser, Stock, Sum


class AwayEventKind(Code):
    """驻外活动类型"""

    GROUP_GREETING = "group_greeting", "团拜会"
    GATHERING = "gathering", "联谊会"
    OTHER = "other", "其他"


@dataclass(frozen=True, kw_only=True)
class AwayOrganisationListed(Fact):
    """驻外团组织登记: an organisation stands in another province; `newly` is 1 if it was founded this season."""

    line: ClassVar[Line] = Line.CARE

    away_organisation: Annotated[UUID, Key("驻外团组织编号")]
    newly: Annotated[int, Count("本季新建", unit="个", most=1)]


@dataclass(frozen=True, kw_only=True)
class AwayOrganisationClosed(Fact):
    """驻外团组织撤销: an organisation in another province stands no longer."""

    line: ClassVar[Line] = Line.CARE

    away_organisation: Annotated[UUID, Key("驻外团组织编号")]


@dataclass(frozen=True, kw_only=True)
class AwayEventHeld(Act):
    """驻外活动: those who did not go home were together, as the epidemic rules of their host city allowed."""

    line: ClassVar[Line] = Line.CARE
    clause: ClassVar[str] = "三(二)"
    title: ClassVar[str] = "团拜会/联谊会"

    kind: AwayEventKind
    persons: Annotated[int, Count("服务未返乡农民工", unit="人次", most=100_000, least=1)]
    cleared_by: Annotated[UUID, Key("疫情防控同意单位")]
    cleared_on: Annotated[date, Day("疫情防控同意日期")]
    note: Annotated[str, Note("备注")] = ""


FACTS: tuple[type[Fact], ...] = (AwayOrganisationListed, AwayOrganisationClosed, AwayEventHeld)

INDICATORS: tuple[Indicator, ...] = (
    Stock(
        "away_organisations",
        "驻外团组织数",
        {AwayOrganisationListed: 1, AwayOrganisationClosed: 0},
        "away_organisation",
        "个",
        "三(二)4",
    ),
    Sum("away_organisations_founded", "新建驻外团组织数", AwayOrganisationListed, "newly", "个", "三(二)4"),
    Sum(
        "away_events",
        "驻外活动场次",
        (AwayEventHeld, LectureHeld),
        1,
        "场次",
        "三(二)4",
        where={"organiser": Organiser.AWAY},
    ),
    Sum("away_persons", "服务未返乡农民工人次", AwayEventHeld, "persons", "人次", "三(二)4"),
)
