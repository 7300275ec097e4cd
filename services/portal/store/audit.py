"""Every SELECT of the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, or_, select, tuple_
from sqlalchemy.orm import Session

from services.portal.model import AuditEntry, Person


@dataclass(frozen=True)
class Asked:
    """What is looked for in the log; what is None is not asked."""

    since: datetime
    until: datetime
    kind: str | None = None
    person: UUID | None = None
    about: str | None = None
    place: str | None = None
    before: tuple[datetime, UUID] | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Say it in SQL."""
        row = AuditEntry
        asked: list[ColumnElement[bool] | None] = [
            (row.at >= self.since) & (row.at < self.until),
            row.kind == self.kind if self.kind else None,
            row.person == self.person if self.person else None,
            row.about == self.about if self.about else None,
            or_(row.place.startswith(self.place), row.concerning.startswith(self.place)) if self.place else None,
            tuple_(row.at, row.id) < self.before if self.before else None,
        ]
        return [each for each in asked if each is not None]


def audit_entries(session: Session, asked: Asked, limit: int) -> Sequence[Row[AuditEntry, str]]:
    """List entries, newest first, each with the name of whoever it was, where that may be seen."""
    found = select(AuditEntry, Person.name).outerjoin(Person, Person.id == AuditEntry.person)
    newest = found.where(*asked.conditions()).order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    return session.execute(newest.limit(limit)).all()
