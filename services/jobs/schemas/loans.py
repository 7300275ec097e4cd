"""What the doors of 蜀青振兴贷 accept."""

from __future__ import annotations

from services.jobs.facts.loans import MOST_FEN, RejectReason
from services.jobs.schemas.reason import reason
from shared.forms import Form, Whole, code, day, key, place


class RecommendLoan(Form):
    """推荐贷款: a young person is recommended to the bank; the call's id becomes the loan's."""

    place = place(required=True, metadata={"label": "地点"})
    organisation = key(required=True, metadata={"label": "牵头组织"})
    borrower = key(required=True, metadata={"label": "申请人编号"})
    on = day(required=True, metadata={"label": "推荐日期"})
    amount_fen = Whole(MOST_FEN, 1, required=True, metadata={"label": "申请金额(分)"})


class AcceptLoan(Form):
    """受理贷款"""

    loan = key(required=True, metadata={"label": "贷款编号"})
    on = day(required=True, metadata={"label": "受理日期"})


class CreditLoan(Form):
    """授信"""

    loan = key(required=True, metadata={"label": "贷款编号"})
    on = day(required=True, metadata={"label": "授信日期"})
    amount_fen = Whole(MOST_FEN, 1, required=True, metadata={"label": "授信金额(分)"})


class DisburseLoan(Form):
    """放款"""

    loan = key(required=True, metadata={"label": "贷款编号"})
    on = day(required=True, metadata={"label": "放款日期"})
    amount_fen = Whole(MOST_FEN, 1, required=True, metadata={"label": "放款金额(分)"})


class RejectLoan(Form):
    """拒贷"""

    loan = key(required=True, metadata={"label": "贷款编号"})
    on = day(required=True, metadata={"label": "拒贷日期"})
    reason = code(RejectReason, required=True, metadata={"label": "拒贷原因"})


class TakeBackLoanStage(Form):
    """撤回环节: the last stage was recorded wrongly."""

    loan = key(required=True, metadata={"label": "贷款编号"})
    reason = reason()
