"""月报: what each city owes for each month of a season and once after it, the steps it takes, and what it froze."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import (
    ARRAY,
    CHAR,
    BigInteger,
    DateTime,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.facts import WRITABLE, ReturnKind, ReturnState, ReturnStep
from services.reporting.model.counts import Row
from shared.acts.book import StaleRevision
from shared.refusals import Refusal

RETURNS = UUID("6e75616e-646f-4e67-8000-72657475726e")

MAY = {
    ReturnStep.NARRATE: WRITABLE,
    ReturnStep.CONFIRM: WRITABLE,
    ReturnStep.SUBMIT: WRITABLE,
    ReturnStep.SEND_BACK: frozenset({ReturnState.SUBMITTED}),
    ReturnStep.ACCEPT: frozenset({ReturnState.SUBMITTED}),
    ReturnStep.CORRECT: frozenset({ReturnState.ACCEPTED}),
    ReturnStep.UNLOCK: frozenset(ReturnState),
}
LEADS_TO = {
    ReturnStep.SUBMIT: ReturnState.SUBMITTED,
    ReturnStep.SEND_BACK: ReturnState.SENT_BACK,
    ReturnStep.ACCEPT: ReturnState.ACCEPTED,
    ReturnStep.CORRECT: ReturnState.CORRECTING,
}


class ReturnNotAtThisStep(Refusal):
    """{month} 的月报现为“{state}”,不能{step}"""


class ReturnLocked(Refusal):
    """{season} 季已于 {closed} 截止,月报不能再{step};确需改动的,请省级审批人解锁"""


class UnlockEnded(Refusal):
    """解锁期限 {until} 早于今天"""


def return_id(city: str, month: str) -> UUID:
    """Name the return of a city for a month, or for a season."""
    return uuid5(RETURNS, f"{city}:{month}")


def period_id(month: str) -> UUID:
    """Name the returns of all cities for a month, or for a season."""
    return uuid5(RETURNS, month)


class MonthlyReturn(Row):
    """月报: owed since it opened, written by its city, frozen each time it is submitted."""

    __tablename__ = "monthly_return"
    __table_args__ = (
        UniqueConstraint("month", "city", name="one_return_of_a_city"),
        Index("monthly_return_of_a_season", "season", "city"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    city: Mapped[str] = mapped_column(CHAR(12))
    organisation: Mapped[UUID] = mapped_column(Uuid)
    month: Mapped[str]
    season: Mapped[str]
    kind: Mapped[str]
    counties: Mapped[list[str]] = mapped_column(ARRAY(Text))
    opened_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    due_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    due_on: Mapped[date]
    state: Mapped[str]
    revision: Mapped[int]
    highlights: Mapped[str]
    problems: Mapped[str]
    next_steps: Mapped[str]
    nothing: Mapped[bool]
    submitted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    freezes: Mapped[int]
    corrections: Mapped[int]
    unlocked_by: Mapped[UUID | None] = mapped_column(Uuid)
    unlocked_reason: Mapped[str | None]
    unlocked_until: Mapped[date | None]

    @property
    def on_time(self) -> bool | None:
        """Tell whether it was first submitted by its deadline; accepting it may take longer."""
        return None if self.submitted_at is None else self.submitted_at <= self.due_at

    @property
    def is_writable(self) -> bool:
        """Tell whether it is with its city, so that its figures are live."""
        return ReturnState(self.state) in WRITABLE

    @property
    def is_closing(self) -> bool:
        """Tell the settlement after a season from a month's return."""
        return self.kind == ReturnKind.CLOSING

    def take(self, step: ReturnStep, revision: int) -> None:
        """Go one step on; raises ReturnNotAtThisStep, StaleRevision."""
        self.must_allow(step)
        self.must_be_known(revision)
        self.state = LEADS_TO.get(step, ReturnState(self.state)).value
        self.revision += 1

    def must_allow(self, step: ReturnStep) -> None:
        """Refuse a step that does not follow from the state."""
        state = ReturnState(self.state)
        if state not in MAY[step]:
            raise ReturnNotAtThisStep("month", month=self.month, state=state.label, step=step.label)

    def must_be_known(self, revision: int) -> None:
        """Refuse whoever knows an older revision; raises StaleRevision."""
        if revision != self.revision:
            raise StaleRevision("revision", given=revision, current=self.revision)

    def must_be_unlocked(self, step: ReturnStep, closes_on: date, today: date) -> None:
        """Refuse a change after the campaign has closed, but for a city that was given longer."""
        if today > max(closes_on, self.unlocked_until or closes_on):
            raise ReturnLocked("month", season=self.season, closed=closes_on, step=step.label)

    def unlock(self, by: UUID, reason: str, until: date, today: date) -> None:
        """Let the city change it until a day; raises UnlockEnded."""
        if until < today:
            raise UnlockEnded("until", until=until)
        self.unlocked_by, self.unlocked_reason, self.unlocked_until = by, reason, until


def _of_return(name: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint([name], ["monthly_return.id"])


class CountyConfirmed(Row):
    """已核对: a county looked at its own part of a return."""

    __tablename__ = "county_confirmed"
    __table_args__ = (PrimaryKeyConstraint("return_id", "county"), _of_return("return_id"))

    return_id: Mapped[UUID] = mapped_column(Uuid)
    county: Mapped[str] = mapped_column(CHAR(12))
    by: Mapped[UUID] = mapped_column(Uuid)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class StepTaken(Row):
    """Who took a return which step further, when and why; never rewritten."""

    __tablename__ = "return_step"
    __table_args__ = (PrimaryKeyConstraint("return_id", "revision"), _of_return("return_id"))

    return_id: Mapped[UUID] = mapped_column(Uuid)
    revision: Mapped[int]
    step: Mapped[str]
    by: Mapped[UUID | None] = mapped_column(Uuid)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    reason: Mapped[str]


class Frozen(Row):
    """What a return said when it was submitted for the nth time, and what had been counted by then."""

    __tablename__ = "frozen"
    __table_args__ = (PrimaryKeyConstraint("return_id", "number"), _of_return("return_id"))

    return_id: Mapped[UUID] = mapped_column(Uuid)
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    hash: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    positions: Mapped[dict[str, Any]] = mapped_column(JSONB)


class FrozenShare(Row):
    """What a frozen return adds to a Σ of a month: the shares of all that stand are what was reported of it."""

    __tablename__ = "frozen_share"
    __table_args__ = (
        PrimaryKeyConstraint("return_id", "number", "month", "indicator", "breakdown"),
        ForeignKeyConstraint(["return_id", "number"], ["frozen.return_id", "frozen.number"]),
    )

    return_id: Mapped[UUID] = mapped_column(Uuid)
    number: Mapped[int]
    month: Mapped[str]
    indicator: Mapped[str]
    breakdown: Mapped[str]
    value: Mapped[int] = mapped_column(BigInteger)
