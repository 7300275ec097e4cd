"""What the doors of aid accept."""

from __future__ import annotations

from services.outreach.facts.aid import AidSource, Receipt
from services.outreach.schemas.parts import said
from shared.forms import Form, Whole, code, day, key, place, text


class ProposeAid(Form):
    """慰问申请: what is to be given to whom, with one item of goods; the call's id becomes the aid's."""

    place = place(required=True, metadata={"label": "地点"})
    organisation = key(required=True, metadata={"label": "牵头组织"})
    household = key(required=True, metadata={"label": "家庭编号"})
    batch = key(required=True, metadata={"label": "批次"})
    source = code(AidSource, required=True, metadata={"label": "资金来源"})
    cash_fen = Whole(10_000_000, load_default=0, metadata={"label": "慰问金额(分)"})
    item = text(50, load_default="慰问品", metadata={"label": "慰问品名称"})
    goods = Whole(100_000, load_default=0, metadata={"label": "慰问品件数"})
    goods_value_fen = Whole(100_000_000, load_default=0, metadata={"label": "慰问品折价(分)"})


class AddGoods(Form):
    """增列慰问品: another item of an aid that waits for approval."""

    aid = key(required=True, metadata={"label": "慰问编号"})
    item = said("慰问品名称", 50)
    quantity = Whole(100_000, 1, required=True, metadata={"label": "慰问品件数"})
    value_fen = Whole(100_000_000, required=True, metadata={"label": "慰问品折价(分)"})


class ApproveAid(Form):
    """慰问审批"""

    aid = key(required=True, metadata={"label": "慰问编号"})


class RejectAid(Form):
    """慰问不予批准"""

    aid = key(required=True, metadata={"label": "慰问编号"})
    reason = said("理由")


class DeliverAid(Form):
    """慰问发放"""

    aid = key(required=True, metadata={"label": "慰问编号"})
    delivered_on = day(required=True, metadata={"label": "发放日期"})
    receipt = code(Receipt, load_default=Receipt.UNSIGNED, metadata={"label": "签领"})


class SignReceipt(Form):
    """慰问签领"""

    aid = key(required=True, metadata={"label": "慰问编号"})
    receipt_on = day(required=True, metadata={"label": "签领日期"})
    receipt = code(Receipt, load_default=Receipt.SIGNED, metadata={"label": "签领"})


class WithdrawAid(Form):
    """慰问撤销"""

    aid = key(required=True, metadata={"label": "慰问编号"})
    reason = said("理由")
