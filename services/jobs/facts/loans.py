"""蜀青振兴贷: what jobs tells of loans to young people who start a business."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Code, Count, Distinct, Fact, Indicator, Key, Line, Sum

MOST_FEN = 1_000_000_000


class LoanStage(Code):
    """办理环节"""

    RECOMMENDED = "recommended", "推荐"
    ACCEPTED = "accepted", "受理"
    CREDITED = "credited", "授信"
    DISBURSED = "disbursed", "放款"
    REJECTED = "rejected", "拒贷"


class RejectReason(Code):
    """拒贷原因"""

    PAPERS = "papers", "资料不全"
    CONDITIONS = "conditions", "不符合条件"
    CREDIT = "credit", "征信不符"
    APPLICANT = "applicant", "申请人放弃"
    OTHER = "other", "其他"


@dataclass(frozen=True, kw_only=True)
class LoanAdvanced(Fact):
    """蜀青振兴贷办理: a loan reached a stage, on that stage's own day, for the amount asked, granted or paid out."""

    line: ClassVar[Line] = Line.VENTURES

    loan: Annotated[UUID, Key("贷款编号")]
    borrower: Annotated[UUID, Key("申请人编号")]
    stage: LoanStage
    amount_fen: Annotated[int, Count("金额", unit="分", most=MOST_FEN)]


FACTS: tuple[type[Fact], ...] = (LoanAdvanced,)

_RECOMMENDED = {"stage": LoanStage.RECOMMENDED}
_DISBURSED = {"stage": LoanStage.DISBURSED}

INDICATORS: tuple[Indicator, ...] = (
    Sum("loan_stages", "振兴贷办理笔数", LoanAdvanced, 1, "笔", "三(四)4", by=("stage",)),
    Sum("loans_recommended", "振兴贷推荐笔数", LoanAdvanced, 1, "笔", "三(四)4", where=_RECOMMENDED),
    Sum("loans_disbursed", "振兴贷放款笔数", LoanAdvanced, 1, "笔", "三(四)4", where=_DISBURSED),
    Sum("loans_disbursed_amount", "振兴贷放款金额", LoanAdvanced, "amount_fen", "分", "三(四)4", where=_DISBURSED),
    Distinct("loan_borrowers", "振兴贷放款人数", LoanAdvanced, "borrower", "人", "三(四)4", where=_DISBURSED),
)
