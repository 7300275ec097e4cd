"""驻外志愿服务队: formed outside the province, led by an organisation that answers for a place at home."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.volunteers.model.table import Table
from shared.desk import Placed
from shared.refusals import Refusal


class TeamAtHome(Refusal):
    """驻外服务队须设在省外,{place} 在省内"""


class TeamDissolved(Refusal):
    """该服务队已于 {dissolved_on} 撤销"""


class DissolvedBeforeFormed(Refusal):
    """撤销日期 {dissolved_on} 早于成立日期 {formed_on}"""


class AwayTeam(Placed, Table):
    """驻外志愿服务队: stands from one day to another."""

    __tablename__ = "away_team"
    __table_args__ = (
        CheckConstraint("place NOT LIKE '51%'", name="outside_the_province"),
        CheckConstraint("dissolved_on >= formed_on", name="dissolved_after_formed"),
        Index("away_team_by_home", "home", "formed_on"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    formed_on: Mapped[date]
    dissolved_on: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    recorded_by: Mapped[UUID | None] = mapped_column(Uuid)

    def form(self) -> None:
        """Form the team; raises TeamAtHome."""
        if self.place.startswith("51"):
            raise TeamAtHome("place", place=self.place)

    def dissolve(self, on: date) -> None:
        """Let the team stand no longer; raises TeamDissolved, DissolvedBeforeFormed."""
        if self.dissolved_on is not None:
            raise TeamDissolved("team", dissolved_on=self.dissolved_on)
        if on < self.formed_on:
            raise DissolvedBeforeFormed("dissolved_on", dissolved_on=on, formed_on=self.formed_on)
        self.dissolved_on = on
