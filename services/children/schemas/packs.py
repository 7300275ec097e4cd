"""What the doors of winter packs accept."""

from __future__ import annotations

from services.children.facts.packs import MOST_PACK_FEN, MOST_PACKS, PackContent, PackReceipt, WriteOff
from services.children.facts.wishes import Handover
from shared.forms import Form, Whole, code, day, key, many, place


class ReceivePacks(Form):
    """暖冬礼包入库: a donor's batch, all alike; the call's id becomes the batch's."""

    place = place(required=True, metadata={"label": "入库地"})
    organisation = key(required=True, metadata={"label": "牵头组织"})
    donor = key(required=True, metadata={"label": "捐赠单位"})
    contents = many(code(PackContent), required=True, metadata={"label": "礼包内容"})
    unit_fen = Whole(MOST_PACK_FEN, 1, required=True, metadata={"label": "每份价值(分)"})
    received = Whole(MOST_PACKS, 1, required=True, metadata={"label": "份数"})
    received_on = day(required=True, metadata={"label": "入库日期"})


class AllotPack(Form):
    """暖冬礼包分配: one pack is put aside for a child, today unless another day is named; its id is the call's."""

    batch = key(required=True, metadata={"label": "批次编号"})
    case = key(required=True, metadata={"label": "个案编号"})
    allotted_on = day(load_default=None, metadata={"label": "分配日期"})


class DeliverPack(Form):
    """暖冬礼包送达: today, unless another day is named."""

    pack = key(required=True, metadata={"label": "礼包编号"})
    delivered_on = day(load_default=None, metadata={"label": "送达日期"})
    handed_at = code(Handover, required=True, metadata={"label": "交付地点"})
    station = key(load_default=None, allow_none=True, metadata={"label": "爱心驿站"})
    receipt = code(PackReceipt, load_default=PackReceipt.UNSIGNED, metadata={"label": "签收"})


class ReturnPack(Form):
    """暖冬礼包退回: today, unless another day is named."""

    pack = key(required=True, metadata={"label": "礼包编号"})
    returned_on = day(load_default=None, metadata={"label": "退回日期"})


class SignForPack(Form):
    """暖冬礼包签收"""

    pack = key(required=True, metadata={"label": "礼包编号"})
    receipt = code(PackReceipt, load_default=PackReceipt.SIGNED, metadata={"label": "签收"})


class WriteOffPacks(Form):
    """暖冬礼包核销: today, unless another day is named."""

    batch = key(required=True, metadata={"label": "批次编号"})
    packs = Whole(MOST_PACKS, 1, required=True, metadata={"label": "份数"})
    reason = code(WriteOff, required=True, metadata={"label": "核销原因"})
    written_off_on = day(load_default=None, metadata={"label": "核销日期"})
