"""接口令牌: what a program of an organisation carries."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CHAR, DateTime, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.portal.model.table import Table
from shared.identity import Identity, Role


class ApiToken(Table):
    """接口令牌: the digest of a secret that portal has never seen, what it may be used for, and until when."""

    __tablename__ = "api_token"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    digest: Mapped[str] = mapped_column(Text, unique=True)
    title: Mapped[str] = mapped_column(Text)
    organisation: Mapped[UUID] = mapped_column(Uuid)
    place: Mapped[str] = mapped_column(CHAR(12))
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    scope: Mapped[list[str]] = mapped_column(ARRAY(Text))
    issued_by: Mapped[UUID | None] = mapped_column(Uuid)
    issued_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_on: Mapped[date]
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    def holds(self, on: date) -> bool:
        """Tell whether it may still be used on a day."""
        return self.revoked_at is None and on <= self.expires_on

    def identity(self, frame_version: int) -> Identity:
        """Describe the program as services know people: whatever it does is kept under the token's id."""
        return Identity(
            person=self.id,
            organisation=self.organisation,
            roles=frozenset(Role(role) for role in self.roles),
            scope=tuple(self.scope),
            frame=frame_version,
        )
