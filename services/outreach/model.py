"""What outreach keeps beside its acts: aid, approved by one person and delivered by another."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Index, MetaData, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from services.outreach.facts import AidSource, Receipt
from shared import acts, answered, eventlog, frame
from shared.desk import Placed
from shared.facts import Code
from shared.refusals import Refusal


class AidState(Code):
    """慰问状态"""

    PROPOSED = "proposed", "待审批"
    APPROVED = "approved", "待发放"
    DELIVERED = "delivered", "已发放"


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


class Table(DeclarativeBase):
    """Outreach's own tables."""

    metadata = MetaData()
    type_annotation_map: ClassVar = {str: Text}


class Aid(Placed, Table):
    """慰问: cash in fen and goods for one household in one batch."""

    __tablename__ = "aid"
    __table_args__ = (
        UniqueConstraint("household", "batch", name="one_aid_per_household_and_batch"),
        CheckConstraint("approved_by <> delivered_by", name="approver_does_not_deliver"),
        Index("aid_by_place", "place", "delivered_on"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    household: Mapped[UUID] = mapped_column(Uuid)
    batch: Mapped[UUID] = mapped_column(Uuid)
    cash_fen: Mapped[int] = mapped_column(BigInteger)
    goods: Mapped[int]
    goods_value_fen: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str]
    state: Mapped[str]
    proposed_by: Mapped[UUID] = mapped_column(Uuid)
    approved_by: Mapped[UUID | None] = mapped_column(Uuid)
    approved_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    delivered_by: Mapped[UUID | None] = mapped_column(Uuid)
    delivered_on: Mapped[date | None]
    receipt: Mapped[str | None]
    receipt_on: Mapped[date | None]

    def approve(self, by: UUID, at: datetime) -> None:
        """Approve the aid; raises NotNext, OwnProposal."""
        self._must_be(AidState.PROPOSED, "审批")
        if by == self.proposed_by:
            raise OwnProposal("approved_by")
        self.state, self.approved_by, self.approved_at = AidState.APPROVED.value, by, at

    def deliver(self, by: UUID, on: date, receipt: Receipt) -> None:
        """Hand the aid over; raises NotNext, ApproverDelivers."""
        self._must_be(AidState.APPROVED, "发放")
        if by == self.approved_by:
            raise ApproverDelivers("delivered_by")
        self.state, self.delivered_by, self.delivered_on = AidState.DELIVERED.value, by, on
        self.receipt, self.receipt_on = receipt.value, on

    def sign(self, receipt: Receipt, on: date) -> None:
        """Change the receipt of delivered aid; raises NotNext, ReceiptSigned, ReceiptBeforeDelivery."""
        self._must_be(AidState.DELIVERED, "签领")
        if self.receipt == Receipt.SIGNED:
            raise ReceiptSigned("receipt")
        if self.delivered_on and on < self.delivered_on:
            raise ReceiptBeforeDelivery("receipt_on", delivered_on=self.delivered_on)
        self.receipt, self.receipt_on = receipt.value, on

    @property
    def given_from(self) -> AidSource:
        """Tell where the money came from."""
        return AidSource(self.source)

    @property
    def unsigned(self) -> int:
        """Tell whether the receipt still waits for its signature, 1 or 0."""
        return int(self.receipt != Receipt.SIGNED)

    def _must_be(self, state: AidState, step: str) -> None:
        if self.state != state:
            raise NotNext("state", state=AidState(self.state).label, step=step)


TABLES = (Table.metadata, acts.metadata, answered.metadata, eventlog.metadata, frame.metadata)
