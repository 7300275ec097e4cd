"""岗位发布: the times that a posting appeared on a channel."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.jobs.model.table import Table
from shared.refusals import Refusal


class AnnouncedAlready(Refusal):
    """该岗位在 {announced_on} 已通过{channel}发布过"""


class Announcement(Table):
    """岗位发布: a posting appeared on a channel on a day."""

    __tablename__ = "announcement"

    posting: Mapped[UUID] = mapped_column(ForeignKey("posting.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(Text, primary_key=True)
    announced_on: Mapped[date] = mapped_column(primary_key=True)
