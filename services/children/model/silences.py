"""超期未联系: from the day a child had not been reached for too long until somebody reaches it."""

from __future__ import annotations

from datetime import date
from typing import cast
from uuid import UUID, uuid5

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from services.children.facts.silences import ContactLapsed, ContactResumed
from services.children.model.table import Here, Table


class Silence(Here, Table):
    """One such time of a child within one stay; it also ends with the stay, which is told of the case."""

    __tablename__ = "silence"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "ordinal"], ["stay.case_id", "stay.ordinal"]),
        CheckConstraint("resumed_on >= since", name="resumed_after_it_lapsed"),
        Index(
            "one_standing_silence",
            "case_id",
            "ordinal",
            unique=True,
            postgresql_where=text("resumed_on IS NULL AND NOT taken_back"),
        ),
        Index("silence_by_place", "place", "since"),
    )

    case_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    turn: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    child: Mapped[UUID] = mapped_column(Uuid)
    since: Mapped[date]
    resumed_on: Mapped[date | None]
    taken_back: Mapped[bool] = mapped_column(default=False)

    def lapsed(self) -> ContactLapsed:
        """Say that a child has not been reached for too long."""
        return ContactLapsed(**self.envelope(self.since), child=self.child)

    def resumed(self) -> ContactResumed:
        """Say that it was reached again."""
        return ContactResumed(**self.envelope(cast("date", self.resumed_on)), child=self.child)

    def fact_id(self, word: str) -> UUID:
        """Name a fact after the key, as all that is told of a child."""
        return uuid5(self.child, f"{word}/{self.ordinal}/{self.turn}")
