"""How an entry of a register is told: entered, put right, ended."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.children.model.registers import Entry
from shared.desk import Desk
from shared.eventlog import reverse, tell


def enter(desk: Desk, entry: Entry) -> dict[str, Any]:
    """Put an entry on its register, and tell it."""
    desk.session.add(entry)
    tell(desk.session, entry.opened(), entry.opening, desk.now)
    return {"id": str(entry.id), "revision": entry.revision}


def tell_anew(desk: Desk, entry: Entry, before: UUID) -> dict[str, Any]:
    """Take back what was told of an entry before it was put right, and tell it as it is."""
    reverse(desk.session, before, desk.now)
    tell(desk.session, entry.opened(), entry.opening, desk.now)
    return {"id": str(entry.id), "revision": entry.revision}


def tell_end(desk: Desk, entry: Entry) -> dict[str, Any]:
    """Tell that an entry has ended."""
    tell(desk.session, entry.closed(), entry.closing, desk.now)
    return {"id": str(entry.id), "until": str(entry.until)}
