"""志愿四川项目: published there before it begins, put right, or taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from services.volunteers.model.table import Table
from shared.acts.book import StaleRevision
from shared.desk import Placed
from shared.refusals import Refusal

ONE_PROJECT_PER_NUMBER = "one_project_per_number"


class ProjectEndsBeforeStart(Refusal):
    """项目的结束日期不能早于开始日期"""


class PublishedTooLate(Refusal):
    """项目须在开始之前发布:{published_on} 发布,{starts_on} 开始"""


class ProjectNumberKnown(Refusal):
    """志愿四川项目 {number} 已经登记"""


class ProjectWithdrawn(Refusal):
    """该项目已撤回,不能再改"""


class ProjectNotRunning(Refusal):
    """志愿四川项目 {number} 只在 {starts_on} 至 {ends_on} 之间开展"""


class Project(Placed, Table):
    """志愿四川项目: known by its number there, which a project that was taken back gives free."""

    __tablename__ = "project"
    __table_args__ = (
        CheckConstraint("published_on < starts_on", name="published_before_it_began"),
        CheckConstraint("starts_on <= ends_on", name="project_ends_after_it_starts"),
        Index(ONE_PROJECT_PER_NUMBER, "number", unique=True, postgresql_where=text("withdrawn_at IS NULL")),
        Index("project_by_place", "place", "published_on"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    revision: Mapped[int]
    number: Mapped[str] = mapped_column(Text)
    published_on: Mapped[date]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    recorded_by: Mapped[UUID | None] = mapped_column(Uuid)
    withdrawn_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    withdrawn_reason: Mapped[str | None] = mapped_column(Text)

    def keep(self, terms: Mapping[str, Any]) -> None:
        """Set its number and days; raises ProjectEndsBeforeStart, PublishedTooLate."""
        if terms["ends_on"] < terms["starts_on"]:
            raise ProjectEndsBeforeStart("ends_on")
        if terms["published_on"] >= terms["starts_on"]:
            raise PublishedTooLate("published_on", published_on=terms["published_on"], starts_on=terms["starts_on"])
        self.number, self.published_on = terms["number"], terms["published_on"]
        self.starts_on, self.ends_on = terms["starts_on"], terms["ends_on"]

    def change(self, revision: int, terms: Mapping[str, Any]) -> None:
        """Put its number or days right; raises ProjectWithdrawn, StaleRevision and what a new one may raise."""
        self._must_stand()
        if revision != self.revision:
            raise StaleRevision("revision", given=revision, current=self.revision)
        self.keep(terms)
        self.revision = revision + 1

    def withdraw(self, at: datetime, reason: str) -> None:
        """Take the project back; raises ProjectWithdrawn."""
        self._must_stand()
        self.withdrawn_at, self.withdrawn_reason = at, reason

    def must_run_on(self, day: date) -> None:
        """Refuse a day on which the project does not run; raises ProjectWithdrawn, ProjectNotRunning."""
        self._must_stand()
        if not self.starts_on <= day <= self.ends_on:
            raise ProjectNotRunning("project", number=self.number, starts_on=self.starts_on, ends_on=self.ends_on)

    def _must_stand(self) -> None:
        if self.withdrawn_at is not None:
            raise ProjectWithdrawn("project")
