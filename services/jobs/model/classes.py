"""培训班: opened with so many places, taught in lessons, and completed; or cancelled before anybody was taught."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import cast
from uuid import UUID, uuid5

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.jobs.facts.hiring import Trade
from services.jobs.facts.training import TrainingCompleted
from services.jobs.model.lessons import Lesson, LessonState
from services.jobs.model.table import JointlyPlaced, Table
from shared.clock import day_of
from shared.facts import Code
from shared.refusals import Refusal

UNTIDY_AFTER = timedelta(days=7)


class ClassState(Code):
    """培训班状态"""

    OPEN = "open", "尚未结业"
    COMPLETED = "completed", "已结业"
    CANCELLED = "cancelled", "已取消"


class ClassNotNext(Refusal):
    """该培训班{state},现在不能{step}"""


class LessonsRemain(Refusal):
    """还有 {lessons} 个课次没有登记考勤或取消"""


class NothingTaught(Refusal):
    """该培训班还没有上过课,不能结业"""


class NotYetUntidy(Refusal):
    """最后一个课次结束 {days} 天后仍未结业才提醒"""


class AlreadyTaught(Refusal):
    """该培训班已上过课,不能取消"""


class TrainingClass(JointlyPlaced, Table):
    """培训班: one teaching of a course; `revision` counts how often it was completed."""

    __tablename__ = "training_class"
    __table_args__ = (
        CheckConstraint("capacity > 0 AND waiting_places >= 0", name="room_for_somebody"),
        CheckConstraint("opened_on <= enrol_until", name="enrols_after_it_opens"),
        Index("training_class_by_place", "place", "opened_on", "id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    course: Mapped[UUID] = mapped_column(ForeignKey("course.id"))
    trade: Mapped[str] = mapped_column(Text)
    capacity: Mapped[int]
    waiting_places: Mapped[int]
    opened_on: Mapped[date]
    enrol_until: Mapped[date]
    state: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    completed_on: Mapped[date | None]
    lessons: Mapped[int | None]
    taught: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(Text)
    reminded_on: Mapped[date | None]

    def must_be(self, state: ClassState, step: str) -> None:
        """Refuse a step that is not next."""
        if self.state != state:
            raise ClassNotNext("training_class", state=ClassState(self.state).label, step=step)

    def cancel(self, reason: str, lessons: Sequence[Lesson]) -> None:
        """Call the class off; raises ClassNotNext, AlreadyTaught."""
        self.must_be(ClassState.OPEN, "取消")
        if any(each.held for each in lessons):
            raise AlreadyTaught("training_class")
        self.state, self.reason = ClassState.CANCELLED.value, reason

    def complete(self, lessons: Sequence[Lesson], taught: int) -> None:
        """End the class with its last lesson; raises ClassNotNext, LessonsRemain, NothingTaught."""
        self.must_be(ClassState.OPEN, "结业")
        if remaining := sum(each.state == LessonState.PLANNED for each in lessons):
            raise LessonsRemain("training_class", lessons=remaining)
        held = [each for each in lessons if each.held]
        if not held:
            raise NothingTaught("training_class")
        self.state, self.revision = ClassState.COMPLETED.value, self.revision + 1
        self.completed_on = max(each.held_on for each in held)
        self.lessons, self.taught = len(held), taught

    def remind(self, now: datetime, lessons: Sequence[Lesson]) -> None:
        """Note that the class ought to be completed by now; raises ClassNotNext, NotYetUntidy."""
        self.must_be(ClassState.OPEN, "提醒结业")
        ended = max((each.ends_at for each in lessons if each.state != LessonState.CANCELLED), default=now)
        if now - ended <= UNTIDY_AFTER:
            raise NotYetUntidy("training_class", days=UNTIDY_AFTER.days)
        self.reminded_on = day_of(now)

    def reopen(self, reason: str) -> None:
        """Take the completion back, to put attendance right; raises ClassNotNext."""
        self.must_be(ClassState.COMPLETED, "撤销结业")
        self.state, self.reason = ClassState.OPEN.value, reason
        self.completed_on = self.lessons = self.taught = None

    @property
    def last_day(self) -> date:
        """Tell on which day a completed class had its last lesson."""
        return cast("date", self.completed_on)

    @property
    def completion(self) -> UUID:
        """Name the fact of the last completion."""
        return uuid5(self.id, f"completed:{self.revision}")

    def completed(self) -> TrainingCompleted:
        """State that the class came to its end."""
        return TrainingCompleted(
            **self.envelope(self.last_day),
            training_class=self.id,
            course=self.course,
            trade=Trade(self.trade),
            lessons=self.lessons or 0,
            taught=self.taught or 0,
        )
