"""暖冬礼包: batches with their stock and every movement of it, and the packs put aside for a child."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import ARRAY, CheckConstraint, DateTime, ForeignKey, Index, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from services.children.facts.packs import PackBatchReceived, PackDelivered, PackReceipt, PackStockChanged
from services.children.facts.wishes import Handover
from services.children.model.table import Table
from shared.desk import Placed
from shared.facts import Code, stem
from shared.refusals import Refusal

ONE_PACK_OF_A_BATCH = "one_pack_of_a_batch"
INSTANT = timedelta(microseconds=1)


class PackState(Code):
    """礼包状态"""

    ALLOTTED = "allotted", "已分配、待送达"
    DELIVERED = "delivered", "已送达"
    RETURNED = "returned", "已退回库存"


class Movement(Code):
    """库存变动"""

    RECEIVED = "received", "入库"
    ALLOTTED = "allotted", "分配"
    RETURNED = "returned", "退回"
    WRITTEN_OFF = "written_off", "核销"


class StockGone(Refusal):
    """这批礼包只剩 {left} 份"""


class BatchElsewhere(Refusal):
    """这批礼包只能发给入库地所辖的儿童"""


class PackAllotted(Refusal):
    """该儿童在这一批次中已有一份礼包"""


class PackNotNext(Refusal):
    """这份礼包{state},现在不能{step}"""


class StationMissing(Refusal):
    """在爱心驿站交付须选择驿站"""


class StationNotAsked(Refusal):
    """只有在爱心驿站交付才选择驿站"""


class DeliveredBeforeAllotted(Refusal):
    """送达日期 {day} 早于分配日期 {before}"""


class ReceiptSigned(Refusal):
    """这份礼包已经签收,不能再改"""


class PackBatch(Placed, Table):
    """礼包批次: packs that are all alike, from one donor, kept in one place."""

    __tablename__ = "pack_batch"
    __table_args__ = (
        CheckConstraint("stock BETWEEN 0 AND received", name="stock_never_below_zero"),
        Index("pack_batch_by_place", "place", "received_on"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    donor: Mapped[UUID] = mapped_column(Uuid)
    contents: Mapped[list[str]] = mapped_column(ARRAY(Text))
    unit_fen: Mapped[int]
    received: Mapped[int]
    received_on: Mapped[date]
    stock: Mapped[int]
    movements: Mapped[int]
    moved_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    def begin(self, at: datetime) -> PackMovement:
        """Take all that was received into stock."""
        self.stock, self.movements, self.moved_at = 0, 0, at
        return self.move(Movement.RECEIVED, self.received, self.received_on, at)

    def move(self, kind: Movement, packs: int, on: date, at: datetime) -> PackMovement:
        """Change the stock, later than it ever was before; raises StockGone."""
        if self.stock + packs < 0:
            raise StockGone("packs", left=self.stock)
        self.stock += packs
        self.movements += 1
        self.moved_at = max(at, self.moved_at + INSTANT)
        return PackMovement(
            batch=self.id, ordinal=self.movements, kind=kind.value, packs=packs, stock=self.stock, moved_on=on
        )

    def must_serve(self, place: str) -> None:
        """Refuse a child who does not live where the batch is kept; raises BatchElsewhere."""
        if not place.startswith(stem(self.place)):
            raise BatchElsewhere("batch")

    def was_received(self) -> PackBatchReceived:
        """Say that the batch is in stock."""
        return PackBatchReceived(
            **self.envelope(self.received_on), batch=self.id, donor=self.donor, packs=self.received
        )


class PackMovement(Table):
    """库存变动: one change of a batch's stock, and what was left."""

    __tablename__ = "pack_movement"

    batch: Mapped[UUID] = mapped_column(Uuid, ForeignKey("pack_batch.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    packs: Mapped[int]
    stock: Mapped[int]
    moved_on: Mapped[date]
    reason: Mapped[str | None]

    def changed(self, batch: PackBatch) -> PackStockChanged:
        """Say how many packs are left."""
        return PackStockChanged(**batch.envelope(self.moved_on), batch=batch.id, stock=self.stock)

    @property
    def fact_id(self) -> UUID:
        """Name the fact of the movement."""
        return uuid5(self.batch, f"moved:{self.ordinal}")


class Pack(Placed, Table):
    """暖冬礼包: one pack, put aside for one child of the register and handed over, or put back."""

    __tablename__ = "pack"
    __table_args__ = (
        Index(ONE_PACK_OF_A_BATCH, "case_id", "batch", unique=True, postgresql_where=text("state <> 'returned'")),
        Index("pack_by_place", "place", "allotted_on"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    batch: Mapped[UUID] = mapped_column(Uuid, ForeignKey("pack_batch.id"))
    case_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("child_case.id"))
    value_fen: Mapped[int]
    state: Mapped[str]
    allotted_on: Mapped[date]
    delivered_on: Mapped[date | None]
    handed_at: Mapped[str | None]
    station: Mapped[UUID | None] = mapped_column(Uuid)
    receipt: Mapped[str | None]

    def deliver(self, on: date, at: Handover, receipt: PackReceipt, station: UUID | None) -> None:
        """Hand the pack over; raises PackNotNext, DeliveredBeforeAllotted."""
        self._must_be(PackState.ALLOTTED, "送达")
        if on < self.allotted_on:
            raise DeliveredBeforeAllotted("delivered_on", day=on, before=self.allotted_on)
        self.state, self.delivered_on, self.station = PackState.DELIVERED.value, on, station
        self.handed_at, self.receipt = at.value, receipt.value

    def give_back(self) -> None:
        """Put the pack back into stock; raises PackNotNext."""
        self._must_be(PackState.ALLOTTED, "退回")
        self.state = PackState.RETURNED.value

    def sign(self, receipt: PackReceipt) -> None:
        """Change the receipt of a delivered pack; raises PackNotNext, ReceiptSigned."""
        self._must_be(PackState.DELIVERED, "签收")
        if self.receipt == PackReceipt.SIGNED:
            raise ReceiptSigned("receipt")
        self.receipt = receipt.value

    def delivered(self, on: date) -> PackDelivered:
        """Say that the pack is in the child's hands."""
        return PackDelivered(**self.envelope(on), pack=self.id, batch=self.batch, value_fen=self.value_fen)

    def _must_be(self, state: PackState, step: str) -> None:
        if self.state != state:
            raise PackNotNext("state", state=PackState(self.state).label, step=step)


def must_name_station(at: Handover, station: UUID | None) -> None:
    """Refuse a station without a handover there, and the other way round; raises StationMissing, StationNotAsked."""
    if at is Handover.STATION and station is None:
        raise StationMissing("station")
    if at is not Handover.STATION and station is not None:
        raise StationNotAsked("station")
