"""People: who may sign in, and their sessions while they last."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import CHAR, DateTime, ForeignKey, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.portal.model.table import Table
from shared.identity import Identity, Role

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=5)
SESSION_LASTS = timedelta(hours=12)
COUNTY_STEM = 6
BY_PASSWORD, BY_PROVIDER = "password", "provider"


class Person(Table):
    """人员: who may sign in, for which organisation, in which roles and within which scope."""

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    login: Mapped[str] = mapped_column(Text, unique=True)
    password_hash: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    organisation: Mapped[UUID] = mapped_column(Uuid)
    place: Mapped[str] = mapped_column(CHAR(12))
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    scope: Mapped[list[str]] = mapped_column(ARRAY(Text))
    position: Mapped[str | None] = mapped_column(Text)
    valid_to: Mapped[date | None]
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    def may_sign_in(self, on: date, at: datetime) -> bool:
        """Tell whether the person still belongs here and is not locked out for failed attempts."""
        return self.belongs(on) and (self.locked_until is None or self.locked_until <= at)

    def belongs(self, on: date) -> bool:
        """Tell whether the person still works here on a day."""
        return self.valid_to is None or on < self.valid_to

    def failed(self, at: datetime) -> None:
        """Count a failed attempt; too many in a row lock the person out for a while."""
        self.failures += 1
        if self.failures >= MOST_FAILURES:
            self.failures, self.locked_until = 0, at + LOCKED_FOR

    @property
    def needs_second_factor(self) -> bool:
        """Tell whether the person answers for a whole county or more."""
        return any(len(each) <= COUNTY_STEM for each in self.scope)

    def signed_in(self) -> None:
        """Forget the failed attempts."""
        self.failures, self.locked_until = 0, None

    def identity(self, frame_version: int) -> Identity:
        """Describe the person as services know them: without a name."""
        return Identity(
            person=self.id,
            organisation=self.organisation,
            roles=frozenset(Role(role) for role in self.roles),
            scope=tuple(self.scope),
            frame=frame_version,
        )


class SignIn(Table):
    """会话: the digest of what the person's browser or client holds, until it ends."""

    __tablename__ = "sign_in"

    digest: Mapped[str] = mapped_column(Text, primary_key=True)
    person: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    id: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    begun_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    through: Mapped[str] = mapped_column(Text, default=BY_PASSWORD)
