"""What is told of 志愿四川项目."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Fact, Indicator, Key, Line, Sum


@dataclass(frozen=True, kw_only=True)
class ProjectPublished(Fact):
    """志愿四川项目发布: a project was published on 志愿四川 before it began."""

    line: ClassVar[Line] = Line.TRAVEL

    project: Annotated[UUID, Key("项目编号")]


FACTS: tuple[type[Fact], ...] = (ProjectPublished,)

INDICATORS: tuple[Indicator, ...] = (Sum("projects", "项目数", ProjectPublished, 1, "个", "三(五)1"),)
