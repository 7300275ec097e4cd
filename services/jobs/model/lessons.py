"""课次: hours of a training class, planned, held with who came, or cancelled."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ARRAY, CHAR, CheckConstraint, DateTime, ForeignKey, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.jobs.facts.training import MOST_LESSONS
from services.jobs.model.table import Table
from shared.clock import shown
from shared.desk import Placed
from shared.facts import Code
from shared.refusals import Refusal

LONGEST_LESSON = timedelta(hours=12)


class LessonState(Code):
    """课次状态"""

    PLANNED = "planned", "待上课"
    HELD = "held", "已上课"
    CANCELLED = "cancelled", "已取消"


class LessonCancelled(Refusal):
    """该课次已取消"""


class LessonHeld(Refusal):
    """该课次已上课并登记考勤,不能取消"""


class LessonNotOver(Refusal):
    """该课次要到 {ends_at} 才结束,现在还不能登记考勤"""


class LessonEndsBeforeStart(Refusal):
    """课次的结束时间须晚于开始时间"""


class LessonTooLong(Refusal):
    """一个课次最长 {hours} 小时"""


class LessonsOverlap(Refusal):
    """与本班 {starts_at} 开始的课次时间重叠"""


class LessonBeforeClass(Refusal):
    """培训班 {opened_on} 开班,课次不能早于这一天"""


class TooManyLessons(Refusal):
    """一个培训班最多 {most} 个课次"""


class Lesson(Placed, Table):
    """课次: some hours at a venue; it lies where its class does, so that whoever sees one sees the other."""

    __tablename__ = "lesson"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="lesson_ends_after_it_starts"),
        Index("lesson_by_class", "training_class", "starts_at"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    training_class: Mapped[UUID] = mapped_column(ForeignKey("training_class.id"))
    venue: Mapped[str] = mapped_column(CHAR(12))
    starts_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ends_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    held_on: Mapped[date]
    state: Mapped[str] = mapped_column(Text)
    attended: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))

    def plan(self, opened_on: date, others: Sequence[Lesson]) -> None:
        """Fit the lesson among the others of its class; raises the rule that it breaks."""
        self._must_last()
        if self.held_on < opened_on:
            raise LessonBeforeClass("starts_at", opened_on=opened_on)
        standing = [each for each in others if each.state != LessonState.CANCELLED]
        if len(standing) >= MOST_LESSONS:
            raise TooManyLessons("training_class", most=MOST_LESSONS)
        for each in standing:
            if each.starts_at < self.ends_at and self.starts_at < each.ends_at:
                raise LessonsOverlap("starts_at", starts_at=shown(each.starts_at))
        self.state = LessonState.PLANNED.value

    def hold(self, now: datetime, attended: Collection[UUID]) -> None:
        """Note, or put right, who came; raises LessonCancelled, LessonNotOver."""
        if self.state == LessonState.CANCELLED:
            raise LessonCancelled("lesson")
        if now < self.ends_at:
            raise LessonNotOver("lesson", ends_at=shown(self.ends_at))
        self.state, self.attended = LessonState.HELD.value, sorted(attended)

    def cancel(self) -> None:
        """Call the lesson off; raises LessonCancelled, LessonHeld."""
        if self.state == LessonState.CANCELLED:
            raise LessonCancelled("lesson")
        if self.held:
            raise LessonHeld("lesson")
        self.state = LessonState.CANCELLED.value

    @property
    def held(self) -> bool:
        """Tell whether the lesson took place."""
        return self.state == LessonState.HELD

    def _must_last(self) -> None:
        if self.ends_at <= self.starts_at:
            raise LessonEndsBeforeStart("ends_at")
        if self.ends_at - self.starts_at > LONGEST_LESSON:
            raise LessonTooLong("ends_at", hours=LONGEST_LESSON // timedelta(hours=1))
