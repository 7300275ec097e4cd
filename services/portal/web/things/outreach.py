"""What people work with in 一 宣讲, 二 走访慰问 and 工作要求, beside the acts."""

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
from services.outreach.schemas.registers import (
    ApproveWorkPlan,
    ChangeAwayOrganisation,
    ChangeResource,
    ChangeWorkPlan,
    CloseEntry,
    ListAwayOrganisation,
    ShareResource,
)
from services.portal.web.things.thing import Life, Listing, Step, Thing
from shared.facts import Line
from shared.forms import Form

AID_STATES = (
    ("proposed", "待审批"),
    ("approved", "待发放"),
    ("delivered", "已发放"),
    ("rejected", "未获批准"),
    ("withdrawn", "已撤销"),
)
NEED_STATES = (("open", "办理中"), ("met", "已解决"), ("unmet", "未能解决"), ("withdrawn", "已撤回"))
REGISTER_STATES = (("standing", "现行"), ("closed", "已终止"))
PROPOSED, APPROVED, DELIVERED = (frozenset({each}) for each in ("proposed", "approved", "delivered"))
OPEN, CLOSED = frozenset({"open"}), frozenset({"met", "unmet"})

AID = Thing(
    name="aid",
    title="慰问",
    service="outreach",
    line=Line.CARE,
    life=Life.PROCESS,
    schema=ProposeAid(),
    door="propose_aid",
    listing=Listing("aids", filters=frozenset({"place", "state"}), states=AID_STATES),
    shows="aid",
    labels={"state": "状态", "delivered_on": "发放日期", "receipt": "签领", "receipt_on": "签领日期", "reason": "理由"},
    steps=(
        Step("add_goods", "增列慰问品", AddGoods, "aid", PROPOSED),
        Step("approve_aid", "批准", ApproveAid, "aid", PROPOSED),
        Step("reject_aid", "不予批准", RejectAid, "aid", PROPOSED),
        Step("deliver_aid", "登记发放", DeliverAid, "aid", APPROVED),
        Step("sign_receipt", "登记签领", SignReceipt, "aid", DELIVERED),
        Step("withdraw_aid", "撤销", WithdrawAid, "aid", PROPOSED | APPROVED | DELIVERED),
    ),
    sheet="Aid",
)

NEED = Thing(
    name="need",
    title="困难诉求",
    service="outreach",
    line=Line.CARE,
    life=Life.PROCESS,
    schema=RaiseNeed(),
    door="raise_need",
    listing=Listing(
        "needs",
        filters=frozenset({"place", "organisation", "state", "newest"}),
        states=NEED_STATES,
        newest_first=False,
        after=("due_on", "id"),
    ),
    shows="need",
    labels={
        "state": "状态",
        "overdue": "已超期",
        "referred": "已转介就业",
        "result": "办理结果",
        "closed_on": "办结日期",
    },
    steps=(
        Step("change_need", "更正或转办", ChangeNeed, "need", OPEN, changes=True),
        Step("meet_need", "已解决", CloseNeed, "need", OPEN),
        Step("give_need_up", "未能解决", CloseNeed, "need", OPEN),
        Step("reopen_need", "重新办理", NeedNamed, "need", CLOSED),
        Step("withdraw_need", "撤回", WithdrawNeed, "need", OPEN | CLOSED),
    ),
    sheet="Need",
)


def _register(
    name: str, title: str, line: Line, opens: tuple[str, type[Form]], changes: type[Form], close: str, sheet: str
) -> Thing:
    change = Step(f"change_{close}", "更正", changes, "entry", changes=True)
    return Thing(
        name=name,
        title=title,
        service="outreach",
        line=line,
        life=Life.REGISTER,
        schema=opens[1](),
        door=opens[0],
        listing=Listing(
            "standing",
            asks={"register": name},
            filters=frozenset({"place", "state", "newest"}),
            states=REGISTER_STATES,
            after=("opened_on", "entry"),
        ),
        shows=name,
        key="entry",
        labels={"closed_on": "终止日期", "revision": "版次"},
        steps=(change, Step(f"close_{close}", "终止", CloseEntry, "entry")),
        sheet=sheet,
    )


THINGS = (
    AID,
    NEED,
    _register(
        "away_organisation",
        "驻外团组织",
        Line.CARE,
        ("list_away_organisation", ListAwayOrganisation),
        ChangeAwayOrganisation,
        "away_organisation",
        "AwayOrganisation",
    ),
    _register(
        "work_plan", "工作方案", Line.ORGANISING, ("approve_work_plan", ApproveWorkPlan), ChangeWorkPlan, "work_plan",
        "WorkPlan",
    ),
    _register(
        "shared_resource", "共享资源", Line.ORGANISING, ("share_resource", ShareResource), ChangeResource, "resource",
        "SharedResource",
    ),
)  # fmt: skip
