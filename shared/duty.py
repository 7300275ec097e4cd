"""Due work: what time alone asks for, listed by each service's store and done through its ordinary doors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5


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
