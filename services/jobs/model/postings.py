"""岗位: its states and rules, and the facts it states."""

from __future__ import annotations

from datetime import date, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Index, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from services.jobs.facts.hiring import (
    Channel,
    CloseReason,
    JobClosed,
    JobPosted,
    JobVerified,
    PostingPublished,
    Trade,
    Workplace,
)
from services.jobs.model.table import Table
from shared.desk import Placed
from shared.refusals import Refusal

STALE_AFTER = timedelta(days=14)


class PostingClosed(Refusal):
    """该岗位已于 {closed_on} 关闭({reason})"""


class AlreadyVerified(Refusal):
    """该岗位在 {verified_on} 已核实过,新的核实日期须晚于这一天"""


class AfterClosingDay(Refusal):
    """该岗位的招聘截止日是 {closes_on},所填日期不能晚于这一天"""


class BeforeOpeningDay(Refusal):
    """该岗位 {opens_on} 才开始招聘,所填日期不能早于这一天"""


class NotYetExpired(Refusal):
    """该岗位招聘到 {closes_on},还没有到期"""


class FilledOverHeadcount(Refusal):
    """招到 {filled} 人,超过招聘人数 {headcount} 人"""


class NobodyFilled(Refusal):
    """以“招满”关闭岗位,须填写招到的人数"""


class Posting(Placed, Table):
    """岗位: so many people wanted by one employer; open while `closed_on` is empty."""

    __tablename__ = "posting"
    __table_args__ = (
        CheckConstraint("filled <= headcount", name="no_more_filled_than_wanted"),
        CheckConstraint("opens_on <= closes_on", name="closes_after_it_opens"),
        Index("posting_by_place", "place", "opens_on", "id"),
        Index("posting_open", "closes_on", postgresql_where=text("closed_on IS NULL")),
        Index(
            "one_posting_per_external_id",
            "employer",
            "external_id",
            unique=True,
            postgresql_where=text("external_id <> ''"),
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    employer: Mapped[UUID] = mapped_column(Uuid)
    title: Mapped[str] = mapped_column(Text)
    external_id: Mapped[str] = mapped_column(Text)
    trade: Mapped[str] = mapped_column(Text)
    workplace: Mapped[str] = mapped_column(Text)
    headcount: Mapped[int]
    wage_low_fen: Mapped[int]
    wage_high_fen: Mapped[int]
    channels: Mapped[list[str]] = mapped_column(ARRAY(Text))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    verified_on: Mapped[date]
    closed_on: Mapped[date | None]
    close_reason: Mapped[str | None] = mapped_column(Text)
    filled: Mapped[int]

    def verify(self, on: date) -> None:
        """Note, perhaps late, that the employer was asked; raises PostingClosed, AlreadyVerified, the rules of days."""
        if self.closed_on is not None and on >= self.closed_on:
            raise self._is_closed(self.closed_on)
        self._must_run(on, "verified_on")
        if on <= self.verified_on:
            raise AlreadyVerified("verified_on", verified_on=self.verified_on)
        self.verified_on = on

    def expire(self, today: date) -> None:
        """Close the posting from the day after its last on; raises PostingClosed, NotYetExpired."""
        if self.closed_on is not None:
            raise self._is_closed(self.closed_on)
        if today <= self.closes_on:
            raise NotYetExpired("reason", closes_on=self.closes_on)
        self.closed_on, self.close_reason = self.closes_on + timedelta(days=1), CloseReason.EXPIRED.value

    def close(self, on: date, reason: CloseReason, filled: int) -> None:
        """Close the posting on somebody's word, which takes the place of an expiry; raises the rules it breaks."""
        if self.closed_on is not None and not self.expired:
            raise self._is_closed(self.closed_on)
        self._must_run(on, "closed_on")
        if filled > self.headcount:
            raise FilledOverHeadcount("filled", filled=filled, headcount=self.headcount)
        if reason is CloseReason.FILLED and not filled:
            raise NobodyFilled("filled")
        self.closed_on, self.close_reason, self.filled = on, reason.value, filled

    def stands_on(self, day: date) -> bool:
        """Tell whether people are looked for on a day."""
        return self.opens_on <= day <= self.closes_on and (self.closed_on is None or day < self.closed_on)

    def stale_on(self, day: date) -> bool:
        """Tell whether the posting stands unverified for too long."""
        return self.stands_on(day) and day - self.verified_on > STALE_AFTER

    @property
    def reason(self) -> CloseReason:
        """Tell why the posting closed."""
        return CloseReason(str(self.close_reason))

    @property
    def expired(self) -> bool:
        """Tell whether the posting closed by itself."""
        return self.close_reason == CloseReason.EXPIRED

    def posted(self) -> JobPosted:
        """State that people are looked for."""
        return JobPosted(
            **self.envelope(self.opens_on),
            posting=self.id,
            employer=self.employer,
            trade=Trade(self.trade),
            workplace=Workplace(self.workplace),
            headcount=self.headcount,
            wage_low_fen=self.wage_low_fen,
            wage_high_fen=self.wage_high_fen,
        )

    def published(self) -> list[PostingPublished]:
        """State every channel on which the posting appeared."""
        about = self.envelope(self.opens_on)
        return [PostingPublished(**about, posting=self.id, channel=Channel(each)) for each in self.channels]

    def verified(self) -> JobVerified:
        """State that the employer was asked."""
        return JobVerified(**self.envelope(self.verified_on), posting=self.id, trade=Trade(self.trade))

    def closed(self) -> JobClosed:
        """State that nobody is looked for any more."""
        return JobClosed(
            **self.envelope(cast("date", self.closed_on)),
            posting=self.id,
            trade=Trade(self.trade),
            reason=self.reason,
            headcount=self.headcount,
            filled=self.filled,
        )

    def _must_run(self, on: date, field: str) -> None:
        if on < self.opens_on:
            raise BeforeOpeningDay(field, opens_on=self.opens_on)
        if on > self.closes_on:
            raise AfterClosingDay(field, closes_on=self.closes_on)

    def _is_closed(self, on: date) -> PostingClosed:
        return PostingClosed("posting", closed_on=on, reason=self.reason.label)
