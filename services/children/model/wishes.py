"""微心愿: a wish from gathering to thanks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid5

from sqlalchemy import CheckConstraint, DateTime, Index, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.children.facts.wishes import (
    AgeBand,
    CancelReason,
    Handover,
    Thanks,
    Verdict,
    WishClaimed,
    WishFulfilled,
    WishGathered,
    WishItem,
)
from services.children.model.cases import age_in_months
from services.children.model.table import Table
from shared.desk import Placed
from shared.facts import Code
from shared.refusals import Refusal

MOST_FEN = 30_000
SEND_WITHIN = timedelta(days=11)
DELIVER_WITHIN = timedelta(days=21)
WORN = frozenset({WishItem.COAT, WishItem.SHOES})
BANDS = ((7, AgeBand.UNDER_SEVEN), (10, AgeBand.SEVEN), (13, AgeBand.TEN), (200, AgeBand.THIRTEEN))


class WishState(Code):
    """心愿状态"""

    GATHERED = "gathered", "待审核"
    APPROVED = "approved", "待公开"
    REJECTED = "rejected", "未通过审核"
    PUBLISHED = "published", "正在公开认领"
    CLAIMED = "claimed", "已认领、待寄送"
    SENT = "sent", "已寄送"
    DELIVERED = "delivered", "已送达"
    THANKED = "thanked", "已反馈"
    CANCELLED = "cancelled", "已撤销"


UNFINISHED = frozenset({WishState.GATHERED, WishState.APPROVED, WishState.PUBLISHED, WishState.CLAIMED, WishState.SENT})
CANCELLABLE = frozenset({WishState.GATHERED, WishState.APPROVED, WishState.PUBLISHED})


class WishNotNext(Refusal):
    """这个心愿{state},现在不能{step}"""


class WishTooDear(Refusal):
    """一个微心愿最多 {most} 元"""


class SizeMissing(Refusal):
    """冬衣和棉鞋须选择尺码"""


class SizeNotAsked(Refusal):
    """只有冬衣和棉鞋才选择尺码"""


class OwnWish(Refusal):
    """征集心愿的人不能审核自己征集的心愿"""


class SharesGone(Refusal):
    """这个心愿只剩 {left} 份可以认领"""


class BeforeLastStep(Refusal):
    """日期 {day} 早于上一步的日期 {before}"""


class NotLateYet(Refusal):
    """这个心愿要到 {day} 才算逾期"""


class Wish(Placed, Table):
    """微心愿: composed from reviewed choices, and holding no child; `round` counts how often it was claimed whole."""

    __tablename__ = "wish"
    __table_args__ = (
        CheckConstraint("taken BETWEEN 0 AND shares", name="no_share_is_promised_twice"),
        CheckConstraint("reviewed_by <> gathered_by", name="nobody_reviews_their_own"),
        Index("wish_by_state", "state", "published_on", "id"),
        Index("wish_by_place", "place", "gathered_on"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    item: Mapped[str]
    reason: Mapped[str]
    size: Mapped[str | None]
    age_band: Mapped[str]
    value_fen: Mapped[int]
    shares: Mapped[int]
    taken: Mapped[int]
    state: Mapped[str]
    round: Mapped[int]
    gathered_on: Mapped[date]
    gathered_by: Mapped[UUID] = mapped_column(Uuid)
    reviewed_by: Mapped[UUID | None] = mapped_column(Uuid)
    reviewed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    verdict: Mapped[str | None]
    published_on: Mapped[date | None]
    claimed_on: Mapped[date | None]
    lapsed_on: Mapped[date | None]
    sent_on: Mapped[date | None]
    delivered_on: Mapped[date | None]
    handed_at: Mapped[str | None]
    thanks: Mapped[str | None]
    cancel_reason: Mapped[str | None]

    def gather(self, born_month: str) -> None:
        """Begin a wish; raises WishTooDear, SizeMissing, SizeNotAsked."""
        if self.value_fen > MOST_FEN:
            raise WishTooDear("value_fen", most=MOST_FEN // 100)
        if (self.item in WORN) != (self.size is not None):
            raise SizeMissing("size") if self.item in WORN else SizeNotAsked("size")
        self.age_band = band_of(born_month, self.gathered_on).value
        self.state, self.taken, self.round = WishState.GATHERED.value, 0, 0

    def review(self, by: UUID, at: datetime, verdict: Verdict) -> None:
        """Approve or reject the wish; raises WishNotNext, OwnWish."""
        self.must_be("审核", WishState.GATHERED)
        if by == self.gathered_by:
            raise OwnWish("reviewed_by")
        self.reviewed_by, self.reviewed_at, self.verdict = by, at, verdict.value
        self.state = (WishState.APPROVED if verdict is Verdict.APPROVED else WishState.REJECTED).value

    def publish(self, on: date) -> None:
        """Show the wish's card; raises WishNotNext, BeforeLastStep."""
        self.must_be("公开", WishState.APPROVED)
        _in_order(on, self.gathered_on, "published_on")
        self.state, self.published_on = WishState.PUBLISHED.value, on

    def take(self, shares: int, on: date, last: date | None = None) -> bool:
        """Promise shares, not before the last promise, and tell whether all are; raises WishNotNext, SharesGone."""
        self.must_be("认领", WishState.PUBLISHED)
        _in_order(on, last or self.published_on, "claimed_on")
        if shares > self.left:
            raise SharesGone("shares", left=self.left)
        self.taken, self.lapsed_on = self.taken + shares, None
        if self.left:
            return False
        self.state, self.claimed_on, self.round = WishState.CLAIMED.value, on, self.round + 1
        return True

    def give_back(self, shares: int, *states: WishState) -> bool:
        """Free shares again, and tell whether the wish had been claimed whole; raises WishNotNext."""
        self.must_be("重新公开", *states)
        was_whole = self.state != WishState.PUBLISHED
        self.state, self.taken = WishState.PUBLISHED.value, self.taken - shares
        self.claimed_on = self.sent_on = None
        return was_whole

    def send(self, on: date) -> None:
        """Note that everything promised is on its way; raises WishNotNext, BeforeLastStep."""
        self.must_be("寄送", WishState.CLAIMED)
        _in_order(on, self.claimed_on, "sent_on")
        self.state, self.sent_on = WishState.SENT.value, on

    def deliver(self, on: date, at: Handover) -> None:
        """Hand it to the child; raises WishNotNext, BeforeLastStep."""
        self.must_be("送达", WishState.SENT)
        _in_order(on, self.sent_on, "delivered_on")
        self.state, self.delivered_on, self.handed_at = WishState.DELIVERED.value, on, at.value

    def thank(self, thanks: Thanks) -> None:
        """Close the wish with the child's answer; raises WishNotNext."""
        self.must_be("反馈", WishState.DELIVERED)
        self.state, self.thanks = WishState.THANKED.value, thanks.value

    def cancel(self, reason: CancelReason) -> None:
        """Take the wish back while nobody has promised it; raises WishNotNext."""
        self.must_be("撤销", *CANCELLABLE)
        if self.taken:
            raise WishNotNext("state", state="已有人认领", step="撤销")
        self.state, self.cancel_reason = WishState.CANCELLED.value, reason.value

    def must_be_late(self, on: date) -> None:
        """Refuse to call the wish late before it is; raises WishNotNext, NotLateYet."""
        self.must_be("按逾期处理", WishState.CLAIMED, WishState.SENT)
        if on < self.late_on:
            raise NotLateYet("wish", day=self.late_on)

    def must_be(self, step: str, *states: WishState) -> None:
        """Refuse a step that is not next; raises WishNotNext."""
        if self.state not in states:
            raise WishNotNext("state", state=WishState(self.state).label, step=step)

    @property
    def late_on(self) -> date:
        """Tell the first day on which what comes next is late: what is claimed is sent, what is sent comes."""
        if self.sent_on is not None:
            return self.sent_on + DELIVER_WITHIN
        return cast("date", self.claimed_on) + SEND_WITHIN

    @property
    def left(self) -> int:
        """Tell how many shares nobody has promised yet."""
        return self.shares - self.taken

    def gathered(self) -> WishGathered:
        """Say that the wish was made."""
        return WishGathered(**self.envelope(self.gathered_on), wish=self.id, item=WishItem(self.item))

    def claimed(self, on: date) -> WishClaimed:
        """Say that the wish is claimed whole."""
        return WishClaimed(**self.envelope(on), wish=self.id)

    def fulfilled(self, on: date) -> WishFulfilled:
        """Say that the child has it."""
        return WishFulfilled(**self.envelope(on), wish=self.id)

    def fact_id(self, word: str) -> UUID:
        """Name a fact about the wish; a wish that is claimed again tells it again under another name."""
        return uuid5(self.id, f"{word}:{self.round}")


def band_of(born_month: str, day: date) -> AgeBand:
    """Tell the band of ages that a card shows in place of an age."""
    years = age_in_months(born_month, day) // 12
    return next(band for below, band in BANDS if years < below)


def chosen(fields: dict[str, Any], *names: str) -> dict[str, Any]:
    """Pick the codes that a card is composed of."""
    return {name: fields[name].value if fields[name] is not None else None for name in names}


def _in_order(on: date, before: date | None, field: str) -> None:
    if before is not None and on < before:
        raise BeforeLastStep(field, day=on, before=before)
