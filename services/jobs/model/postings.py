"""岗位: its states and rules, and the facts it states."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, Uuid, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
from services.jobs.model.announcements import AnnouncedAlready, Announcement
from services.jobs.model.table import Table, telling
from shared.desk import Placed
from shared.refusals import Refusal

ONE_POSTING_PER_EXTERNAL_ID = "one_posting_per_external_id"
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


class PostingKnown(Refusal):
    """该用人单位外部编号为 {external_id} 的岗位已经发布过(岗位编号 {posting})"""


class HeadcountUnderFilled(Refusal):
    """已招到 {filled} 人,招聘人数不能少于这个数"""


class ClosesInPast(Refusal):
    """截止日期不能早于今天({today})"""


class StillOpen(Refusal):
    """该岗位还在招聘,不必恢复"""


class NotStale(Refusal):
    """该岗位 {verified_on} 核实过,{days} 天内不必提醒"""


_PAIRS = "bigrams((title || ' '::text) || external_id)"
POSTING_WORDS = literal_column("posting.title || ' ' || posting.external_id", Text)
"""What a posting is found by; its pairs of characters are indexed."""


class Posting(Placed, Table):
    """岗位: so many people wanted by one employer; open while `closed_on` is empty.

    `revision` counts how often it was told, `closings` how often it was closed.
    """

    __tablename__ = "posting"
    __table_args__ = (
        CheckConstraint("filled <= headcount", name="no_more_filled_than_wanted"),
        CheckConstraint("opens_on <= closes_on", name="closes_after_it_opens"),
        Index("posting_by_place", "place", "opens_on", "id"),
        Index("posting_by_words", literal_column(_PAIRS), postgresql_using="gin"),
        Index("posting_open", "closes_on", postgresql_where=text("closed_on IS NULL")),
        Index(
            ONE_POSTING_PER_EXTERNAL_ID,
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
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    verified_on: Mapped[date]
    closed_on: Mapped[date | None]
    close_reason: Mapped[str | None] = mapped_column(Text)
    filled: Mapped[int]
    revision: Mapped[int]
    closings: Mapped[int]
    reminded_on: Mapped[date | None]
    announcements: Mapped[list[Announcement]] = relationship(order_by=(Announcement.announced_on, Announcement.channel))

    def verify(self, on: date) -> None:
        """Note, perhaps late, that the employer was asked; raises PostingClosed, AlreadyVerified, the rules of days."""
        if self.closed_on is not None and on >= self.closed_on:
            raise self._is_closed(self.closed_on)
        self._must_run(on, "verified_on")
        if on <= self.verified_on:
            raise AlreadyVerified("verified_on", verified_on=self.verified_on)
        self.verified_on, self.reminded_on = on, None

    def remind(self, on: date) -> None:
        """Note that nobody has verified the posting for long; raises PostingClosed, NotStale."""
        if self.closed_on is not None:
            raise self._is_closed(self.closed_on)
        if not self.stale_on(on):
            raise NotStale("posting", verified_on=self.verified_on, days=STALE_AFTER.days)
        self.reminded_on = on

    def announce(self, channel: Channel, on: date) -> PostingPublished:
        """Note that the posting appeared on a channel, and state it; raises AnnouncedAlready, the rules of days."""
        self._must_run(on, "announced_on")
        if self.closed_on is not None and on >= self.closed_on:
            raise self._is_closed(self.closed_on)
        if any((each.channel, each.announced_on) == (channel, on) for each in self.announcements):
            raise AnnouncedAlready("channel", announced_on=on, channel=channel.label)
        self.announcements.append(Announcement(channel=channel.value, announced_on=on))
        return PostingPublished(**self.envelope(on), posting=self.id, channel=channel)

    def change(self, today: date, fields: Mapping[str, Any]) -> UUID:
        """Put right what is looked for, and name the fact that said it; raises PostingClosed, HeadcountUnderFilled."""
        if self.closed_on is not None:
            raise self._is_closed(self.closed_on)
        self._must_close_later(today, fields["closes_on"])
        if fields["headcount"] < self.filled:
            raise HeadcountUnderFilled("headcount", filled=self.filled)
        before = self.posted_id
        for name, value in fields.items():
            setattr(self, name, value)
        self.revision += 1
        return before

    def fill(self, on: date, filled: int) -> None:
        """Note how many were found so far, which closes the posting when nobody more is wanted."""
        if filled == self.headcount:
            self.close(on, CloseReason.FILLED, filled)
            return
        if self.closed_on is not None:
            raise self._is_closed(self.closed_on)
        self._must_run(on, "filled_on")
        self._must_fit(filled)
        self.filled = filled

    def expire(self, today: date) -> None:
        """Close the posting from the day after its last on; raises PostingClosed, NotYetExpired."""
        if self.closed_on is not None:
            raise self._is_closed(self.closed_on)
        if today <= self.closes_on:
            raise NotYetExpired("reason", closes_on=self.closes_on)
        self.closed_on, self.close_reason = self.closes_on + timedelta(days=1), CloseReason.EXPIRED.value
        self.closings += 1

    def close(self, on: date, reason: CloseReason, filled: int | None) -> None:
        """Close the posting on somebody's word, which takes the place of an expiry; raises the rules it breaks."""
        if self.closed_on is not None and not self.expired:
            raise self._is_closed(self.closed_on)
        self._must_run(on, "closed_on")
        found = self.filled if filled is None else filled
        self._must_fit(found)
        if reason is CloseReason.FILLED and not found:
            raise NobodyFilled("filled")
        self.closed_on, self.close_reason, self.filled = on, reason.value, found
        self.closings += 1

    def reopen(self, today: date, closes_on: date) -> UUID:
        """Look for people again, and name the fact of the closing; raises StillOpen, ClosesInPast."""
        if self.closed_on is None:
            raise StillOpen("posting")
        self._must_close_later(today, closes_on)
        closing = self.closed_id
        self.closes_on, self.closed_on, self.close_reason = closes_on, None, None
        return closing

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

    @property
    def posted_id(self) -> UUID:
        """Name the fact of its being posted, as it was last told."""
        return telling(self.id, "posted", self.revision)

    @property
    def closed_id(self) -> UUID:
        """Name the fact of its last closing."""
        return telling(self.id, "expired" if self.expired else "closed", self.closings)

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

    def _must_close_later(self, today: date, closes_on: date) -> None:
        if closes_on < today:
            raise ClosesInPast("closes_on", today=today)

    def _must_fit(self, filled: int) -> None:
        if filled > self.headcount:
            raise FilledOverHeadcount("filled", filled=filled, headcount=self.headcount)

    def _is_closed(self, on: date) -> PostingClosed:
        return PostingClosed("posting", closed_on=on, reason=self.reason.label)
