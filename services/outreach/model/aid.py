"""慰问: money and goods for a household, approved by one person and delivered by another."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid5

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKey, Index, SmallInteger, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.outreach.facts.aid import AidDelivered, AidReceipted, AidSource, Receipt
from services.outreach.model.table import Table
from shared.desk import Placed
from shared.facts import Code
from shared.refusals import Refusal

MOST_GOODS = 50
ONE_AID = "one_aid_per_household_and_batch"


class AidState(Code):
    """慰问状态"""

    PROPOSED = "proposed", "待审批"
    APPROVED = "approved", "待发放"
    REJECTED = "rejected", "未获批准"
    DELIVERED = "delivered", "已发放"
    WITHDRAWN = "withdrawn", "已撤销"


class NotNext(Refusal):
    """这笔慰问{state},现在不能{step}"""


class OwnProposal(Refusal):
    """提出慰问的人不能审批自己的申请"""


class ApproverDelivers(Refusal):
    """审批人不能发放自己批准的慰问"""


class ReceiptSigned(Refusal):
    """这笔慰问已签领,不能再改签领状态"""


class ReceiptBeforeDelivery(Refusal):
    """签领日期不能早于发放日期({delivered_on})"""


class ReceiptBeforeLast(Refusal):
    """签领日期不能早于上次登记签领情况的日期({receipt_on})"""


class TooManyGoods(Refusal):
    """一笔慰问最多列 {most} 种慰问品"""


class Goods(Table):
    """慰问品: so many pieces of an item, and what they are worth together."""

    __tablename__ = "aid_goods"

    aid: Mapped[UUID] = mapped_column(Uuid, ForeignKey("aid.id"), primary_key=True)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    item: Mapped[str]
    quantity: Mapped[int]
    value_fen: Mapped[int] = mapped_column(BigInteger)


class Receipted(Table):
    """签领情况: what was known of a delivered aid's receipt from a day on; the first came with the delivery."""

    __tablename__ = "aid_receipt"

    aid: Mapped[UUID] = mapped_column(Uuid, ForeignKey("aid.id"), primary_key=True)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    receipt: Mapped[str]
    receipt_on: Mapped[date]
    recorded_by: Mapped[UUID | None] = mapped_column(Uuid)


class Aid(Placed, Table):
    """慰问: cash in fen and goods for one household in one batch."""

    __tablename__ = "aid"
    __table_args__ = (
        CheckConstraint("approved_by <> delivered_by", name="approver_does_not_deliver"),
        Index(
            ONE_AID,
            "household",
            "batch",
            unique=True,
            postgresql_where=text("state NOT IN ('rejected', 'withdrawn')"),
        ),
        Index("aid_by_place", "place", "delivered_on"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    household: Mapped[UUID] = mapped_column(Uuid)
    batch: Mapped[UUID] = mapped_column(Uuid)
    cash_fen: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str]
    state: Mapped[str]
    proposed_by: Mapped[UUID] = mapped_column(Uuid)
    approved_by: Mapped[UUID | None] = mapped_column(Uuid)
    approved_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    delivered_by: Mapped[UUID | None] = mapped_column(Uuid)
    delivered_on: Mapped[date | None]
    ended_reason: Mapped[str | None]
    goods: Mapped[list[Goods]] = relationship(order_by=Goods.number)
    receipts: Mapped[list[Receipted]] = relationship(order_by=Receipted.number)

    def add_goods(self, item: str, quantity: int, value_fen: int) -> None:
        """Put another item on the list; raises NotNext, TooManyGoods."""
        self._must_be(AidState.PROPOSED, "增列慰问品")
        if len(self.goods) >= MOST_GOODS:
            raise TooManyGoods("item", most=MOST_GOODS)
        self.goods.append(Goods(number=len(self.goods) + 1, item=item, quantity=quantity, value_fen=value_fen))

    def approve(self, by: UUID, at: datetime) -> None:
        """Approve the aid; raises NotNext, OwnProposal."""
        self._must_be(AidState.PROPOSED, "审批")
        if by == self.proposed_by:
            raise OwnProposal("approved_by")
        self.state, self.approved_by, self.approved_at = AidState.APPROVED.value, by, at

    def reject(self, by: UUID, reason: str) -> None:
        """Turn the proposal down, which leaves the household free for another; raises NotNext, OwnProposal."""
        self._must_be(AidState.PROPOSED, "审批")
        if by == self.proposed_by:
            raise OwnProposal("approved_by")
        self.state, self.ended_reason = AidState.REJECTED.value, reason

    def deliver(self, by: UUID, on: date, receipt: Receipt) -> None:
        """Hand the aid over; raises NotNext, ApproverDelivers."""
        self._must_be(AidState.APPROVED, "发放")
        if by == self.approved_by:
            raise ApproverDelivers("delivered_by")
        self.state, self.delivered_by, self.delivered_on = AidState.DELIVERED.value, by, on
        self._keep(receipt, on, by)

    def sign(self, by: UUID, on: date, receipt: Receipt) -> None:
        """Change the receipt; raises NotNext, ReceiptSigned, ReceiptBeforeDelivery, ReceiptBeforeLast."""
        self._must_be(AidState.DELIVERED, "签领")
        if not self._unsigned:
            raise ReceiptSigned("receipt")
        if self.delivered_on and on < self.delivered_on:
            raise ReceiptBeforeDelivery("receipt_on", delivered_on=self.delivered_on)
        if on < self.receipts[-1].receipt_on:
            raise ReceiptBeforeLast("receipt_on", receipt_on=self.receipts[-1].receipt_on)
        self._keep(receipt, on, by)

    def may_be_filed(self) -> None:
        """Let scanned receipts come once the aid has reached its household; raises NotNext."""
        self._must_be(AidState.DELIVERED, "上传签领表")

    def withdraw(self, reason: str) -> None:
        """Take back what was planned or recorded by mistake; raises NotNext."""
        if self.state in {AidState.REJECTED, AidState.WITHDRAWN}:
            raise NotNext("state", state=AidState(self.state).label, step="撤销")
        self.state, self.ended_reason = AidState.WITHDRAWN.value, reason

    def delivered(self, on: date) -> AidDelivered:
        """State that the aid reached its household."""
        return AidDelivered(
            **self.envelope(on),
            aid=self.id,
            household=self.household,
            source=AidSource(self.source),
            cash_fen=self.cash_fen,
            goods=sum(each.quantity for each in self.goods),
            goods_value_fen=sum(each.value_fen for each in self.goods),
            unsigned=self._unsigned,
        )

    def receipted(self, on: date) -> AidReceipted:
        """State whether the receipt is signed."""
        return AidReceipted(**self.envelope(on), aid=self.id, unsigned=self._unsigned)

    @property
    def delivered_id(self) -> UUID:
        """Name the fact of its delivery."""
        return uuid5(self.id, "delivered")

    @property
    def receipted_ids(self) -> list[UUID]:
        """Name the facts of its receipts since the delivery, oldest first."""
        return [uuid5(self.id, f"receipted:{each.number}") for each in self.receipts[1:]]

    @property
    def _unsigned(self) -> int:
        return int(self.receipts[-1].receipt != Receipt.SIGNED)

    def _keep(self, receipt: Receipt, on: date, by: UUID) -> None:
        known = Receipted(number=len(self.receipts), receipt=receipt.value, receipt_on=on, recorded_by=by)
        self.receipts.append(known)

    def _must_be(self, state: AidState, step: str) -> None:
        if self.state != state:
            raise NotNext("state", state=AidState(self.state).label, step=step)
