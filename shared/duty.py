"""Due work: what time alone asks for, listed by each service's store and done through its ordinary doors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from shared import files, vault
from shared.clock import day_of

DUE_AT_ONCE = 1_000
"""How much of one rule is listed at once; the rest comes in the next round."""


@dataclass(frozen=True)
class Due:
    """A door to call once for a subject on a day, because a rule says so."""

    rule: str
    subject: UUID
    door: str
    fields: dict[str, Any]
    on: date

    @property
    def id(self) -> UUID:
        """Name the call: listed twice, or a day late, it is the same call and has the same result."""
        return uuid5(self.subject, f"{self.rule}:{self.on}")


def shredding(session: Session, now: datetime) -> list[Due]:
    """List whose identity the service's vault has kept for as long as was promised."""
    because = {"reason": vault.ShredReason.RETENTION.value}
    return [
        Due("retention", subject, "shred_identity", {"subject": str(subject), **because}, until)
        for subject, until in vault.overdue(session, day_of(now))
    ]


def sweeping(session: Session) -> list[Due]:
    """List the files that did not come in time, and those whose content was shredded."""
    return [Due("sweep", id, "sweep_file", {"file": str(id)}, on) for id, on in files.sweepable(session, DUE_AT_ONCE)]
