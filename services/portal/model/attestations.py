"""证明: what a paper says that somebody took home, without the name on it and without its code."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CHAR, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.portal.model.table import Table


class Attestation(Table):
    """证明: the digests of its check code and of the name printed with it, and what it attests."""

    __tablename__ = "attestation"

    digest: Mapped[str] = mapped_column(Text, primary_key=True)
    name_digest: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    about: Mapped[UUID] = mapped_column(Uuid)
    place: Mapped[str] = mapped_column(CHAR(12))
    organisation: Mapped[UUID] = mapped_column(Uuid)
    attested: Mapped[dict[str, Any]] = mapped_column(JSONB)
    issued_on: Mapped[date]
    issued_by: Mapped[UUID | None] = mapped_column(Uuid)
