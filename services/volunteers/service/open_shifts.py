"""The doors that list shifts which are not over, and the one that brings an overdue one to mind."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from services.volunteers import store
from services.volunteers.model import Shift
from services.volunteers.schemas import RemindShift
from services.volunteers.service.rows import row_of
from shared.desk import Desk
from shared.identity import Role
from shared.worker import read, write


class OpenShiftDoors:
    """班次待办: where people are wanted, and what waits to be completed."""

    @read(Role.RECORDER, Role.APPROVER, Role.VIEWER)
    def posts_lacking(self, desk: Desk, since: date, until: date) -> list[dict[str, Any]]:
        """List where people are still wanted for shifts to come, within the caller's scope."""
        return store.posts_lacking(desk.session, desk.identity.scope, desk.now, since, until)

    @read(Role.RECORDER, Role.APPROVER, Role.VIEWER)
    def shifts_overdue(self, desk: Desk) -> list[dict[str, Any]]:
        """List the shifts that have ended and wait to be completed, within the caller's scope."""
        return store.shifts_overdue(desk.session, desk.identity.scope, desk.now)

    @read(Role.RECORDER, Role.APPROVER, Role.VIEWER)
    def shifts(self, desk: Desk, since: date, until: date, place: str | None = None) -> list[dict[str, Any]]:
        """List the shifts of some days within the caller's scope, the earliest first."""
        return store.shifts_between(desk.session, desk.identity.scope, since, until, place)

    @write(RemindShift, Role.RECORDER)
    def remind_shift(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Note that a shift has waited for long to be completed."""
        shift = row_of(desk, Shift, fields["shift"])
        shift.remind(desk.now, desk.today)
        return {"shift": str(shift.id), "reminded_on": str(shift.reminded_on)}
