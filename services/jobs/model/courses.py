"""培训菜单: the courses that people may choose from."""

from __future__ import annotations

from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.jobs.facts.hiring import Trade
from services.jobs.facts.training import CourseOffered, CourseWithdrawn
from services.jobs.model.table import Table
from shared.desk import Placed
from shared.refusals import Refusal


class CourseOffMenu(Refusal):
    """该培训项目已于 {withdrawn_on} 从菜单撤下"""


class CourseNotYetOnMenu(Refusal):
    """该培训项目 {offered_on} 才列入菜单,所填日期不能早于这一天"""


class Course(Placed, Table):
    """培训菜单项: what a trade's course teaches, and how much of it one must hear to be certified."""

    __tablename__ = "course"
    __table_args__ = (
        CheckConstraint("withdrawn_on >= offered_on", name="withdrawn_after_it_was_offered"),
        Index("course_by_place", "place", "offered_on", "id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    trade: Mapped[str] = mapped_column(Text)
    hours: Mapped[int]
    least_attended: Mapped[int]
    offered_on: Mapped[date]
    withdrawn_on: Mapped[date | None]

    def withdraw(self, on: date) -> None:
        """Take the course off the menu; raises CourseOffMenu, CourseNotYetOnMenu."""
        if self.withdrawn_on is not None:
            raise CourseOffMenu("course", withdrawn_on=self.withdrawn_on)
        if on < self.offered_on:
            raise CourseNotYetOnMenu("withdrawn_on", offered_on=self.offered_on)
        self.withdrawn_on = on

    def must_stand_on(self, day: date) -> None:
        """Refuse a class of a course that is not on the menu on a day."""
        if day < self.offered_on:
            raise CourseNotYetOnMenu("opened_on", offered_on=self.offered_on)
        if self.withdrawn_on is not None and day >= self.withdrawn_on:
            raise CourseOffMenu("course", withdrawn_on=self.withdrawn_on)

    def offered(self) -> CourseOffered:
        """State that the course stands on the menu."""
        return CourseOffered(**self.envelope(self.offered_on), course=self.id, trade=Trade(self.trade))

    def withdrawn(self) -> CourseWithdrawn:
        """State that it stands there no more."""
        day = cast("date", self.withdrawn_on)
        return CourseWithdrawn(**self.envelope(day), course=self.id, trade=Trade(self.trade))
