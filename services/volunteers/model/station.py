"""爱心驿站: opened at a hub for some days and hours of the week, put right or changed, and closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, DateTime, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.volunteers.facts.station import HubKind, Weekday
from services.volunteers.model.table import Table
from shared.acts.book import StaleRevision
from shared.desk import Placed
from shared.refusals import Refusal


class StationHasClosed(Refusal):
    """该驿站已于 {closed_on} 关闭"""


class StationNotOpen(Refusal):
    """该驿站在 {day} 未启用、不开放或已关闭"""


class ClosedBeforeOpened(Refusal):
    """关闭日期 {closed_on} 早于启用日期 {opened_on}"""


class ClosesBeforeItOpens(Refusal):
    """驿站每日的关门时间须晚于开门时间"""


class Station(Placed, Table):
    """爱心驿站: stands at a hub from one day to another, on some days of the week; a partner may keep it too."""

    __tablename__ = "station"
    __table_args__ = (
        CheckConstraint("closed_on >= opened_on", name="closed_after_it_opened"),
        CheckConstraint("opens_at < closes_at", name="closes_after_it_opens"),
        Index("station_by_place", "place", "opened_on"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    revision: Mapped[int]
    hub_kind: Mapped[str] = mapped_column(Text)
    hub: Mapped[UUID] = mapped_column(Uuid)
    partner: Mapped[UUID | None] = mapped_column(Uuid)
    weekdays: Mapped[list[str]] = mapped_column(ARRAY(Text))
    opens_at: Mapped[time]
    closes_at: Mapped[time]
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    recorded_by: Mapped[UUID | None] = mapped_column(Uuid)

    def keep(self, terms: Mapping[str, Any]) -> None:
        """Set what the station is: its hub, partner, days and hours; raises ClosesBeforeItOpens."""
        if terms["closes_at"] <= terms["opens_at"]:
            raise ClosesBeforeItOpens("closes_at")
        self.hub_kind, self.hub, self.partner = terms["hub_kind"].value, terms["hub"], terms["partner"]
        self.weekdays = [each.value for each in terms["weekdays"]]
        self.opens_at, self.closes_at = terms["opens_at"], terms["closes_at"]

    def change(self, revision: int, terms: Mapping[str, Any]) -> None:
        """Put right what the station is; raises StationHasClosed, StaleRevision, ClosesBeforeItOpens."""
        self._must_stand()
        if revision != self.revision:
            raise StaleRevision("revision", given=revision, current=self.revision)
        self.keep(terms)
        self.revision = revision + 1

    def close(self, on: date) -> None:
        """Close the station; raises StationHasClosed, ClosedBeforeOpened."""
        self._must_stand()
        if on < self.opened_on:
            raise ClosedBeforeOpened("closed_on", closed_on=on, opened_on=self.opened_on)
        self.closed_on = on

    def must_be_open(self, day: date) -> None:
        """Refuse a day on which the station is not open."""
        if not self.open_on(day):
            raise StationNotOpen("station", day=day)

    def open_on(self, day: date) -> bool:
        """Tell whether the station is open on a day."""
        stands = self.opened_on <= day and (self.closed_on is None or day <= self.closed_on)
        return stands and tuple(Weekday)[day.weekday()] in self.weekdays

    @property
    def what(self) -> dict[str, Any]:
        """Gather what every fact about the station tells, the partner's part in it too."""
        took_part = (self.partner,) if self.partner else ()
        what = {"station": self.id, "hub_kind": HubKind(self.hub_kind), "hub": self.hub}
        return {**what, "joint_organisations": took_part}

    def _must_stand(self) -> None:
        if self.closed_on is not None:
            raise StationHasClosed("station", closed_on=self.closed_on)
