"""What the doors of wishes accept: choices, numbers and dates; a wish has no words of its own."""

from __future__ import annotations

from services.children.facts.wishes import (
    MOST_SHARES,
    CancelReason,
    Handover,
    ReopenReason,
    Thanks,
    Verdict,
    WishItem,
    WishReason,
    WishSize,
)
from shared.forms import Form, Whole, code, day, key


class GatherWish(Form):
    """微心愿征集: what a registered child wishes for; the call's id becomes the wish's."""

    case = key(required=True, metadata={"label": "个案编号"})
    item = code(WishItem, required=True, metadata={"label": "心愿物品"})
    reason = code(WishReason, required=True, metadata={"label": "心愿缘由"})
    size = code(WishSize, load_default=None, allow_none=True, metadata={"label": "尺码"})
    value_fen = Whole(10_000_000, 100, required=True, metadata={"label": "价值(分)"})
    shares = Whole(MOST_SHARES, 1, load_default=1, metadata={"label": "认领份数"})
    gathered_on = day(required=True, metadata={"label": "征集日期"})


class ReviewWish(Form):
    """微心愿审核"""

    wish = key(required=True, metadata={"label": "心愿编号"})
    verdict = code(Verdict, required=True, metadata={"label": "审核意见"})


class PublishWish(Form):
    """微心愿公开"""

    wish = key(required=True, metadata={"label": "心愿编号"})
    published_on = day(required=True, metadata={"label": "公开日期"})


class ClaimWish(Form):
    """微心愿认领: some or all shares, today unless another day is named; the call's id becomes the claim's."""

    wish = key(required=True, metadata={"label": "心愿编号"})
    donor = key(required=True, metadata={"label": "爱心人士"})
    shares = Whole(MOST_SHARES, 1, load_default=1, metadata={"label": "认领份数"})
    claimed_on = day(load_default=None, metadata={"label": "认领日期"})


class PledgeWish(Form):
    """亲自认领微心愿: some or all shares, today, by whoever signed in; the call's id becomes the claim's."""

    wish = key(required=True, metadata={"label": "心愿编号"})
    shares = Whole(MOST_SHARES, 1, load_default=1, metadata={"label": "认领份数"})


class ReleaseClaim(Form):
    """取消认领"""

    claim = key(required=True, metadata={"label": "认领编号"})


class SendWish(Form):
    """微心愿寄送: today, unless another day is named."""

    wish = key(required=True, metadata={"label": "心愿编号"})
    sent_on = day(load_default=None, metadata={"label": "寄送日期"})


class DeliverWish(Form):
    """微心愿送达: today, unless another day is named."""

    wish = key(required=True, metadata={"label": "心愿编号"})
    delivered_on = day(load_default=None, metadata={"label": "送达日期"})
    handed_at = code(Handover, required=True, metadata={"label": "交付地点"})


class ThankForWish(Form):
    """微心愿反馈"""

    wish = key(required=True, metadata={"label": "心愿编号"})
    thanks = code(Thanks, required=True, metadata={"label": "反馈"})


class ReopenWish(Form):
    """重新公开: all its claims are released."""

    wish = key(required=True, metadata={"label": "心愿编号"})
    reopened_on = day(required=True, metadata={"label": "重新公开日期"})
    reason = code(ReopenReason, required=True, metadata={"label": "重新公开原因"})


class NoteDelay(Form):
    """微心愿超时: it should have come by now."""

    wish = key(required=True, metadata={"label": "心愿编号"})
    overdue_on = day(required=True, metadata={"label": "超时日期"})


class CancelWish(Form):
    """撤销微心愿"""

    wish = key(required=True, metadata={"label": "心愿编号"})
    reason = code(CancelReason, required=True, metadata={"label": "撤销原因"})
