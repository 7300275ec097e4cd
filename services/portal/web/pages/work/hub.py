"""Where each errand is found."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from flask import Blueprint, render_template

from services.portal.web.asking import signed_in
from services.portal.web.rights import may

blueprint = Blueprint("work", __name__, url_prefix="/desk")


class Errand(NamedTuple):
    """An errand: its page, what it is called, what is done there, and the door that one must be able to pass."""

    endpoint: str
    title: str
    about: str
    service: str
    door: str
    arguments: Mapping[str, str] = MappingProxyType({})


ERRANDS = (
    Errand("approvals.waiting", "待审批", "慰问、补录、微心愿、大学生审查", "outreach", "approve_aid"),
    Errand("aid.aids", "慰问", "申请、审批、发放、签领,打印签领表", "outreach", "aids"),
    Errand("needs.needs", "困难诉求", "按期限列出,转办、改期、办结", "outreach", "open_needs"),
    Errand("things.listing", "求职转介", "匹配岗位、办结、重新办理", "jobs", "referrals", {"name": "referral"}),
    Errand("shifts.days", "志愿服务班次", "缺岗、报名、换班、签到签退、结班、补录,打印签到表", "volunteers", "shifts"),
    Errand("fairs.fairs", "专场招聘会", "展位、现场计数、登记举办情况、核实录用", "jobs", "fairs"),
    Errand("classes.classes", "培训班", "菜单、开班、报名候补、考勤、结业证明,打印签到表", "jobs", "classes"),
    Errand("ventures.loans", "蜀青振兴贷", "推荐、受理、授信、放款或拒贷", "jobs", "loans"),
    Errand("ventures.mentors", "1+10 带头人", "登记、结对、解除,距 10 名还差多少", "jobs", "mentors"),
    Errand("children.cases", "在册儿童", "按编号的名册;专员查看姓名须填目的", "children", "cases"),
    Errand("wishes.wishes", "微心愿办理", "审核、公开、认领、寄送、送达、反馈", "children", "wishes"),
    Errand("care.packs", "暖冬礼包", "入库、分配、送达、签收、核销", "children", "packs"),
    Errand("care.students", "大学生结对", "报到、审查、签守则、结对", "children", "students"),
    Errand("wishes.cards", "微心愿认领", "公开的心愿卡片", "children", "wish_cards"),
    Errand("mine.mine", "我的", "自己的班次和时长、自己的孩子、认领的心愿", "children", "my_pledges"),
)


@blueprint.get("/")
@signed_in
def hub() -> str:
    """Show the errands that whoever signed in may run."""
    return render_template("work/hub.html", errands=[each for each in ERRANDS if may(each.service, each.door)])
