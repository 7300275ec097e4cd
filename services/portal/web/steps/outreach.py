"""慰问 and 困难诉求, step by step."""

from __future__ import annotations

from services.outreach.schemas.aid import (
    AddGoods,
    ApproveAid,
    DeliverAid,
    ProposeAid,
    RejectAid,
    SignReceipt,
    WithdrawAid,
)
from services.outreach.schemas.needs import ChangeNeed, CloseNeed, NeedNamed, RaiseNeed, WithdrawNeed
from services.portal.web.steps.step import Step, Steps

AID, NEED = ("aid",), ("need",)

STEPS: Steps = {
    "propose_aid": Step("outreach", "propose_aid", ProposeAid, "申请慰问"),
    "add_goods": Step("outreach", "add_goods", AddGoods, "增列慰问品", AID),
    "approve_aid": Step("outreach", "approve_aid", ApproveAid, "批准", AID),
    "reject_aid": Step("outreach", "reject_aid", RejectAid, "不予批准", AID, weighty=True),
    "deliver_aid": Step("outreach", "deliver_aid", DeliverAid, "登记发放", AID),
    "sign_receipt": Step("outreach", "sign_receipt", SignReceipt, "登记签领", AID),
    "withdraw_aid": Step("outreach", "withdraw_aid", WithdrawAid, "撤销", AID, weighty=True),
    "raise_need": Step("outreach", "raise_need", RaiseNeed, "登记诉求"),
    "change_need": Step("outreach", "change_need", ChangeNeed, "转办或改期", ("need", "revision")),
    "meet_need": Step("outreach", "meet_need", CloseNeed, "已解决", NEED),
    "give_need_up": Step("outreach", "give_need_up", CloseNeed, "未能解决", NEED, weighty=True),
    "reopen_need": Step("outreach", "reopen_need", NeedNamed, "继续办理", NEED),
    "withdraw_need": Step("outreach", "withdraw_need", WithdrawNeed, "撤回", NEED, weighty=True),
}
