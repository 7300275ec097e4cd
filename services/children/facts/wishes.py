"""What children tells of wishes; whose wish it is stays at home, even as a key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Code, Count, Distinct, Fact, Indicator, Key, Line, Ratio, Stock, Sum

MOST_SHARES = 20


class WishItem(Code):
    """心愿物品"""

    SCHOOLBAG = "schoolbag", "书包文具"
    BOOKS = "books", "课外图书"
    LAMP = "lamp", "护眼台灯"
    COAT = "coat", "冬衣"
    SHOES = "shoes", "棉鞋"
    BEDDING = "bedding", "保暖被褥"
    BALL = "ball", "球类跳绳"
    ART = "art", "画笔乐器"
    TOY = "toy", "益智玩具"


class WishReason(Code):
    """心愿缘由"""

    WARM = "warm", "想暖暖和和过冬"
    LEARN = "learn", "想把功课学好"
    READ = "read", "想多读几本书"
    PLAY = "play", "想和同学一起运动"
    CREATE = "create", "想学一门爱好"
    FESTIVAL = "festival", "想在新年收到一份礼物"


class WishSize(Code):
    """尺码"""

    CM110 = "cm110", "身高 110 厘米上下"
    CM120 = "cm120", "身高 120 厘米上下"
    CM130 = "cm130", "身高 130 厘米上下"
    CM140 = "cm140", "身高 140 厘米上下"
    CM150 = "cm150", "身高 150 厘米上下"
    CM160 = "cm160", "身高 160 厘米上下"
    CM170 = "cm170", "身高 170 厘米上下"


class AgeBand(Code):
    """年龄段"""

    UNDER_SEVEN = "under_seven", "6 岁及以下"
    SEVEN = "seven", "7 至 9 岁"
    TEN = "ten", "10 至 12 岁"
    THIRTEEN = "thirteen", "13 至 15 岁"


class Verdict(Code):
    """审核意见"""

    APPROVED = "approved", "通过"
    NOT_ELIGIBLE = "not_eligible", "不属于关爱对象"
    UNSUITABLE = "unsuitable", "内容不适宜"
    DUPLICATE = "duplicate", "重复征集"


class ReopenReason(Code):
    """重新公开原因"""

    UNSENT = "unsent", "逾期未寄送"
    WITHDRAWN = "withdrawn", "认领人放弃"
    LOST = "lost", "寄送途中遗失或退回"


class CancelReason(Code):
    """撤销原因"""

    GRANTED = "granted", "家庭已自行满足"
    MOVED = "moved", "儿童已离开本地"
    REFUSED = "refused", "儿童或监护人不再愿意"


class Handover(Code):
    """交付地点"""

    TOWNSHIP = "township", "乡镇或街道办"
    HOME = "home", "童伴之家"
    SCHOOL = "school", "学校"
    STATION = "station", "爱心驿站"


class Thanks(Code):
    """反馈"""

    HAPPY = "happy", "收到了,我很喜欢,谢谢您"
    WARM = "warm", "收到了,今年冬天很暖和,谢谢您"
    STUDY = "study", "收到了,我会好好学习,谢谢您"
    NOT_FITTING = "not_fitting", "收到了,尺码或规格不合适"


@dataclass(frozen=True, kw_only=True)
class WishGathered(Fact):
    """微心愿征集: a child made a wish; one that fails its review, or is taken back, is reversed."""

    line: ClassVar[Line] = Line.CHILDREN

    wish: Annotated[UUID, Key("心愿编号")]
    item: WishItem


@dataclass(frozen=True, kw_only=True)
class ShareClaimed(Fact):
    """微心愿认领: somebody promised some or all shares of a wish; a promise that is released is reversed."""

    line: ClassVar[Line] = Line.CHILDREN

    wish: Annotated[UUID, Key("心愿编号")]
    donor: Annotated[UUID, Key("爱心人士")]
    shares: Annotated[int, Count("认领份数", unit="份", most=MOST_SHARES, least=1)]


@dataclass(frozen=True, kw_only=True)
class WishClaimed(Fact):
    """微心愿认满: the last share of a wish was promised."""

    line: ClassVar[Line] = Line.CHILDREN

    wish: Annotated[UUID, Key("心愿编号")]


@dataclass(frozen=True, kw_only=True)
class WishFulfilled(Fact):
    """微心愿完成: what was wished for is in the child's hands."""

    line: ClassVar[Line] = Line.CHILDREN

    wish: Annotated[UUID, Key("心愿编号")]


@dataclass(frozen=True, kw_only=True)
class WishOverdue(Fact):
    """微心愿超时: what was sent has not come by the day it should have."""

    line: ClassVar[Line] = Line.CHILDREN

    wish: Annotated[UUID, Key("心愿编号")]


@dataclass(frozen=True, kw_only=True)
class WishDelayEnded(Fact):
    """微心愿超时了结: what was overdue has come, or the wish is open to claims again."""

    line: ClassVar[Line] = Line.CHILDREN

    wish: Annotated[UUID, Key("心愿编号")]


FACTS: tuple[type[Fact], ...] = (WishGathered, ShareClaimed, WishClaimed, WishFulfilled, WishOverdue, WishDelayEnded)

INDICATORS: tuple[Indicator, ...] = (
    Sum("wishes_gathered", "微心愿征集数", WishGathered, 1, "个", "三(六)2"),
    Sum("wishes_claimed", "微心愿认领数", WishClaimed, 1, "个", "三(六)2"),
    Sum("wishes_fulfilled", "微心愿完成数", WishFulfilled, 1, "个", "三(六)2"),
    Ratio("wish_fulfilment", "微心愿完成率", "wishes_fulfilled", "wishes_gathered", "三(六)2", season=True),
    Stock("wishes_overdue", "微心愿超时未送达数", {WishOverdue: 1, WishDelayEnded: 0}, "wish", "个", "三(六)2"),
    Distinct("wish_donors", "爱心人士数", ShareClaimed, "donor", "人", "三(六)2"),
)
