"""方案 and 资源共用: what an organisation has written down, and what it lets others use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, literal_column, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped

from services.outreach.facts.organising import (
    ResourceEnded,
    ResourceKind,
    ResourceShared,
    SharingScope,
    WorkPlanApproved,
    WorkPlanEnded,
)
from services.outreach.model.entry import Entry
from shared.refusals import Refusal

ONE_PLAN_AT_A_TIME = "one_plan_at_a_time"


class PlanStands(Refusal):
    """该单位在这段时间已有方案,请先终止原方案,或在原方案上更正"""


class WorkPlan(Entry):
    """方案: of the organisation that leads it; an organisation has one at a time."""

    __tablename__ = "work_plan"
    __table_args__ = (
        ExcludeConstraint(
            (literal_column("organisation"), "="),
            (text("daterange(opened_on, closed_on)"), "&&"),
            name=ONE_PLAN_AT_A_TIME,
        ),
        CheckConstraint("closed_on >= opened_on", name="work_plan_closed_after_it_opened"),
    )
    breaks: ClassVar[Mapping[str, type[Refusal]]] = {ONE_PLAN_AT_A_TIME: PlanStands}

    says: ClassVar = ("title", "file")

    title: Mapped[str]
    file: Mapped[str]

    def may_be_filed(self) -> None:
        """Let its papers come as long as it stands; raises EntryClosed."""
        self._must_stand()

    def opening(self) -> WorkPlanApproved:
        """State that its organisation has a plan."""
        return WorkPlanApproved(**self.envelope(self.opened_on), work_plan=self.id, owner=self.organisation)

    def closing(self, on: date) -> WorkPlanEnded:
        """State that the plan holds no longer."""
        return WorkPlanEnded(**self.envelope(on), work_plan=self.id, owner=self.organisation)


class SharedResource(Entry):
    """资源共用: so much of a kind, for all who are within its scope."""

    __tablename__ = "shared_resource"
    __table_args__ = (
        CheckConstraint("closed_on >= opened_on", name="shared_resource_closed_after_it_opened"),
        Index("shared_resource_by_place", "place", "opened_on"),
    )

    says: ClassVar = ("kind", "scope", "quantity", "title")

    kind: Mapped[str]
    scope: Mapped[str]
    quantity: Mapped[int]
    title: Mapped[str]

    def opening(self) -> ResourceShared:
        """State that it is there for others to use."""
        return ResourceShared(
            **self.envelope(self.opened_on),
            shared_resource=self.id,
            kind=ResourceKind(self.kind),
            scope=SharingScope(self.scope),
            quantity=self.quantity,
        )

    def closing(self, on: date) -> ResourceEnded:
        """State that it is shared no longer."""
        return ResourceEnded(**self.envelope(on), shared_resource=self.id, kind=ResourceKind(self.kind))
