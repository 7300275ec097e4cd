"""头一天: what whoever is new does first, by role and level; each is ticked off in the browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from services.portal.web.asking import Me
from shared.identity import Role


class Beginning(NamedTuple):
    """One thing to do on the first day: the page where it is done, what it is, and why."""

    endpoint: str
    title: str
    why: str


ACCOUNT = Beginning("account.account", "核对自己的账号", "姓名、组织、授权地点有误的,请上级更正;县级以上请启用动态码")
BOARD = Beginning("board.own", "看一看本级看板", "数字随记录即时变化,点开可以看到背后的记录")
MINE = Beginning("mine.mine", "看一看“我的”", "自己的班次和时长、自己的孩子、认领的心愿都在这里")
WISHES = Beginning("wishes.cards", "看一看微心愿", "公开的心愿卡片,可以认领")
RECORD = Beginning("things.index", "记录第一条活动", "在哪里发生就在哪里记一次,各项统计由此得出,不再另外填表")
APPROVE = Beginning("approvals.waiting", "看一看待审批的事项", "慰问、补录等须由经办以外的人审批")
INVITE = Beginning("invitations.invitations", "邀请下级人员", "下级干部和填报员凭邀请链接自己开通账号")
CHANNELS = Beginning("returns.channels", "登记提醒邮箱或工作群", "月报截止前和省里催报时会收到提醒")
CITY_MONTH = Beginning("returns.overview", "打开本月月报", "页首列出报送前还差什么;可以先预览公文")
COUNTY_PART = Beginning("returns.overview", "核对本县的数字", "少了的补录、错了的更正,再点“核对无误”")
PROVINCE_MONTH = Beginning("returns.overview", "看一看各市(州)的月报", "报送率、按时率和每份月报的状态;可以一键提醒")

BEGINNINGS = (ACCOUNT, BOARD, RECORD, APPROVE, INVITE, CHANNELS, CITY_MONTH, COUNTY_PART, PROVINCE_MONTH)
OF_LEVEL = {2: (PROVINCE_MONTH, CHANNELS, INVITE), 4: (CITY_MONTH, CHANNELS, INVITE), 6: (COUNTY_PART, INVITE)}
"""What officers begin with, by how many characters of its code a place has."""


def first_day(me: Me) -> list[Beginning]:
    """List what somebody begins with."""
    return list(dict.fromkeys(_listed(me)))


def _listed(me: Me) -> Iterator[Beginning]:
    yield ACCOUNT
    if not me.roles:
        yield from (MINE, WISHES)
    if me.has(Role.OFFICER):
        yield from (each for scope in me.scope for each in OF_LEVEL.get(len(scope), ()))
    for roles, beginning in (((Role.APPROVER,), APPROVE), ((Role.RECORDER,), RECORD), (tuple(Role), BOARD)):
        if me.has(*roles):
            yield beginning
