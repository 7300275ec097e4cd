"""补录: an attendance that nobody checked in, asked for with a reason by one person and decided by another."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from services.volunteers.facts.shift import Post
from services.volunteers.model.table import Table
from shared.clock import shown
from shared.desk import Placed
from shared.facts import Code
from shared.refusals import Refusal

DECIDED_WITHIN = timedelta(days=14)
ONE_OPEN_MAKE_UP = "one_open_make_up"


class MakeUpState(Code):
    """补录状态"""

    ASKED = "asked", "待审批"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "已驳回"
    LAPSED = "lapsed", "已逾期"


class MakeUpAsked(Refusal):
    """该志愿者在本班次已有一笔补录待审批"""


class MakeUpDecided(Refusal):
    """这笔补录{state},不能再{step}"""


class OwnMakeUp(Refusal):
    """提出补录的人不能审批自己的申请"""


class MakeUpNotLate(Refusal):
    """这笔补录要到 {until} 才逾期"""


class MakeUp(Placed, Table):
    """补录: approved, it becomes an attendance of the same id."""

    __tablename__ = "make_up"
    __table_args__ = (
        CheckConstraint("decided_by <> asked_by", name="decided_by_another"),
        CheckConstraint("came_at < left_at", name="made_up_left_after_coming"),
        Index(ONE_OPEN_MAKE_UP, "shift", "volunteer", unique=True, postgresql_where=text("state = 'asked'")),
        Index("make_up_by_state", "state", "asked_at"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    shift: Mapped[UUID] = mapped_column(Uuid, ForeignKey("shift.id"))
    held_on: Mapped[date]
    volunteer: Mapped[UUID] = mapped_column(Uuid, ForeignKey("volunteer.id"))
    post: Mapped[str] = mapped_column(Text)
    came_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    left_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[UUID] = mapped_column(Uuid)
    asked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    decided_by: Mapped[UUID | None] = mapped_column(Uuid)
    decided_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    refused_reason: Mapped[str | None] = mapped_column(Text)

    def approve(self, by: UUID, at: datetime) -> None:
        """Approve it; raises MakeUpDecided, OwnMakeUp."""
        self._decide(MakeUpState.APPROVED, "审批", by, at)

    def refuse(self, by: UUID, at: datetime, reason: str) -> None:
        """Refuse it; raises MakeUpDecided, OwnMakeUp."""
        self._decide(MakeUpState.REFUSED, "驳回", by, at)
        self.refused_reason = reason

    def lapse(self, now: datetime) -> None:
        """Let it lapse when nobody decided for two weeks; raises MakeUpDecided, MakeUpNotLate."""
        self._must_be_asked("转为逾期")
        if now < self.asked_at + DECIDED_WITHIN:
            raise MakeUpNotLate("make_up", until=shown(self.asked_at + DECIDED_WITHIN))
        self.state = MakeUpState.LAPSED.value

    @property
    def asked_post(self) -> Post:
        """Tell at which post the volunteer stood."""
        return Post(self.post)

    def _decide(self, state: MakeUpState, step: str, by: UUID, at: datetime) -> None:
        self._must_be_asked(step)
        if by == self.asked_by:
            raise OwnMakeUp("make_up")
        self.state, self.decided_by, self.decided_at = state.value, by, at

    def _must_be_asked(self, step: str) -> None:
        if self.state != MakeUpState.ASKED:
            raise MakeUpDecided("make_up", state=MakeUpState(self.state).label, step=step)
