"""微心愿, 暖冬礼包 and 大学生结对, step by step."""

from __future__ import annotations

from services.children.schemas.packs import (
    AllotPack,
    DeliverPack,
    ReceivePacks,
    ReturnPack,
    SignForPack,
    WriteOffPacks,
)
from services.children.schemas.pairings import BarStudent, EndPairing, PairChild, ReportStudent, SignCode, VetStudent
from services.children.schemas.wishes import (
    CancelWish,
    ClaimWish,
    DeliverWish,
    GatherWish,
    PledgeWish,
    PublishWish,
    ReleaseClaim,
    ReopenWish,
    ReviewWish,
    SendWish,
    ThankForWish,
)
from services.portal.web.steps.step import Step, Steps

WISH, PACK, BATCH, STUDENT = ("wish",), ("pack",), ("batch",), ("student",)

STEPS: Steps = {
    "gather_wish": Step("children", "gather_wish", GatherWish, "征集微心愿", ("case",)),
    "review_wish": Step("children", "review_wish", ReviewWish, "审核", WISH),
    "publish_wish": Step("children", "publish_wish", PublishWish, "公开", WISH),
    "claim_wish": Step("children", "claim_wish", ClaimWish, "登记认领", WISH),
    "pledge_wish": Step("children", "pledge_wish", PledgeWish, "我来认领", WISH),
    "give_up_pledge": Step("children", "give_up_pledge", ReleaseClaim, "放弃认领", ("claim",), weighty=True),
    "send_wish": Step("children", "send_wish", SendWish, "登记寄送", WISH),
    "deliver_wish": Step("children", "deliver_wish", DeliverWish, "登记送达", WISH),
    "thank_for_wish": Step("children", "thank_for_wish", ThankForWish, "登记反馈", WISH),
    "reopen_wish": Step("children", "reopen_wish", ReopenWish, "重新公开", WISH, weighty=True),
    "cancel_wish": Step("children", "cancel_wish", CancelWish, "撤销心愿", WISH, weighty=True),
    "receive_packs": Step("children", "receive_packs", ReceivePacks, "礼包入库"),
    "allot_pack": Step("children", "allot_pack", AllotPack, "分配礼包", BATCH),
    "deliver_pack": Step("children", "deliver_pack", DeliverPack, "登记送达", PACK),
    "sign_for_pack": Step("children", "sign_for_pack", SignForPack, "登记签收", PACK),
    "return_pack": Step("children", "return_pack", ReturnPack, "退回库存", PACK, weighty=True),
    "write_off_packs": Step("children", "write_off_packs", WriteOffPacks, "核销", BATCH, weighty=True),
    "report_student": Step("children", "report_student", ReportStudent, "大学生报到"),
    "vet_student": Step("children", "vet_student", VetStudent, "审查", STUDENT),
    "sign_code": Step("children", "sign_code", SignCode, "签署守则", STUDENT),
    "bar_student": Step("children", "bar_student", BarStudent, "停止服务", STUDENT, weighty=True),
    "pair_child": Step("children", "pair_child", PairChild, "结对", STUDENT),
    "end_pairing": Step("children", "end_pairing", EndPairing, "结束结对", ("pairing",), weighty=True),
}
