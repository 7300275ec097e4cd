"""求职转介: taken from a need, matched with postings, and closed; opened again when it was closed too early."""

from __future__ import annotations

from datetime import date, timedelta
from typing import cast
from uuid import UUID, uuid5

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from services.jobs.facts.referrals import ReferralClosed, ReferralOutcome, ReferralTaken
from services.jobs.model.postings import Posting
from services.jobs.model.table import Table
from shared.desk import Placed
from shared.facts import Code
from shared.refusals import Refusal

PATIENCE = timedelta(days=14)


class ReferralState(Code):
    """转介状态"""

    OPEN = "open", "待匹配"
    MATCHED = "matched", "已匹配"
    CLOSED = "closed", "已办结"


class ReferralNotNext(Refusal):
    """这条求职转介{state},现在不能{step}"""


class BeforeReferral(Refusal):
    """该求职者于 {taken_on} 转介,所填日期不能早于这一天"""


class BeforeMatch(Refusal):
    """该求职者于 {matched_on} 匹配岗位,所填日期不能早于这一天"""


class PostingNotOpen(Refusal):
    """该岗位在 {day} 不在招聘期内"""


class HiredWithoutMatch(Refusal):
    """以“已就业”办结,须先匹配岗位"""


class ReferralNotOverdue(Refusal):
    """这条求职转介 {due_on} 之后没有进展才提醒"""


class Referral(Placed, Table):
    """求职转介: one for each need; `turns` counts how often it was closed."""

    __tablename__ = "referral"
    __table_args__ = (
        CheckConstraint("matched_on >= taken_on AND closed_on >= taken_on", name="goes_on_after_it_was_taken"),
        Index("referral_by_place", "place", "taken_on", "id"),
        Index("referral_open", "moved_on", postgresql_where=text("state <> 'closed'")),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    need: Mapped[UUID] = mapped_column(Uuid, unique=True)
    seeker: Mapped[UUID] = mapped_column(Uuid)
    taken_on: Mapped[date]
    moved_on: Mapped[date]
    state: Mapped[str] = mapped_column(Text)
    posting: Mapped[UUID | None] = mapped_column(ForeignKey("posting.id"))
    matched_on: Mapped[date | None]
    outcome: Mapped[str | None] = mapped_column(Text)
    closed_on: Mapped[date | None]
    turns: Mapped[int]
    reminded_on: Mapped[date | None]

    def match(self, posting: Posting, on: date) -> None:
        """Propose a posting, in place of one before; raises ReferralNotNext, BeforeReferral, PostingNotOpen."""
        self._must_be_open("匹配岗位")
        self._must_follow(on, "matched_on")
        if not posting.stands_on(on):
            raise PostingNotOpen("posting", day=on)
        self.posting, self.matched_on, self.state = posting.id, on, ReferralState.MATCHED.value
        self._moved(on)

    def close(self, outcome: ReferralOutcome, on: date) -> None:
        """End it; raises ReferralNotNext, BeforeReferral, BeforeMatch, HiredWithoutMatch."""
        self._must_be_open("办结")
        self._must_follow(on, "closed_on")
        if outcome is ReferralOutcome.HIRED and self.posting is None:
            raise HiredWithoutMatch("outcome")
        if self.matched_on is not None and on < self.matched_on:
            raise BeforeMatch("closed_on", matched_on=self.matched_on)
        self.state, self.outcome, self.closed_on = ReferralState.CLOSED.value, outcome.value, on
        self.turns += 1

    def reopen(self, on: date) -> UUID:
        """Go on with it, and name the fact of its closing; raises ReferralNotNext."""
        if self.state != ReferralState.CLOSED:
            raise ReferralNotNext("referral", state=ReferralState(self.state).label, step="重新办理")
        state = ReferralState.MATCHED if self.posting else ReferralState.OPEN
        self.state, self.outcome, self.closed_on = state.value, None, None
        self._moved(on)
        return self.closed_id

    def remind(self, on: date) -> None:
        """Note that nothing has moved for long; raises ReferralNotNext, ReferralNotOverdue."""
        self._must_be_open("提醒")
        if not self.overdue_on(on):
            raise ReferralNotOverdue("referral", due_on=self.moved_on + PATIENCE)
        self.reminded_on = on

    def overdue_on(self, day: date) -> bool:
        """Tell whether nothing has moved for long."""
        return self.state != ReferralState.CLOSED and day - self.moved_on > PATIENCE

    @property
    def taken_id(self) -> UUID:
        """Name the fact of its being taken."""
        return uuid5(self.id, "taken")

    @property
    def closed_id(self) -> UUID:
        """Name the fact of its last closing."""
        return uuid5(self.id, f"closed:{self.turns}")

    def taken(self) -> ReferralTaken:
        """State that somebody is looked after."""
        return ReferralTaken(**self.envelope(self.taken_on), referral=self.id, seeker=self.seeker)

    def closed(self) -> ReferralClosed:
        """State what came of it."""
        return ReferralClosed(
            **self.envelope(cast("date", self.closed_on)),
            referral=self.id,
            seeker=self.seeker,
            outcome=ReferralOutcome(str(self.outcome)),
        )

    def _moved(self, on: date) -> None:
        self.moved_on, self.reminded_on = max(on, self.moved_on), None

    def _must_be_open(self, step: str) -> None:
        if self.state == ReferralState.CLOSED:
            raise ReferralNotNext("referral", state=ReferralState.CLOSED.label, step=step)

    def _must_follow(self, on: date, field: str) -> None:
        if on < self.taken_on:
            raise BeforeReferral(field, taken_on=self.taken_on)
