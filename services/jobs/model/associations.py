"""协会与会员: their rules, and the facts they state."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID, uuid5

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from services.jobs.facts.associations import (
    AssociationClosed,
    AssociationKind,
    AssociationOpened,
    Joining,
    MemberAdmitted,
    MemberLeft,
)
from services.jobs.model.table import JointlyPlaced, Table
from shared.refusals import Refusal


class AssociationHasClosed(Refusal):
    """该协会已于 {closed_on} 注销"""


class BeforeAssociationOpened(Refusal):
    """该协会 {opened_on} 登记,所填日期不能早于这一天"""


class MemberHasLeft(Refusal):
    """该会员已于 {left_on} 退会"""


class MembershipStruck(Refusal):
    """该会籍已作为误录作废"""


class LeftBeforeAdmitted(Refusal):
    """会员 {member} 于 {admitted_on} 入会,退会日期不能早于这一天"""


class Association(JointlyPlaced, Table):
    """协会或联盟: stands in a city or county from one day to another."""

    __tablename__ = "association"
    __table_args__ = (
        CheckConstraint("closed_on >= opened_on", name="association_closed_after_it_opened"),
        Index("association_by_place", "place", "id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]

    def must_stand(self, on: date, field: str) -> None:
        """Refuse a day before it opened, and every day once it has closed."""
        if self.closed_on is not None:
            raise AssociationHasClosed("association", closed_on=self.closed_on)
        if on < self.opened_on:
            raise BeforeAssociationOpened(field, opened_on=self.opened_on)

    def close(self, on: date) -> None:
        """Close it; raises AssociationHasClosed, BeforeAssociationOpened."""
        self.must_stand(on, "closed_on")
        self.closed_on = on

    def opened(self) -> tuple[AssociationOpened, UUID]:
        """State that it stands, and name the fact."""
        return AssociationOpened(**self.envelope(self.opened_on), **self.what), uuid5(self.id, "opened")

    def closed(self) -> tuple[AssociationClosed, UUID]:
        """State that it stands no longer, and name the fact."""
        about = self.envelope(cast("date", self.closed_on))
        return AssociationClosed(**about, **self.what), uuid5(self.id, "closed")

    @property
    def what(self) -> dict[str, Any]:
        """Gather what every fact about it tells."""
        return {"association": self.id, "kind": AssociationKind(self.kind)}


class Membership(Table):
    """会籍: somebody belongs to an association from one day to another; one struck was recorded by mistake."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("left_on >= admitted_on", name="left_after_admission"),
        Index(
            "one_membership_at_a_time",
            "association",
            "member",
            unique=True,
            postgresql_where=text("left_on IS NULL AND struck_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    association: Mapped[UUID] = mapped_column(ForeignKey("association.id"))
    member: Mapped[UUID] = mapped_column(Uuid)
    joining: Mapped[str] = mapped_column(Text)
    admitted_on: Mapped[date]
    left_on: Mapped[date | None]
    struck_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    struck_reason: Mapped[str | None] = mapped_column(Text)

    def leave(self, on: date) -> None:
        """End the membership; raises MembershipStruck, MemberHasLeft, LeftBeforeAdmitted."""
        self._must_not_be_struck()
        if self.left_on is not None:
            raise MemberHasLeft("membership", left_on=self.left_on)
        if on < self.admitted_on:
            raise LeftBeforeAdmitted("left_on", member=self.member, admitted_on=self.admitted_on)
        self.left_on = on

    def strike(self, at: datetime, reason: str) -> list[UUID]:
        """Strike what was recorded by mistake, and name the facts that told of it; raises MembershipStruck."""
        self._must_not_be_struck()
        self.struck_at, self.struck_reason = at, reason
        return [self._admission, *([self._leaving] if self.left_on else [])]

    def admitted(self, to: Association) -> tuple[MemberAdmitted, UUID]:
        """State that somebody belongs to it, and name the fact."""
        about = to.envelope(self.admitted_on)
        return MemberAdmitted(**about, **to.what, **self._who, joining=Joining(self.joining)), self._admission

    def left(self, of: Association) -> tuple[MemberLeft, UUID]:
        """State that somebody belongs to it no longer, and name the fact."""
        return MemberLeft(**of.envelope(cast("date", self.left_on)), **of.what, **self._who), self._leaving

    def _must_not_be_struck(self) -> None:
        if self.struck_at is not None:
            raise MembershipStruck("membership")

    @property
    def _admission(self) -> UUID:
        return uuid5(self.id, "admitted")

    @property
    def _leaving(self) -> UUID:
        return uuid5(self.id, "left")

    @property
    def _who(self) -> dict[str, Any]:
        return {"membership": self.id, "member": self.member}
