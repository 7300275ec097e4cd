"""What children tells of winter packs: batches as they come, what is left of them, and what reached a child."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar
from uuid import UUID

from shared.facts import Code, Count, Distinct, Fact, Indicator, Key, Line, Stock, Sum

MOST_PACKS = 50_000
MOST_PACK_FEN = 100_000


class PackContent(Code):
    """礼包内容"""

    CLOTHES = "clothes", "保暖衣物"
    BEDDING = "bedding", "被褥"
    STATIONERY = "stationery", "文具图书"
    FOOD = "food", "食品牛奶"
    HYGIENE = "hygiene", "洗护防疫用品"
    TOYS = "toys", "玩具体育用品"


class PackReceipt(Code):
    """礼包签收"""

    SIGNED = "signed", "监护人已签收"
    UNSIGNED = "unsigned", "未签收"
    DISPUTED = "disputed", "有异议"


class WriteOff(Code):
    """核销原因"""

    DAMAGED = "damaged", "破损"
    EXPIRED = "expired", "过期"
    MISSING = "missing", "盘亏"


@dataclass(frozen=True, kw_only=True)
class PackBatchReceived(Fact):
    """暖冬礼包入库: a donor's batch of packs, all alike, is in stock."""

    line: ClassVar[Line] = Line.CHILDREN

    batch: Annotated[UUID, Key("批次编号")]
    donor: Annotated[UUID, Key("捐赠单位")]
    packs: Annotated[int, Count("礼包数", unit="份", most=MOST_PACKS, least=1)]


@dataclass(frozen=True, kw_only=True)
class PackStockChanged(Fact):
    """暖冬礼包库存: packs were put aside, came back or were written off, and so many are left."""

    line: ClassVar[Line] = Line.CHILDREN

    batch: Annotated[UUID, Key("批次编号")]
    stock: Annotated[int, Count("礼包库存", unit="份", most=MOST_PACKS)]


@dataclass(frozen=True, kw_only=True)
class PackDelivered(Fact):
    """暖冬礼包送达: a pack is in a child's hands; whose they are stays at home."""

    line: ClassVar[Line] = Line.CHILDREN

    pack: Annotated[UUID, Key("礼包编号")]
    batch: Annotated[UUID, Key("批次编号")]
    value_fen: Annotated[int, Count("礼包价值", unit="分", most=MOST_PACK_FEN, least=1)]


FACTS: tuple[type[Fact], ...] = (PackBatchReceived, PackStockChanged, PackDelivered)

INDICATORS: tuple[Indicator, ...] = (
    Sum("packs_delivered", "礼包数", PackDelivered, 1, "份", "三(六)2"),
    Sum("packs_value", "礼包价值", PackDelivered, "value_fen", "分", "三(六)2"),
    Stock(
        "packs_in_stock", "礼包库存", {PackBatchReceived: "packs", PackStockChanged: "stock"}, "batch", "份", "三(六)2"
    ),
    Distinct("pack_donors", "捐赠单位数", PackBatchReceived, "donor", "家", "三(六)2"),
)
