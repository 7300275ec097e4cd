"""政策清单: what jobs tells of the lists of policies that help a business begin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from services.jobs.facts.departments import Department
from shared.facts import Code, Count, Derived, Distinct, Fact, Indicator, Key, Line, Stock

MOST_ITEMS = 500


class DropReason(Code):
    """撤下原因"""

    REVISED = "revised", "修订撤下"
    LAPSED = "lapsed", "到期失效"
    CLOSED = "closed", "清单停用"


@dataclass(frozen=True, kw_only=True)
class PolicyListPublished(Fact):
    """政策清单发布: a city or county published a version of its list; `area` stands for the place whose list it is."""

    line: ClassVar[Line] = Line.VENTURES

    policy_list: Annotated[UUID, Key("清单编号")]
    area: Annotated[UUID, Derived("市县编号")]
    version: Annotated[int, Count("版次", unit="版", most=10_000, least=1)]
    items: Annotated[int, Count("条目数", unit="条", most=MOST_ITEMS, least=1)]


@dataclass(frozen=True, kw_only=True)
class PolicyItemListed(Fact):
    """政策条目列入: a policy stands on a list from this day on."""

    line: ClassVar[Line] = Line.VENTURES

    policy_list: Annotated[UUID, Key("清单编号")]
    item: Annotated[UUID, Key("条目编号")]
    department: Department


@dataclass(frozen=True, kw_only=True)
class PolicyItemDropped(Fact):
    """政策条目撤下: a policy stands on its list no longer; one that lapses does so the day after its last."""

    line: ClassVar[Line] = Line.VENTURES

    policy_list: Annotated[UUID, Key("清单编号")]
    item: Annotated[UUID, Key("条目编号")]
    department: Department
    reason: DropReason


FACTS: tuple[type[Fact], ...] = (PolicyListPublished, PolicyItemListed, PolicyItemDropped)

INDICATORS: tuple[Indicator, ...] = (
    Stock(
        "policy_items",
        "清单条目数",
        {PolicyItemListed: 1, PolicyItemDropped: 0},
        "item",
        "条",
        "三(四)1",
        by=("department",),
    ),
    Distinct("policy_areas", "发布清单市县数", PolicyListPublished, "area", "个", "三(四)1"),
)
