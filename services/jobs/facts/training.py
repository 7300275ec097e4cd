"""三 菜单式培训: what jobs tells of the trades people ask for and are taught."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from services.jobs.facts.hiring import Trade
from shared.facts import Act, Distinct, Fact, Indicator, Key, Line, Note


@dataclass(frozen=True, kw_only=True)
class TrainingAsked(Act):
    """培训需求: somebody asked to be taught these trades."""

    line: ClassVar[Line] = Line.JOBS
    clause: ClassVar[str] = "三(三)"
    title: ClassVar[str] = "培训需求"

    trainee: Annotated[UUID, Key("学员编号")]
    trades: tuple[Trade, ...]
    note: Annotated[str, Note("备注")] = ""


FACTS: tuple[type[Fact], ...] = (TrainingAsked,)

INDICATORS: tuple[Indicator, ...] = (
    Distinct("training_asked", "培训需求人数", TrainingAsked, "trainee", "人", "三(三)", by=("trades",)),
)
