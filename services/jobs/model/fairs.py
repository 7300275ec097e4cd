"""专场招聘会: its states and rules, and the facts it states."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID, uuid5

from sqlalchemy import ARRAY, CheckConstraint, DateTime, ForeignKey, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.jobs.facts.hiring import (
    FairHeld,
    FairMode,
    FairOrganiser,
    FairVenue,
    HiresConfirmed,
    PostingOffered,
    Window,
)
from services.jobs.model.postings import Posting
from services.jobs.model.table import JointlyPlaced, Table, telling
from shared.facts import Code
from shared.frame import Frame
from shared.refusals import Refusal


class FairState(Code):
    """招聘会状态"""

    OPENED = "opened", "筹备中"
    HELD = "held", "已举办"
    CONFIRMED = "confirmed", "已核实录用"


class NotNext(Refusal):
    """这场招聘会{state},现在不能{step}"""


class IntentsOverVisitors(Refusal):
    """达成意向 {intents} 人,超过进场 {visitors} 人次"""


class HiresOverIntents(Refusal):
    """实际录用 {hires} 人,超过达成意向 {intents} 人"""


class BeforeFair(Refusal):
    """招聘会于 {held_on} 举办,录用核实日期不能早于这一天"""


class NothingToTakeBack(Refusal):
    """这场招聘会还没有登记举办情况"""


class EmployerNotInvited(Refusal):
    """到场的用人单位 {employer} 不在这场招聘会的展位名单中"""


def window_of(frame: Frame, day: date) -> Window:
    """Tell whether people are on their way home, on their way out again, or neither."""
    campaign = frame.campaign_on(day)
    if campaign is None:
        return Window.OTHER
    if campaign.travel_starts_on <= day <= campaign.homeward_ends_on:
        return Window.HOMEWARD
    return Window.OUTWARD if campaign.homeward_ends_on < day <= campaign.travel_ends_on else Window.OTHER


class Fair(JointlyPlaced, Table):
    """专场招聘会: planned with booths, then held, and later its hires are confirmed."""

    __tablename__ = "fair"
    __table_args__ = (
        CheckConstraint("intents <= visitors", name="no_more_intents_than_visitors"),
        CheckConstraint("hires <= intents", name="no_more_hires_than_intents"),
        Index("fair_by_place", "place", "planned_on", "id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    mode: Mapped[str] = mapped_column(Text)
    venue: Mapped[str] = mapped_column(Text)
    organiser_kind: Mapped[str] = mapped_column(Text)
    planned_on: Mapped[date]
    state: Mapped[str] = mapped_column(Text)
    held_on: Mapped[date | None]
    held_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    travel_window: Mapped[str | None] = mapped_column(Text)
    visitors: Mapped[int | None]
    intents: Mapped[int | None]
    confirmed_on: Mapped[date | None]
    hires: Mapped[int | None]
    holdings: Mapped[int]
    confirmations: Mapped[int]
    reason: Mapped[str | None] = mapped_column(Text)

    def hold(self, on: date, at: datetime, window: Window, visitors: int, intents: int) -> None:
        """Note at an instant how the fair of a day went; raises NotNext, IntentsOverVisitors."""
        self.must_be(FairState.OPENED, "登记举办情况")
        if intents > visitors:
            raise IntentsOverVisitors("intents", intents=intents, visitors=visitors)
        self.state, self.held_on, self.held_at = FairState.HELD.value, on, at
        self.travel_window = window.value
        self.visitors, self.intents = visitors, intents
        self.holdings += 1

    def confirm(self, on: date, hires: int) -> None:
        """Note who really started to work; raises NotNext, BeforeFair, HiresOverIntents."""
        self.must_be(FairState.HELD, "核实录用")
        if self.held_on and on < self.held_on:
            raise BeforeFair("confirmed_on", held_on=self.held_on)
        if hires > (self.intents or 0):
            raise HiresOverIntents("hires", hires=hires, intents=self.intents)
        self.state, self.confirmed_on, self.hires = FairState.CONFIRMED.value, on, hires
        self.confirmations += 1

    def take_back(self, reason: str) -> list[UUID]:
        """Go back a step to put it right, and name the facts that told it; raises NothingToTakeBack."""
        if self.state == FairState.OPENED:
            raise NothingToTakeBack("fair")
        self.reason = reason
        if self.state == FairState.CONFIRMED:
            self.state, self.confirmed_on, self.hires = FairState.HELD.value, None, None
            return [self.confirmed_id]
        self.state, self.held_on, self.held_at, self.travel_window = FairState.OPENED.value, None, None, None
        self.visitors, self.intents = None, None
        return [self.held_id]

    @property
    def held_id(self) -> UUID:
        """Name the fact of its being held, as it was last told."""
        return telling(self.id, "held", self.holdings)

    @property
    def confirmed_id(self) -> UUID:
        """Name the fact of its hires, as they were last told."""
        return telling(self.id, "confirmed", self.confirmations)

    def offer_id(self, posting: UUID) -> UUID:
        """Name the fact that a posting was shown, as it was last told."""
        return telling(self.id, str(posting), self.holdings)

    @property
    def window(self) -> Window:
        """Tell when in the season the fair was held."""
        return Window(str(self.travel_window))

    def held(self, employers: int) -> FairHeld:
        """State how the fair went."""
        return FairHeld(
            **self._as_held(),
            fair=self.id,
            mode=FairMode(self.mode),
            venue=FairVenue(self.venue),
            organiser_kind=FairOrganiser(self.organiser_kind),
            window=self.window,
            employers=employers,
            visitors=self.visitors or 0,
            intents=self.intents or 0,
        )

    def showing(self, posting: Posting) -> UUID:
        """Name a posting as it is shown in this window, at however many fairs."""
        return uuid5(posting.id, self.window)

    def offered(self, posting: Posting) -> PostingOffered:
        """State that a posting was shown."""
        return PostingOffered(
            **self._as_held(),
            fair=self.id,
            posting=posting.id,
            showing=self.showing(posting),
            window=self.window,
            headcount=posting.headcount,
        )

    def confirmed(self) -> HiresConfirmed:
        """State who really started to work."""
        return HiresConfirmed(
            **self.envelope(cast("date", self.confirmed_on)),
            fair=self.id,
            mode=FairMode(self.mode),
            window=self.window,
            hires=self.hires or 0,
        )

    def _as_held(self) -> dict[str, Any]:
        return self.envelope(cast("date", self.held_on))

    def must_be(self, state: FairState, step: str) -> None:
        """Refuse a step that is not next."""
        if self.state != state:
            raise NotNext("state", state=FairState(self.state).label, step=step)


class Booth(Table):
    """展位: an employer invited to a fair with the postings it brings; `came` is told when the fair was held."""

    __tablename__ = "booth"

    fair: Mapped[UUID] = mapped_column(ForeignKey("fair.id"), primary_key=True)
    employer: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    postings: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    came: Mapped[bool]


class Offer(Table):
    """提供岗位: a posting that an employer who came really showed, with the people it wanted."""

    __tablename__ = "offer"

    fair: Mapped[UUID] = mapped_column(ForeignKey("fair.id"), primary_key=True)
    posting: Mapped[UUID] = mapped_column(ForeignKey("posting.id"), primary_key=True)
    showing: Mapped[UUID] = mapped_column(Uuid)
    headcount: Mapped[int]
