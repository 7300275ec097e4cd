"""班次: opened before it begins, worked, and completed after it ended; or cancelled while nobody was there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.volunteers.facts import LONGEST_SHIFT_MINUTES, Post
from services.volunteers.model.table import Table
from shared.clock import shown
from shared.desk import Placed
from shared.facts import Code
from shared.refusals import Refusal

LONGEST = timedelta(minutes=LONGEST_SHIFT_MINUTES)
MARGIN = timedelta(minutes=30)
COMPLETED_WITHIN = timedelta(days=3)


class ShiftState(Code):
    """班次状态"""

    OPEN = "open", "尚未完成"
    COMPLETED = "completed", "已完成"
    CANCELLED = "cancelled", "已取消"
    WITHDRAWN = "withdrawn", "已撤销"


class EndsBeforeStart(Refusal):
    """班次的结束时间须晚于开始时间"""


class ShiftTooLong(Refusal):
    """一个班次最长 {hours} 小时"""


class ShiftHasBegun(Refusal):
    """班次须在开始之前开设:开始时间是 {starts_at},现在已是 {now}"""


class ShiftNotOpen(Refusal):
    """该班次{state},不能再{step}"""


class ShiftNotEnded(Refusal):
    """该班次要到 {ends_at} 才结束,现在还不能登记完成"""


class ShiftNotCompleted(Refusal):
    """该班次{state},只有已完成的班次才能撤销"""


class ShiftNotWorked(Refusal):
    """该班次{state},不能补录"""


class MakeUpTooEarly(Refusal):
    """该班次要到 {ends_at} 才结束,结束后才能补录"""


class MakeUpOutsideShift(Refusal):
    """补录的上岗时间须在 {since} 至 {until} 之间,且签退晚于签到"""


class ShiftNotOverdue(Refusal):
    """该班次 {ends_at} 结束,还不必催办"""


class SomebodyCheckedIn(Refusal):
    """该班次已有志愿者签到,不能取消"""


class SignUpWindowWrong(Refusal):
    """报名须先开始后截止,并在班次开始之前截止"""


class SignUpOutsideWindow(Refusal):
    """报名时间为 {since} 至 {until},现在是 {now}"""


class SignUpNotClosed(Refusal):
    """报名要到 {until} 才截止"""


class ShiftBegun(Refusal):
    """班次已于 {starts_at} 开始,不能再{step}"""


class PostNotOffered(Refusal):
    """该班次没有“{post}”岗位"""


class CheckInOutsideWindow(Refusal):
    """签到时间须在 {since} 至 {until} 之间"""


class ShiftPost(Table):
    """岗位: how many a shift needs at a post, and how many people were served there."""

    __tablename__ = "shift_post"

    shift: Mapped[UUID] = mapped_column(Uuid, ForeignKey("shift.id"), primary_key=True)
    post: Mapped[str] = mapped_column(Text, primary_key=True)
    needed: Mapped[int]
    served: Mapped[int] = mapped_column(default=0)


class Shift(Placed, Table):
    """班次: some hours at a station, with so many needed at each post; `revision` counts how often it was told."""

    __tablename__ = "shift"
    __table_args__ = (
        CheckConstraint("opened_at < starts_at", name="opened_before_it_began"),
        CheckConstraint("starts_at < ends_at", name="ends_after_it_starts"),
        CheckConstraint(
            "sign_up_from < sign_up_until AND sign_up_until <= starts_at", name="signed_up_for_before_it_began"
        ),
        Index("shift_by_station", "station", "held_on"),
        Index("shift_still_open", "ends_at", postgresql_where=text("state = 'open'")),
        Index("shift_by_place", "place", "held_on"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    station: Mapped[UUID] = mapped_column(Uuid, ForeignKey("station.id"))
    project: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("project.id"))
    starts_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ends_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    sign_up_from: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    sign_up_until: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    held_on: Mapped[date]
    state: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    opened_by: Mapped[UUID | None] = mapped_column(Uuid)
    reminded_on: Mapped[date | None]
    cancelled_reason: Mapped[str | None] = mapped_column(Text)
    posts: Mapped[list[ShiftPost]] = relationship(order_by=ShiftPost.post)

    def open(self) -> None:
        """Open the shift; raises EndsBeforeStart, ShiftTooLong, ShiftHasBegun, SignUpWindowWrong."""
        if self.ends_at <= self.starts_at:
            raise EndsBeforeStart("ends_at")
        if self.ends_at - self.starts_at > LONGEST:
            raise ShiftTooLong("ends_at", hours=LONGEST // timedelta(hours=1))
        if self.opened_at >= self.starts_at:
            raise ShiftHasBegun("starts_at", starts_at=shown(self.starts_at), now=shown(self.opened_at))
        if not self.sign_up_from < self.sign_up_until <= self.starts_at:
            raise SignUpWindowWrong("sign_up_until")
        self.state, self.revision = ShiftState.OPEN.value, 0

    def must_take_sign_ups(self, post: Post, now: datetime) -> None:
        """Refuse a sign-up when the shift is over, for a post it has not, or outside the time for signing up."""
        self.must_be_open("报名")
        self.post(post)
        if not self.sign_up_from <= now < self.sign_up_until:
            since, until = shown(self.sign_up_from), shown(self.sign_up_until)
            raise SignUpOutsideWindow("shift", since=since, until=until, now=shown(now))

    def must_have_closed_sign_up(self, now: datetime) -> None:
        """Refuse to close the line as long as people may sign up; raises SignUpNotClosed."""
        if now < self.sign_up_until:
            raise SignUpNotClosed("shift", until=shown(self.sign_up_until))

    def must_be_ahead(self, now: datetime, step: str) -> None:
        """Refuse a step that only a shift still to come may take; raises ShiftNotOpen, ShiftBegun."""
        self.must_be_open(step)
        if now >= self.starts_at:
            raise ShiftBegun("shift", starts_at=shown(self.starts_at), step=step)

    def must_admit(self, post: Post, at: datetime) -> None:
        """Refuse a check-in when the shift is over, at a post it has not, or too early or late."""
        self.must_be_open("签到")
        self.post(post)
        if not self.starts_at - MARGIN <= at <= self.ends_at:
            raise CheckInOutsideWindow("at", since=shown(self.starts_at - MARGIN), until=shown(self.ends_at))

    def cancel(self, reason: str, *, somebody_was_there: bool) -> None:
        """Call the shift off; raises ShiftNotOpen, SomebodyCheckedIn."""
        self.must_be_open("取消")
        if somebody_was_there:
            raise SomebodyCheckedIn("shift")
        self.state, self.cancelled_reason = ShiftState.CANCELLED.value, reason

    def remind(self, now: datetime, today: date) -> None:
        """Note that nobody has completed the shift for long; raises ShiftNotOpen, ShiftNotOverdue."""
        self.must_be_open("催办")
        if now < self.ends_at + COMPLETED_WITHIN:
            raise ShiftNotOverdue("shift", ends_at=shown(self.ends_at))
        self.reminded_on = today

    def withdraw(self, reason: str) -> None:
        """Take a completed shift back, whose minutes stay with those who earned them; raises ShiftNotCompleted."""
        if not self.completed:
            raise ShiftNotCompleted("shift", state=ShiftState(self.state).label)
        self.state, self.cancelled_reason = ShiftState.WITHDRAWN.value, reason

    def must_have_been_worked(self, post: Post, came_at: datetime, left_at: datetime, now: datetime) -> None:
        """Refuse to make up an attendance of a shift to come or called off, at no post of it, or outside its hours."""
        if self.state not in {ShiftState.OPEN, ShiftState.COMPLETED}:
            raise ShiftNotWorked("shift", state=ShiftState(self.state).label)
        if now < self.ends_at:
            raise MakeUpTooEarly("shift", ends_at=shown(self.ends_at))
        self.post(post)
        since, until = self.starts_at - MARGIN, self.ends_at + MARGIN
        if not since <= came_at < left_at <= until:
            raise MakeUpOutsideShift("came_at", since=shown(since), until=shown(until))

    def complete(self, now: datetime, served: Mapping[Post, int]) -> None:
        """End the shift with how many people each post served; raises ShiftNotOpen, ShiftNotEnded, PostNotOffered."""
        self.must_be_open("登记完成")
        if now < self.ends_at:
            raise ShiftNotEnded("shift", ends_at=shown(self.ends_at))
        for post, people in served.items():
            self.post(post).served = people
        self.state, self.revision = ShiftState.COMPLETED.value, 1

    def post(self, post: Post) -> ShiftPost:
        """Find what the shift needs at a post; raises PostNotOffered."""
        for each in self.posts:
            if each.post == post:
                return each
        raise PostNotOffered("post", post=post.label)

    def must_be_open(self, step: str) -> None:
        """Refuse a step that only a shift which is not over may take."""
        if self.state != ShiftState.OPEN:
            raise ShiftNotOpen("shift", state=ShiftState(self.state).label, step=step)

    @property
    def needed(self) -> int:
        """Tell how many the shift needs at all its posts."""
        return sum(each.needed for each in self.posts)

    @property
    def completed(self) -> bool:
        """Tell whether its attendance is certified."""
        return self.state == ShiftState.COMPLETED

    def filled_by(self, posts: Iterable[str]) -> int:
        """Tell how many of the places needed were filled; one too many at a post fills no other."""
        came = Counter(posts)
        return sum(min(each.needed, came[each.post]) for each in self.posts)
