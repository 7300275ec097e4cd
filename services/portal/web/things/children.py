"""What people work with in 六 留守儿童关爱, beside the acts: by numbers alone, names stay in the vault."""

from __future__ import annotations

from services.children.schemas.cases import CloseCase, MoveCase, OpenCase
from services.children.schemas.packs import (
    AllotPack,
    DeliverPack,
    ReceivePacks,
    ReturnPack,
    SignForPack,
    WriteOffPacks,
)
from services.children.schemas.pairings import BarStudent, EndPairing, PairChild, ReportStudent, SignCode, VetStudent
from services.children.schemas.registers import (
    ChangeCompanion,
    ChangeHome,
    CloseHome,
    EngageCompanion,
    OpenHome,
    ReleaseCompanion,
)
from services.children.schemas.returns import NoteReturn
from services.children.schemas.wishes import (
    CancelWish,
    DeliverWish,
    GatherWish,
    PublishWish,
    ReopenWish,
    ReviewWish,
    SendWish,
    ThankForWish,
)
from services.portal.web.things.thing import Life, Listing, Step, Thing
from shared.facts import Line

STATES = frozenset({"place", "state"})
WISH_STATES = (
    ("gathered", "待审核"),
    ("approved", "待公开"),
    ("published", "正在公开认领"),
    ("claimed", "已认领、待寄送"),
    ("sent", "已寄送"),
    ("delivered", "已送达"),
    ("thanked", "已反馈"),
    ("rejected", "未通过审核"),
    ("cancelled", "已撤销"),
)
PACK_STATES = (("allotted", "已分配、待送达"), ("delivered", "已送达"), ("returned", "已退回库存"))
STUDENT_STATES = (
    ("reported", "待审查"),
    ("vetted", "待签署行为守则"),
    ("ready", "可以结对"),
    ("refused", "未通过审查"),
    ("barred", "已停止服务"),
)

CHILD_HOME = Thing(
    name="child_home",
    title="童伴之家",
    service="children",
    line=Line.CHILDREN,
    life=Life.REGISTER,
    schema=OpenHome(),
    door="open_home",
    listing=Listing("homes", needs_place=True),
    shows="home",
    labels={"until": "关闭日期", "revision": "版次"},
    steps=(
        Step("change_home", "更正", ChangeHome, "house", changes=True),
        Step("close_home", "关闭", CloseHome, "house"),
    ),
    sheet="child_home",
)

COMPANION = Thing(
    name="companion",
    title="童伴妈妈",
    service="children",
    line=Line.CHILDREN,
    life=Life.REGISTER,
    schema=EngageCompanion(),
    door="engage_companion",
    listing=Listing("companions", needs_place=True),
    shows="companion",
    labels={"until": "离任日期", "revision": "版次"},
    steps=(
        Step("change_companion", "更正", ChangeCompanion, "companion", changes=True),
        Step("release_companion", "离任并移交", ReleaseCompanion, "companion"),
    ),
    sheet="companion",
)

CASE = Thing(
    name="case",
    title="在册儿童",
    service="children",
    line=Line.CHILDREN,
    life=Life.REGISTER,
    schema=OpenCase(),
    door="open_case",
    listing=Listing("cases", needs_place=True),
    shows="case",
    labels={"closed_on": "出册日期"},
    steps=(
        Step("note_return", "登记父母返乡情况", NoteReturn, "case"),
        Step("move_case", "转移", MoveCase, "case", changes=True),
        Step("close_case", "出册", CloseCase, "case"),
    ),
    sheet="case",
)

WISH = Thing(
    name="wish",
    title="微心愿",
    service="children",
    line=Line.CHILDREN,
    life=Life.PROCESS,
    schema=GatherWish(),
    door="gather_wish",
    listing=Listing("wishes", filters=STATES, states=WISH_STATES),
    shows="wish",
    labels={"place": "地点", "state": "状态", "taken": "已认领份数", "overdue": "超时未送达"},
    steps=(
        Step("review_wish", "审核", ReviewWish, "wish", frozenset({"gathered"})),
        Step("publish_wish", "公开", PublishWish, "wish", frozenset({"approved"})),
        Step("send_wish", "登记寄送", SendWish, "wish", frozenset({"claimed"})),
        Step("deliver_wish", "登记送达", DeliverWish, "wish", frozenset({"sent"})),
        Step("thank_for_wish", "登记反馈", ThankForWish, "wish", frozenset({"delivered"})),
        Step("reopen_wish", "重新公开", ReopenWish, "wish", frozenset({"claimed", "sent"})),
        Step("cancel_wish", "撤销", CancelWish, "wish", frozenset({"gathered", "approved", "published"})),
    ),
    sheet="wish",
)

PACK_BATCH = Thing(
    name="pack_batch",
    title="暖冬礼包批次",
    service="children",
    line=Line.CHILDREN,
    life=Life.REGISTER,
    schema=ReceivePacks(),
    door="receive_packs",
    listing=Listing("pack_batches", needs_place=True, after=None),
    shows="pack_batch",
    labels={"stock": "库存"},
    steps=(
        Step("allot_pack", "分配一份", AllotPack, "batch"),
        Step("write_off_packs", "核销", WriteOffPacks, "batch"),
    ),
    sheet="pack_batch",
)

PACK = Thing(
    name="pack",
    title="暖冬礼包",
    service="children",
    line=Line.CHILDREN,
    life=Life.PROCESS,
    schema=AllotPack(),
    door="allot_pack",
    listing=Listing("packs", filters=STATES, states=PACK_STATES),
    shows="pack",
    labels={"state": "状态", "delivered_on": "送达日期", "receipt": "签领"},
    steps=(
        Step("deliver_pack", "登记送达", DeliverPack, "pack", frozenset({"allotted"})),
        Step("return_pack", "退回库存", ReturnPack, "pack", frozenset({"allotted"})),
        Step("sign_for_pack", "登记签领", SignForPack, "pack", frozenset({"delivered"})),
    ),
    sheet="pack",
)

STUDENT = Thing(
    name="student",
    title="报到大学生",
    service="children",
    line=Line.CHILDREN,
    life=Life.PROCESS,
    schema=ReportStudent(),
    door="report_student",
    listing=Listing("students", filters=STATES, states=STUDENT_STATES),
    shows="student",
    labels={"state": "状态", "children": "结对儿童数"},
    steps=(
        Step("vet_student", "审查", VetStudent, "student", frozenset({"reported"})),
        Step("sign_code", "登记签署行为守则", SignCode, "student", frozenset({"vetted"})),
        Step("pair_child", "结对儿童", PairChild, "student", frozenset({"ready"})),
        Step("bar_student", "停止服务", BarStudent, "student", frozenset({"reported", "vetted", "ready"})),
    ),
    sheet="student",
)

PAIRING = Thing(
    name="pairing",
    title="大学生结对",
    service="children",
    line=Line.CHILDREN,
    life=Life.REGISTER,
    schema=PairChild(),
    door="pair_child",
    listing=Listing("pairings", needs_place=True),
    shows=None,
    labels={"place": "地点"},
    steps=(Step("end_pairing", "结束", EndPairing, "pairing"),),
    sheet="pairing",
)

THINGS = (CHILD_HOME, COMPANION, CASE, WISH, PACK_BATCH, PACK, STUDENT, PAIRING)
