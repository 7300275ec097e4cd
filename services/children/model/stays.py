"""在册区间: the stays in which a case is told, and the key that stands for the child in each."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import date
from typing import Any, cast
from uuid import UUID, uuid5

from sqlalchemy import ForeignKey, Index, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from services.children.facts.cases import CaseClosed, CaseOpened
from services.children.model.table import Here, Table
from shared.facts import Line
from shared.refusals import Refusal

SECRET_BYTES = 32


class BeforeStay(Refusal):
    """{day} 早于该个案登记在现地点的日期 {since}"""


def child_key(secret: bytes, case: UUID, season: str, line: Line) -> UUID:
    """Name a child for the world outside: another key in every season and line, and none without the secret."""
    if len(secret) < SECRET_BYTES:
        raise ValueError(f"the secret behind children's keys must have at least {SECRET_BYTES} bytes")
    return UUID(bytes=hmac.digest(secret, f"{case}|{season}|{line}".encode(), "sha256")[:16])


class Stay(Here, Table):
    """在册区间: a case's time in one place, led by one organisation, within one season and so under one key."""

    __tablename__ = "stay"
    __table_args__ = (
        Index("stay_by_child", "child", "ordinal", unique=True),
        Index("one_standing_stay", "case_id", unique=True, postgresql_where=text("until IS NULL")),
    )

    case_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("child_case.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    season: Mapped[str]
    child: Mapped[UUID] = mapped_column(Uuid)
    since: Mapped[date]
    until: Mapped[date | None]

    def is_at(self, where: Mapping[str, Any]) -> bool:
        """Tell whether the stay is where these columns say."""
        return all(getattr(self, name) == value for name, value in where.items())

    def must_cover(self, day: date, field: str) -> None:
        """Refuse a day before the stay began; raises BeforeStay."""
        if day < self.since:
            raise BeforeStay(field, day=day, since=self.since)

    def end(self, on: date, field: str) -> None:
        """End the stay; raises BeforeStay."""
        self.must_cover(on, field)
        self.until = on

    def opened(self) -> CaseOpened:
        """Say that the child is on this place's register from now on."""
        return CaseOpened(**self.envelope(self.since), child=self.child)

    def closed(self) -> CaseClosed:
        """Say that the child is no longer on this place's register."""
        return CaseClosed(**self.envelope(cast("date", self.until)), child=self.child)

    def fact_id(self, word: str) -> UUID:
        """Name a fact after the key: named after the case, it would show the case to all who know its number."""
        return uuid5(self.child, f"{word}/{self.ordinal}")
