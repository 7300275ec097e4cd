"""The doors of the audit log: noting a deed, and searching within one's scope."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert

from services.portal import store
from services.portal.model import AuditEntry, Person
from services.portal.schemas import Deed, NoteDeed
from services.portal.store.audit import Asked
from shared.clock import SHANGHAI
from shared.desk import Desk
from shared.facts import stem
from shared.forms import load
from shared.identity import Role
from shared.worker import Doors, keyed, read

PROVINCE = "510000000000"
MOST_ENTRIES = 200

_NOTE = NoteDeed()


class AuditDoors(Doors):
    """What was done at the portal, and by whom."""

    @keyed()
    def note(self, desk: Desk, fields: dict[str, Any]) -> None:
        """Note what whoever calls has done; what they say of it are ids and codes alone."""
        said = load(_NOTE, fields)
        caller = desk.identity
        organisation = desk.frame.organisation(caller.organisation) if caller.organisation else None
        write(
            desk,
            said["kind"],
            person=caller.person,
            organisation=caller.organisation,
            place=organisation.place if organisation else PROVINCE,
            concerning=said["place"],
            about=said["about"],
            detail=said["detail"],
        )

    @read(Role.OFFICER)
    def audit(
        self,
        desk: Desk,
        since: date,
        until: date,
        kind: str | None = None,
        person: UUID | None = None,
        about: str | None = None,
        place: str | None = None,
        before: list[str] | None = None,
        limit: int = 50,
    ) -> list[dict[str, Any]]:
        """List deeds of some days, newest first: those done from within one's scope, or to what lies there."""
        asked = Asked(
            since=_midnight(since),
            until=_midnight(until + timedelta(days=1)),
            kind=kind,
            person=person,
            about=about,
            place=stem(place) if place else None,
            before=(datetime.fromisoformat(before[0]), UUID(before[1])) if before else None,
        )
        found = store.audit_entries(desk.session, asked, min(limit, MOST_ENTRIES))
        return [shown(entry, name) for entry, name in found]


def write(desk: Desk, kind: Deed, **columns: Any) -> None:
    """Write a deed down."""
    row = {"concerning": None, "about": None, "detail": {}, **columns}
    desk.session.execute(insert(AuditEntry).values(id=uuid4(), at=desk.now.astimezone(UTC), kind=kind.value, **row))


def write_of(desk: Desk, kind: Deed, person: Person, **detail: str) -> None:
    """Write down what somebody did with an account of their own."""
    write(desk, kind, person=person.id, organisation=person.organisation, place=person.place, detail=detail)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)


def shown(entry: AuditEntry, name: str | None) -> dict[str, Any]:
    """Show an entry to whoever may see it."""
    names = ("kind", "organisation", "place", "concerning", "about", "detail", "person")
    said = {each: getattr(entry, each) for each in names}
    return {**said, "id": str(entry.id), "at": entry.at.isoformat(), "name": name}
