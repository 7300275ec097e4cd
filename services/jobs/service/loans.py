"""The doors of 蜀青振兴贷: a door for each stage, and one that takes the last stage back."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from services.jobs.facts.loans import LoanStage
from services.jobs.model.loans import Loan
from services.jobs.schemas.loans import (
    AcceptLoan,
    CreditLoan,
    DisburseLoan,
    RecommendLoan,
    RejectLoan,
    TakeBackLoanStage,
)
from services.jobs.store import held, kept
from services.jobs.store.loans import loan_shown, loans_in, one_loan_under_way
from shared.desk import Desk, envelope, must_be_date, must_cover
from shared.eventlog import reverse, tell
from shared.identity import Role
from shared.worker import read, write


class LoanDoors:
    """蜀青振兴贷: recommend, accept, grant, pay out or refuse."""

    @write(RecommendLoan, Role.RECORDER)
    def recommend_loan(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Recommend a young person to the bank, who has no other loan under way."""
        must_be_date(desk, fields["on"], "on")
        where = envelope(desk, fields["place"], fields["organisation"], fields["on"])
        loan = Loan(id=id, borrower=fields["borrower"], **Loan.columns(where))
        with one_loan_under_way(desk.session):
            desk.session.add(loan)
            return _reached(desk, loan, LoanStage.RECOMMENDED, fields["on"], fields["amount_fen"])

    @write(AcceptLoan, Role.RECORDER)
    def accept_loan(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Note that the bank looks into a loan."""
        return _reached(desk, _loan(desk, fields["loan"]), LoanStage.ACCEPTED, fields["on"])

    @write(CreditLoan, Role.RECORDER)
    def credit_loan(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Note up to how much the bank grants."""
        loan = _loan(desk, fields["loan"])
        return _reached(desk, loan, LoanStage.CREDITED, fields["on"], fields["amount_fen"])

    @write(DisburseLoan, Role.RECORDER)
    def disburse_loan(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Note how much the bank paid out."""
        loan = _loan(desk, fields["loan"])
        return _reached(desk, loan, LoanStage.DISBURSED, fields["on"], fields["amount_fen"])

    @write(RejectLoan, Role.RECORDER)
    def reject_loan(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Note that the bank refused, or that the applicant gave up."""
        loan = _loan(desk, fields["loan"])
        answer = _reached(desk, loan, LoanStage.REJECTED, fields["on"])
        loan.reject_reason = fields["reason"].value
        return answer

    @write(TakeBackLoanStage, Role.RECORDER)
    def take_back_loan_stage(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Take back the last stage, which was recorded wrongly; the one before it stands again."""
        loan = _loan(desk, fields["loan"])
        with one_loan_under_way(desk.session):
            step = loan.take_back(desk.now, fields["reason"].strip())
        must_be_date(desk, step.reached_on, "loan")
        reverse(desk.session, step.fact_id, desk.now)
        return {"loan": str(loan.id), "stage": loan.stage}

    @read(*Role)
    def loan(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show a loan as it stands, with its stages."""
        found = kept(desk.session, Loan, id)
        must_cover(desk, found)
        return loan_shown(found)

    @read(*Role)
    def loans(
        self,
        desk: Desk,
        stage: str | None = None,
        place: str | None = None,
        after: UUID | None = None,
        limit: int = 100,
    ) -> list[dict[str, Any]]:
        """List the loans within the caller's scope, all or those at a stage, from after an id."""
        return [loan_shown(each) for each in loans_in(desk.session, desk.identity.scope, stage, place, after, limit)]


def _loan(desk: Desk, id: UUID) -> Loan:
    loan = held(desk.session, Loan, id)
    must_cover(desk, loan)
    return loan


def _reached(desk: Desk, loan: Loan, stage: LoanStage, on: date, amount_fen: int = 0) -> dict[str, Any]:
    must_be_date(desk, on, "on")
    step = loan.reach(stage, on, amount_fen, desk.identity.person)
    tell(desk.session, loan.advanced(step), step.fact_id, desk.now)
    return {"loan": str(loan.id), "stage": loan.stage}
