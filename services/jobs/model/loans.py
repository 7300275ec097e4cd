"""蜀青振兴贷: its stages and rules, and the facts it states."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid5

from sqlalchemy import DateTime, ForeignKey, Index, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.jobs.facts.loans import LoanAdvanced, LoanStage
from services.jobs.model.table import Table
from shared.desk import Placed
from shared.refusals import Refusal

FIRST = {LoanStage.RECOMMENDED}
NEXT: dict[str | None, set[LoanStage]] = {
    LoanStage.RECOMMENDED: {LoanStage.ACCEPTED, LoanStage.REJECTED},
    LoanStage.ACCEPTED: {LoanStage.CREDITED, LoanStage.REJECTED},
    LoanStage.CREDITED: {LoanStage.DISBURSED, LoanStage.REJECTED},
}
ONE_LOAN_UNDER_WAY = "one_loan_under_way"


class LoanNotNext(Refusal):
    """这笔贷款{stage},现在不能办理“{step}”"""


class BeforeLastStage(Refusal):
    """这笔贷款于 {reached_on} 办理“{stage}”,下一环节的日期不能早于这一天"""


class DisbursedOverCredit(Refusal):
    """放款 {amount_fen} 分,超过授信 {credit_fen} 分"""


class LoanUnderWay(Refusal):
    """该申请人已有一笔贷款正在办理"""


class LoanStep(Table):
    """办理环节: a stage that a loan reached; one taken back stays, and counts no more."""

    __tablename__ = "loan_step"

    loan: Mapped[UUID] = mapped_column(ForeignKey("loan.id"), primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True)
    stage: Mapped[str] = mapped_column(Text)
    reached_on: Mapped[date]
    amount_fen: Mapped[int]
    recorded_by: Mapped[UUID | None] = mapped_column(Uuid)
    taken_back_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    taken_back_reason: Mapped[str | None] = mapped_column(Text)

    @property
    def fact_id(self) -> UUID:
        """Name the fact of this step."""
        return uuid5(self.loan, f"{self.turn}:{self.stage}")


class Loan(Placed, Table):
    """蜀青振兴贷: recommended, accepted, granted and paid out, or refused; `stage` is empty once it was taken back."""

    __tablename__ = "loan"
    __table_args__ = (
        Index("loan_by_place", "place", "id"),
        Index(
            ONE_LOAN_UNDER_WAY,
            "borrower",
            unique=True,
            postgresql_where=text("stage IN ('recommended', 'accepted', 'credited')"),
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    borrower: Mapped[UUID] = mapped_column(Uuid)
    stage: Mapped[str | None] = mapped_column(Text)
    reject_reason: Mapped[str | None] = mapped_column(Text)
    steps: Mapped[list[LoanStep]] = relationship(order_by=LoanStep.turn)

    @property
    def standing(self) -> list[LoanStep]:
        """List the steps that were not taken back."""
        return [each for each in self.steps if each.taken_back_at is None]

    def reach(self, stage: LoanStage, on: date, amount_fen: int, by: UUID | None) -> LoanStep:
        """Reach the next stage; raises LoanNotNext, BeforeLastStage, DisbursedOverCredit."""
        last = self.standing[-1] if self.standing else None
        if stage not in (NEXT.get(self.stage, set()) if self.steps else FIRST):
            raise LoanNotNext("loan", stage=self._said, step=stage.label)
        if last and on < last.reached_on:
            raise BeforeLastStage("on", reached_on=last.reached_on, stage=LoanStage(last.stage).label)
        if last and stage is LoanStage.DISBURSED and amount_fen > last.amount_fen:
            raise DisbursedOverCredit("amount_fen", amount_fen=amount_fen, credit_fen=last.amount_fen)
        step = LoanStep(
            loan=self.id, turn=len(self.steps), stage=stage.value, reached_on=on, amount_fen=amount_fen, recorded_by=by
        )
        self.steps.append(step)
        self.stage = stage.value
        return step

    def take_back(self, at: datetime, reason: str) -> LoanStep:
        """Take the last stage back, which was recorded wrongly; raises LoanNotNext."""
        if not self.standing:
            raise LoanNotNext("loan", stage=self._said, step="撤回环节")
        step = self.standing[-1]
        step.taken_back_at, step.taken_back_reason = at, reason
        self.stage = self.standing[-1].stage if self.standing else None
        self.reject_reason = None
        return step

    def advanced(self, step: LoanStep) -> LoanAdvanced:
        """State that the loan reached a stage."""
        return LoanAdvanced(
            **self.envelope(step.reached_on),
            loan=self.id,
            borrower=self.borrower,
            stage=LoanStage(step.stage),
            amount_fen=step.amount_fen,
        )

    @property
    def _said(self) -> str:
        return f"已{LoanStage(self.stage).label}" if self.stage else "已撤回"
