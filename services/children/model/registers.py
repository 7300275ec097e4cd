"""童伴之家 and 童伴妈妈: entered, put right where they were entered wrongly, and ended."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, cast
from uuid import UUID, uuid5

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.children.facts.homes import CompanionEngaged, CompanionReleased, HomeClosed, HomeOpened, Premises
from services.children.model.table import Table
from shared.acts.book import StaleRevision
from shared.desk import Placed
from shared.facts import Fact
from shared.refusals import Refusal


class EntryHasEnded(Refusal):
    """该登记已于 {until} 终止"""


class EndsBeforeItBegan(Refusal):
    """终止日期 {until} 早于开始日期 {since}"""


class Entry(Placed):
    """What the entries of both registers have: their days, and in which revision they are known."""

    opens: ClassVar[type[Fact]]
    closes: ClassVar[type[Fact]]
    key: ClassVar[str]

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    revision: Mapped[int] = mapped_column(default=1)
    since: Mapped[date]
    until: Mapped[date | None]

    def opened(self) -> Fact:
        """Say that the entry stands from its first day."""
        return self.opens(**self.envelope(self.since) | {self.key: self.id})

    def closed(self) -> Fact:
        """Say that the entry stands no longer."""
        return self.closes(**self.envelope(cast("date", self.until)) | {self.key: self.id})

    @property
    def opening(self) -> UUID:
        """Name the fact that told the entry as it is known now."""
        return uuid5(self.id, f"opened:{self.revision}")

    @property
    def closing(self) -> UUID:
        """Name the fact that tells its end."""
        return uuid5(self.id, "closed")

    def stands_on(self, day: date) -> bool:
        """Tell whether the entry stands on a day."""
        return self.since <= day <= (self.until or day)

    def must_stand(self) -> None:
        """Refuse an entry that has ended; raises EntryHasEnded."""
        if self.until is not None:
            raise EntryHasEnded("id", until=self.until)

    def put_right(self, revision: int, **columns: Any) -> None:
        """Write an entry anew, given the revision it is known in; raises EntryHasEnded, StaleRevision."""
        self.must_stand()
        if revision != self.revision:
            raise StaleRevision("revision", given=revision, current=self.revision)
        self.revision += 1
        for name, value in columns.items():
            setattr(self, name, value)

    def end(self, on: date, field: str) -> None:
        """End the entry; raises EntryHasEnded, EndsBeforeItBegan."""
        self.must_stand()
        if on < self.since:
            raise EndsBeforeItBegan(field, until=on, since=self.since)
        self.until = on


class House(Entry, Table):
    """童伴之家: a place where children find company; `home` says who leads it, as in every row."""

    __tablename__ = "house"
    __table_args__ = (
        CheckConstraint("until >= since", name="house_ends_after_it_began"),
        Index("house_by_place", "place", "since"),
    )

    opens, closes, key = HomeOpened, HomeClosed, "house"

    premises: Mapped[str]

    def change(self, revision: int, premises: Premises, where: dict[str, Any]) -> None:
        """Put right where the home is; raises EntryHasEnded, StaleRevision."""
        self.put_right(revision, premises=premises.value, **where)


class Companion(Entry, Table):
    """童伴妈妈: a person who looks after children, by a random key.

    `serving` is her key until she leaves. Every open case refers to it, so that she cannot leave while a child is
    hers, not even one that the caller's row-level scope hides.
    """

    __tablename__ = "companion"
    __table_args__ = (
        CheckConstraint("until >= since", name="companion_leaves_after_coming"),
        Index("companion_by_place", "place", "since"),
        Index("companion_by_house", "house"),
    )

    opens, closes, key = CompanionEngaged, CompanionReleased, "companion"

    house: Mapped[UUID | None] = mapped_column(Uuid, ForeignKey("house.id"))
    serving: Mapped[UUID | None] = mapped_column(
        Uuid, Computed("CASE WHEN until IS NULL THEN id END", persisted=True), unique=True
    )


class HandOver(Placed, Table):
    """交接: from a day on another companion looks after a child; kept for ever, told to nobody."""

    __tablename__ = "hand_over"
    __table_args__ = (Index("hand_over_by_case", "case_id", "handed_on"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    case_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("child_case.id"))
    giver: Mapped[UUID] = mapped_column(Uuid)
    taker: Mapped[UUID] = mapped_column(Uuid)
    handed_on: Mapped[date]
    recorded_by: Mapped[UUID | None] = mapped_column(Uuid)
