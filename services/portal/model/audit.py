"""审计: what was done at the portal that somebody may have to answer for; written once, never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CHAR, DateTime, Index, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.portal.model.table import Table


class AuditEntry(Table):
    """审计记录: who did what, from where, and to what; in ids and codes alone."""

    __tablename__ = "audit_entry"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    kind: Mapped[str] = mapped_column(Text)
    person: Mapped[UUID | None] = mapped_column(Uuid)
    organisation: Mapped[UUID | None] = mapped_column(Uuid)
    place: Mapped[str] = mapped_column(CHAR(12))
    concerning: Mapped[str | None] = mapped_column(CHAR(12))
    about: Mapped[str | None] = mapped_column(Text)
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB)

    __table_args__ = (
        Index("audit_entry_by_time", "at", "id"),
        Index("audit_entry_by_person", "person", "at"),
        Index("audit_entry_by_subject", "about", "at", postgresql_where=about.is_not(None)),
    )
