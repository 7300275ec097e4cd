"""Every SELECT of 蜀青振兴贷."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.jobs.model.loans import UNDER_WAY, Loan
from services.jobs.store.said import said
from services.jobs.store.turns import take_turn


def loan_under_way(session: Session, borrower: UUID) -> UUID | None:
    """Tell which loan of a borrower is under way; calls for one borrower take turns."""
    take_turn(session, borrower)
    return session.scalar(select(Loan.id).where(Loan.borrower == borrower, Loan.stage.in_(UNDER_WAY)))


def loan_shown(loan: Loan) -> dict[str, Any]:
    """Show a loan as it stands, with its stages."""
    return {
        "id": str(loan.id),
        "place": loan.place,
        "borrower": str(loan.borrower),
        "stage": loan.stage,
        "reject_reason": loan.reject_reason,
        "stages": [
            {"stage": each.stage, "on": str(each.reached_on), "amount_fen": each.amount_fen} for each in loan.standing
        ],
    }


def _stages(stage: str = "", value: str = "1", breakdown: str = "''", item: str = "NULL") -> str:
    rule = f" AND loan_step.stage = '{stage}'" if stage else ""
    steps = f"loan JOIN loan_step ON loan_step.loan = loan.id AND taken_back_at IS NULL{rule}"
    return said(steps, "reached_on", value, breakdown, item)


FIGURES: dict[str, tuple[str, ...]] = {
    "loan_stages": (_stages(), _stages(breakdown="'stage=' || loan_step.stage")),
    "loans_recommended": (_stages("recommended"),),
    "loans_disbursed": (_stages("disbursed"),),
    "loans_disbursed_amount": (_stages("disbursed", "amount_fen"),),
    "loan_borrowers": (_stages("disbursed", item="borrower"),),
}
