"""超期未联系: nobody saw or heard a child for so many days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from services.children.facts.cases import CaseClosed
from shared.facts import Derived, Fact, Indicator, Line, Stock

DAYS_OF_SILENCE = 30
"""How long a child may go without a visit that reached it before it is listed."""


@dataclass(frozen=True, kw_only=True)
class ContactLapsed(Fact):
    """超期未联系: on that day a child had not been reached for so many days."""

    line: ClassVar[Line] = Line.CHILDREN

    child: Annotated[UUID, Derived("儿童代号")]


@dataclass(frozen=True, kw_only=True)
class ContactResumed(Fact):
    """恢复联系: a child whom nobody had reached was reached again."""

    line: ClassVar[Line] = Line.CHILDREN

    child: Annotated[UUID, Derived("儿童代号")]


FACTS: tuple[type[Fact], ...] = (ContactLapsed, ContactResumed)

INDICATORS: tuple[Indicator, ...] = (
    Stock(
        "children_out_of_contact",
        f"{DAYS_OF_SILENCE} 天未联系儿童数",
        {ContactLapsed: 1, ContactResumed: 0, CaseClosed: 0},
        "child",
        "人",
        "三(六)1",
    ),
)
