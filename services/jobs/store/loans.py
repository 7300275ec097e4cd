"""Every SELECT of 蜀青振兴贷."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.jobs.model.loans import ONE_LOAN_UNDER_WAY, Loan, LoanUnderWay
from services.jobs.store.said import said
from shared.facts import stem


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


def loans_in(
    session: Session, scope: Collection[str], stage: str | None, place: str | None, after: UUID | None, limit: int
) -> Sequence[Loan]:
    """List the loans within a scope, by id, from after one."""
    query = select(Loan).where(or_(*(column.startswith(each) for each in scope for column in (Loan.place, Loan.home))))
    if stage:
        query = query.where(Loan.stage == stage)
    if place:
        query = query.where(Loan.place.startswith(stem(place), autoescape=True))
    if after:
        query = query.where(Loan.id > after)
    return session.scalars(query.order_by(Loan.id).limit(min(limit, 1_000))).all()


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
