"""慰问: money and goods that reached a household."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Code, Count, Distinct, Fact, Indicator, Key, Line, Stock, Sum


class AidSource(Code):
    """资金来源"""

    TREASURY = "treasury", "财政"
    DUES = "dues", "团费"
    DONATION = "donation", "捐赠"
    ENTERPRISE = "enterprise", "企业"


class Receipt(Code):
    """签领"""

    SIGNED = "signed", "已签领"
    UNSIGNED = "unsigned", "未签领"
    DISPUTED = "disputed", "有异议"


@dataclass(frozen=True, kw_only=True)
class AidDelivered(Fact):
    """慰问: approved aid reached a household; `unsigned` is 1 until its receipt is signed."""

    line: ClassVar[Line] = Line.CARE

    aid: Annotated[UUID, Key("慰问编号")]
    household: Annotated[UUID, Key("家庭编号")]
    source: AidSource
    cash_fen: Annotated[int, Count("慰问金额", unit="分", most=10_000_000)]
    goods: Annotated[int, Count("慰问品件数", unit="件", most=5_000_000)]
    goods_value_fen: Annotated[int, Count("慰问品折价", unit="分", most=5_000_000_000)]
    unsigned: Annotated[int, Count("未签领", unit="笔", most=1)]


@dataclass(frozen=True, kw_only=True)
class AidReceipted(Fact):
    """慰问签领: the receipt of delivered aid was signed, or disputed."""

    line: ClassVar[Line] = Line.CARE

    aid: Annotated[UUID, Key("慰问编号")]
    unsigned: Annotated[int, Count("未签领", unit="笔", most=1)]


FACTS: tuple[type[Fact], ...] = (AidDelivered, AidReceipted)

INDICATORS: tuple[Indicator, ...] = (
    Sum("aid_cash", "慰问金额", AidDelivered, "cash_fen", "分", "三(二)1", by=("source",)),
    Sum("aid_goods", "慰问品件数", AidDelivered, "goods", "件", "三(二)1"),
    Sum("aid_goods_value", "慰问品折价", AidDelivered, "goods_value_fen", "分", "三(二)1"),
    Distinct("households_aided", "受慰问户数", AidDelivered, "household", "户", "三(二)1"),
    Stock("aid_unsigned", "未签领笔数", {AidDelivered: "unsigned", AidReceipted: "unsigned"}, "aid", "笔", "三(二)1"),
)
