"""视图: the filters of a list that somebody keeps under a name."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.portal.model.table import Table


class SavedView(Table):
    """视图: a list and its filters, as its person named them; it goes with the work when an account is handed over."""

    __tablename__ = "saved_view"
    __table_args__ = (Index("saved_view_of_person", "person", "thing"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    person: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    thing: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    filters: Mapped[dict[str, str]] = mapped_column(JSONB)
    kept_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
