"""爱心驿站: opened at a hub, put right where it was recorded wrongly, and closed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.volunteers.facts import HubKind
from services.volunteers.model.table import Table
from shared.acts.book import StaleRevision
from shared.desk import Placed
from shared.refusals import Refusal


class StationHasClosed(Refusal):
    """该驿站已于 {closed_on} 关闭"""


class StationNotOpen(Refusal):
    """该驿站在 {day} 未启用或已关闭"""


class ClosedBeforeOpened(Refusal):
    """关闭日期 {closed_on} 早于启用日期 {opened_on}"""


class Station(Placed, Table):
    """爱心驿站: stands at a hub from one day to another."""

    __tablename__ = "station"
    __table_args__ = (
        CheckConstraint("closed_on >= opened_on", name="closed_after_it_opened"),
        Index("station_by_place", "place", "opened_on"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    revision: Mapped[int]
    hub_kind: Mapped[str] = mapped_column(Text)
    hub: Mapped[UUID] = mapped_column(Uuid)
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    recorded_by: Mapped[UUID | None] = mapped_column(Uuid)

    def change(self, revision: int, hub_kind: HubKind, hub: UUID) -> None:
        """Put right which hub it stands at; raises StationHasClosed, StaleRevision."""
        self._must_stand()
        if revision != self.revision:
            raise StaleRevision("revision", given=revision, current=self.revision)
        self.revision, self.hub_kind, self.hub = revision + 1, hub_kind.value, hub

    def close(self, on: date) -> None:
        """Close the station; raises StationHasClosed, ClosedBeforeOpened."""
        self._must_stand()
        if on < self.opened_on:
            raise ClosedBeforeOpened("closed_on", closed_on=on, opened_on=self.opened_on)
        self.closed_on = on

    def must_be_open(self, day: date) -> None:
        """Refuse a day on which the station does not stand."""
        if day < self.opened_on or (self.closed_on is not None and day > self.closed_on):
            raise StationNotOpen("station", day=day)

    @property
    def what(self) -> dict[str, Any]:
        """Gather what every fact about the station tells."""
        return {"station": self.id, "hub_kind": HubKind(self.hub_kind), "hub": self.hub}

    def _must_stand(self) -> None:
        if self.closed_on is not None:
            raise StationHasClosed("station", closed_on=self.closed_on)
