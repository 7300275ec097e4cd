"""What belongs to an account: its second factor, who it is elsewhere, and how it came to be."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import CHAR, BigInteger, DateTime, ForeignKey, LargeBinary, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.portal.model.table import Table

INVITATION_LASTS = timedelta(days=7)


class SecondFactor(Table):
    """动态码: the sealed secret that a telephone shares, and the last step of time that a code was taken for."""

    __tablename__ = "second_factor"

    person: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    confirmed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)

    def takes(self, step: int) -> bool:
        """Take a code of this step of time, unless one of it or of a later one was taken before."""
        if step <= self.last_step:
            return False
        self.last_step = step
        return True


class LinkedIdentity(Table):
    """统一身份认证: who somebody is at a provider; nobody is registered because of it."""

    __tablename__ = "linked_identity"
    __table_args__ = (UniqueConstraint("person", "issuer"),)

    issuer: Mapped[str] = mapped_column(Text, primary_key=True)
    subject: Mapped[str] = mapped_column(Text, primary_key=True)
    person: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    linked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Invitation(Table):
    """邀请: a position offered in a place, to whoever holds the secret of which this is the digest."""

    __tablename__ = "invitation"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    digest: Mapped[str] = mapped_column(Text, unique=True)
    position: Mapped[str] = mapped_column(Text)
    for_whom: Mapped[str] = mapped_column(Text)
    organisation: Mapped[UUID] = mapped_column(Uuid)
    place: Mapped[str] = mapped_column(CHAR(12))
    scope: Mapped[list[str]] = mapped_column(ARRAY(Text))
    invited_by: Mapped[UUID | None] = mapped_column(Uuid)
    invited_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    accepted_by: Mapped[UUID | None] = mapped_column(Uuid)
    taken_back_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    def is_open(self, at: datetime) -> bool:
        """Tell whether it can still be accepted."""
        return self.accepted_by is None and self.taken_back_at is None and at < self.expires_at
