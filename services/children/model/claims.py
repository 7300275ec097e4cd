"""What hangs on a wish: who promised which share, how long it was overdue, and whose it is."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

from sqlalchemy import CheckConstraint, ForeignKey, Index, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from services.children.facts.wishes import ReopenReason, ShareClaimed, WishDelayEnded, WishOverdue
from services.children.model.table import Table
from services.children.model.wishes import Wish
from shared.desk import Placed
from shared.refusals import Refusal


class ClaimReleased(Refusal):
    """这次认领已于 {day} 取消"""


class Claim(Table):
    """认领: somebody's promise of some shares; kept when it is released."""

    __tablename__ = "wish_claim"
    __table_args__ = (Index("wish_claim_by_wish", "wish"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    wish: Mapped[UUID] = mapped_column(Uuid, ForeignKey("wish.id"))
    donor: Mapped[UUID] = mapped_column(Uuid)
    shares: Mapped[int]
    claimed_on: Mapped[date]
    told: Mapped[int]
    released_on: Mapped[date | None]
    release_reason: Mapped[str | None]

    def claimed(self, wish: Wish) -> ShareClaimed:
        """Say that the shares are promised."""
        return ShareClaimed(**wish.envelope(self.claimed_on), wish=wish.id, donor=self.donor, shares=self.shares)

    def release(self, on: date, reason: ReopenReason) -> None:
        """Free the shares again; raises ClaimReleased."""
        if self.released_on is not None:
            raise ClaimReleased("claim", day=self.released_on)
        self.released_on, self.release_reason = on, reason.value

    def stand_again(self) -> None:
        """Let a released promise stand again; it is told under another name."""
        self.released_on, self.release_reason, self.told = None, None, self.told + 1

    @property
    def fact_id(self) -> UUID:
        """Name the fact of the promise."""
        return uuid5(self.id, f"claimed:{self.told}")


class Delay(Table):
    """超时: from when to when one sending of a wish was overdue."""

    __tablename__ = "wish_delay"
    __table_args__ = (
        Index("one_standing_delay", "wish", unique=True, postgresql_where=text("until IS NULL")),
        CheckConstraint("until >= since", name="delay_ends_after_it_begins"),
    )

    wish: Mapped[UUID] = mapped_column(Uuid, ForeignKey("wish.id"), primary_key=True)
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    since: Mapped[date]
    until: Mapped[date | None]

    def began(self, wish: Wish) -> WishOverdue:
        """Say that the wish is overdue."""
        return WishOverdue(**wish.envelope(self.since), wish=wish.id)

    def ended(self, wish: Wish, on: date) -> WishDelayEnded:
        """End the delay, and say so."""
        self.until = max(on, self.since)
        return WishDelayEnded(**wish.envelope(self.until), wish=wish.id)


class Wisher(Placed, Table):
    """心愿主人: which child's wish it is; the one table of wishes that holds a child, and seen in scope alone."""

    __tablename__ = "wisher"
    __table_args__ = (Index("wisher_by_case", "case_id"),)

    wish: Mapped[UUID] = mapped_column(Uuid, ForeignKey("wish.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("child_case.id"))
