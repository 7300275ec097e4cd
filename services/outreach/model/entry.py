"""What every register has: entries that are opened, put right where they were recorded wrongly, and closed."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID, uuid5

from sqlalchemy import DateTime, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.outreach.model.table import Table
from shared.acts.book import StaleRevision
from shared.desk import Placed
from shared.facts import Fact
from shared.refusals import Refusal


class EntryClosed(Refusal):
    """这项登记已于 {closed_on} 终止,不能再改"""


class ClosedBeforeOpened(Refusal):
    """终止日期 {closed_on} 早于登记日期 {opened_on}"""


class Entry(Placed, Table):
    """An entry of a register; `told_at` and `closed_at` say when its standing opening and its end were told."""

    __abstract__ = True

    breaks: ClassVar[Mapping[str, type[Refusal]]] = {}
    """Which rule an entry breaks that the database turns away, by the constraint's name."""
    says: ClassVar[tuple[str, ...]]
    """What the register keeps of an entry beyond where it lies and when it stood."""

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    revision: Mapped[int]
    opened_on: Mapped[date]
    told_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    closed_on: Mapped[date | None]
    closed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    recorded_by: Mapped[UUID | None] = mapped_column(Uuid)

    @abstractmethod
    def opening(self) -> Fact:
        """State that the entry stands."""

    @abstractmethod
    def closing(self, on: date) -> Fact:
        """State that the entry stands no longer."""

    def check(self) -> None:
        """Raise Refusal if what the entry says cannot be."""

    def change(self, revision: int, at: datetime, what: Mapping[str, Any]) -> None:
        """Put right what was recorded wrongly; raises EntryClosed, StaleRevision."""
        self._must_stand()
        if revision != self.revision:
            raise StaleRevision("revision", given=revision, current=self.revision)
        for name, value in what.items():
            setattr(self, name, value)
        self.check()
        self.revision, self.told_at = revision + 1, at

    def close(self, on: date, at: datetime) -> None:
        """Close the entry; raises EntryClosed, ClosedBeforeOpened."""
        self._must_stand()
        if on < self.opened_on:
            raise ClosedBeforeOpened("closed_on", closed_on=on, opened_on=self.opened_on)
        self.closed_on, self.closed_at = on, at

    @property
    def opening_id(self) -> UUID:
        """Name the fact of its opening, as it was last told."""
        return uuid5(self.id, f"opened:{self.revision}")

    @property
    def closing_id(self) -> UUID:
        """Name the fact of its end."""
        return uuid5(self.id, "closed")

    def _must_stand(self) -> None:
        if self.closed_on is not None:
            raise EntryClosed("entry", closed_on=self.closed_on)
