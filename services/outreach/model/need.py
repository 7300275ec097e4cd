"""困难诉求: raised, owned by an organisation until a day, and met or not; whoever seeks work is referred to jobs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import CheckConstraint, DateTime, Index, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.outreach.facts.needs import NeedCategory, NeedMet, NeedRaised
from services.outreach.model.table import Table
from shared.acts.book import StaleRevision
from shared.clock import day_of
from shared.desk import Placed
from shared.facts import Code, Line
from shared.refusals import Refusal


class NeedState(Code):
    """诉求状态"""

    OPEN = "open", "办理中"
    MET = "met", "已解决"
    UNMET = "unmet", "未能解决"
    WITHDRAWN = "withdrawn", "已撤回"


class NeedNotOpen(Refusal):
    """这条诉求{state},现在不能{step}"""


class NeedStillOpen(Refusal):
    """这条诉求还在办理中,不必重新办理"""


class DueBeforeRaised(Refusal):
    """办理期限 {due_on} 早于提出日期 {raised_on}"""


class ClosedBeforeRaised(Refusal):
    """办结日期 {closed_on} 早于提出日期 {raised_on}"""


class SeekerOfNoWork(Refusal):
    """只有“工作”类诉求才填求职者编号"""


class NobodySeeksWork(Refusal):
    """这条诉求没有求职者,不需要转介"""


class ReferredAlready(Refusal):
    """这名求职者已于 {referred_on} 转介给就业创业服务"""


class NotOverdue(Refusal):
    """这条诉求的办理期限是 {due_on},还没有逾期"""


class Need(Placed, Table):
    """困难诉求: `revision` counts how often it was told, `turns` how often it was closed."""

    __tablename__ = "need"
    __table_args__ = (
        CheckConstraint("due_on >= raised_on", name="due_after_it_was_raised"),
        CheckConstraint("closed_on >= raised_on", name="closed_after_it_was_raised"),
        CheckConstraint("seeker IS NULL OR category = 'work'", name="only_work_is_sought"),
        Index("need_by_place", "place", "raised_on"),
        Index("need_by_due_day", "due_on", postgresql_where="state = 'open'"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    revision: Mapped[int]
    about: Mapped[str]
    category: Mapped[str]
    household: Mapped[UUID | None] = mapped_column(Uuid)
    seeker: Mapped[UUID | None] = mapped_column(Uuid)
    owner: Mapped[UUID] = mapped_column(Uuid)
    raised_on: Mapped[date]
    due_on: Mapped[date]
    detail: Mapped[str]
    state: Mapped[str]
    turns: Mapped[int]
    result: Mapped[str | None]
    closed_on: Mapped[date | None]
    reminded_on: Mapped[date | None]
    referred_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    recorded_by: Mapped[UUID | None] = mapped_column(Uuid)

    def open(self) -> None:
        """Raise the need; raises DueBeforeRaised, SeekerOfNoWork."""
        self._check()
        self.state, self.revision, self.turns = NeedState.OPEN.value, 1, 0

    def change(self, revision: int, category: NeedCategory, owner: UUID, due_on: date) -> None:
        """Put right what it is and who sees to it until when; raises NeedNotOpen, StaleRevision and as `open`."""
        self.must_be_open("更正")
        if revision != self.revision:
            raise StaleRevision("revision", given=revision, current=self.revision)
        if due_on != self.due_on:
            self.reminded_on = None
        self.category, self.owner, self.due_on, self.revision = category.value, owner, due_on, revision + 1
        self._check()

    def close(self, on: date, result: str, *, met: bool) -> None:
        """End it, met or not; raises NeedNotOpen, ClosedBeforeRaised."""
        self.must_be_open("办结")
        if on < self.raised_on:
            raise ClosedBeforeRaised("closed_on", closed_on=on, raised_on=self.raised_on)
        self.state = (NeedState.MET if met else NeedState.UNMET).value
        self.closed_on, self.result, self.turns = on, result, self.turns + 1

    def reopen(self) -> None:
        """Go on with a need that was closed; raises NeedStillOpen, NeedNotOpen."""
        if self.state == NeedState.OPEN:
            raise NeedStillOpen("need")
        if self.state == NeedState.WITHDRAWN:
            raise NeedNotOpen("need", state=NeedState.WITHDRAWN.label, step="重新办理")
        self.state, self.closed_on, self.result = NeedState.OPEN.value, None, None

    def withdraw(self, reason: str) -> None:
        """Take back what was raised by mistake; raises NeedNotOpen."""
        self.must_be_open("撤回")
        self.state, self.result = NeedState.WITHDRAWN.value, reason

    def remind(self, on: date) -> None:
        """Note that its owner is late; raises NeedNotOpen, NotOverdue."""
        self.must_be_open("提醒")
        if on <= self.due_on:
            raise NotOverdue("need", due_on=self.due_on)
        self.reminded_on = on

    def refer(self, at: datetime) -> UUID:
        """Hand its seeker on; raises NeedNotOpen, NobodySeeksWork, ReferredAlready."""
        self.must_be_open("转介")
        if self.seeker is None:
            raise NobodySeeksWork("need")
        if self.referred_at is not None:
            raise ReferredAlready("need", referred_on=day_of(self.referred_at))
        self.referred_at = at
        return self.seeker

    def must_be_open(self, step: str) -> None:
        """Refuse a step that only an open need may take."""
        if self.state != NeedState.OPEN:
            raise NeedNotOpen("need", state=NeedState(self.state).label, step=step)

    def raised(self) -> NeedRaised:
        """State that somebody needs something."""
        return NeedRaised(**self.envelope(self.raised_on), **self._what, owner=self.owner)

    def was_met(self, on: date) -> NeedMet:
        """State that what was needed came about."""
        return NeedMet(**self.envelope(on), **self._what)

    @property
    def raised_id(self) -> UUID:
        """Name the fact of its being raised, as it was last told."""
        return uuid5(self.id, f"raised:{self.revision}")

    @property
    def met_id(self) -> UUID:
        """Name the fact of its being met, the last time it was closed."""
        return uuid5(self.id, f"met:{self.turns}")

    @property
    def _what(self) -> dict[str, Any]:
        return {"need": self.id, "about": Line(self.about), "category": NeedCategory(self.category)}

    def _check(self) -> None:
        if self.due_on < self.raised_on:
            raise DueBeforeRaised("due_on", due_on=self.due_on, raised_on=self.raised_on)
        if self.seeker is not None and self.category != NeedCategory.WORK:
            raise SeekerOfNoWork("seeker")
