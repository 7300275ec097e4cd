"""Every SELECT of 蜀青振兴贷."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.jobs.model.loans import ONE_LOAN_UNDER_WAY, Loan, LoanUnderWay
from services.jobs.store.said import said


@contextmanager
def one_loan_under_way(session: Session) -> Iterator[None]:
    """Refuse what would give a borrower two loans under way; the caller need not be allowed to see the other one."""
    try:
        with session.begin_nested():
            yield
    except IntegrityError as error:
        driver: Any = error.orig
        if driver.diag.constraint_name == ONE_LOAN_UNDER_WAY:
            raise LoanUnderWay("borrower") from error
        raise


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
