"""Whom to remind of returns, by which channel and on which days, and every digest that was drawn up for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from uuid import UUID, uuid5

from sqlalchemy import CHAR, DateTime, ForeignKeyConstraint, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.reporting.model.counts import Row
from shared.clock import SHANGHAI
from shared.frame import Frame

NOTICES = UUID("6e75616e-646f-4e67-8000-6e6f74696365")
MOST_ATTEMPTS = 12


class Channel(Row):
    """An office's mailbox, or a robot by its name, to which reminders for a city or the province go."""

    __tablename__ = "notice_channel"

    place: Mapped[str] = mapped_column(CHAR(12), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    open: Mapped[bool]
    set_on: Mapped[date]
    set_by: Mapped[UUID] = mapped_column(Uuid)


class Notice(Row):
    """A day's digest for one recipient, or a reminder by hand: drawn up once, sent until it arrived or is given up."""

    __tablename__ = "notice"
    __table_args__ = (
        ForeignKeyConstraint(["reminder"], ["reminder.id"]),
        Index("one_digest_a_day", "kind", "address", "on", unique=True, postgresql_where=text("reminder IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    kind: Mapped[str]
    address: Mapped[str]
    on: Mapped[date]
    returns: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))
    subject: Mapped[str]
    lines: Mapped[list[str]] = mapped_column(ARRAY(Text))
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    tried_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    sent_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    reminder: Mapped[UUID | None] = mapped_column(Uuid)

    @property
    def given_up(self) -> bool:
        """Tell whether it will not be tried again."""
        return self.sent_at is None and self.attempts >= MOST_ATTEMPTS


class Reminder(Row):
    """The province reminded a city by hand of what it has not submitted."""

    __tablename__ = "reminder"
    __table_args__ = (Index("reminder_of_a_city", "city", "at"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    city: Mapped[str] = mapped_column(CHAR(12))
    by: Mapped[UUID] = mapped_column(Uuid)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    returns: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))


def notice_id(kind: str, address: str, on: date) -> UUID:
    """Name the digest of one recipient and day."""
    return uuid5(NOTICES, f"{kind}:{address}:{on}")


def reminded_on(frame: Frame, due_on: date, working_days_before: Sequence[int]) -> list[date]:
    """List the days on which something due is reminded of; 0 is the day it is due, or the last working day before."""
    last = list(islice(_working_days_up_to(frame, due_on), max(working_days_before, default=-1) + 1))
    return sorted(last[before] for before in working_days_before)


def _working_days_up_to(frame: Frame, day: date) -> Iterator[date]:
    while True:
        if frame.is_workday(day):
            yield day
        day -= timedelta(days=1)


def is_quiet(now: datetime, quiet: tuple[time, time]) -> bool:
    """Tell whether nobody is to be disturbed: from one time of the day to another, maybe over midnight."""
    since, until = quiet
    at = now.astimezone(SHANGHAI).time()
    return since <= at < until if since <= until else at >= since or at < until
