"""The doors of registers: 驻外团组织, 方案 and 资源共用 are opened, put right and closed the same way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.outreach import store
from services.outreach.model import AwayOrganisation, Entry, SharedResource, WorkPlan
from services.outreach.schemas.registers import (
    ApproveWorkPlan,
    ChangeAwayOrganisation,
    ChangeResource,
    ChangeWorkPlan,
    CloseEntry,
    ListAwayOrganisation,
    ShareResource,
)
from shared.desk import Desk, envelope, must_be_date, must_cover
from shared.eventlog import reverse, tell
from shared.facts import wire_value
from shared.identity import Role
from shared.refusals import UnknownKind
from shared.worker import read, write

STANDS = "standing"
PLACED = ("place", "organisation", "opened_on")
REGISTERS: Mapping[str, type[Entry]] = {
    kind.__tablename__: kind for kind in (AwayOrganisation, WorkPlan, SharedResource)
}


class RegisterDoors:
    """登记: what stands until it is closed."""

    @write(ListAwayOrganisation, Role.RECORDER)
    def list_away_organisation(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """List a League organisation that stands in another province."""
        return _open(desk, AwayOrganisation, id, fields, newly=_newly(desk, fields))

    @write(ChangeAwayOrganisation, Role.RECORDER)
    def change_away_organisation(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Put right what was recorded of it."""
        return _change(desk, AwayOrganisation, fields, newly=_newly(desk, fields))

    @write(CloseEntry, Role.RECORDER)
    def close_away_organisation(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Record that it stands no longer."""
        return _close(desk, AwayOrganisation, fields)

    @write(ApproveWorkPlan, Role.RECORDER)
    def approve_work_plan(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Record that an organisation has approved its plan."""
        return _open(desk, WorkPlan, id, fields)

    @write(ChangeWorkPlan, Role.RECORDER)
    def change_work_plan(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Put right what was recorded of a plan."""
        return _change(desk, WorkPlan, fields)

    @write(CloseEntry, Role.RECORDER)
    def close_work_plan(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Record that a plan holds no longer."""
        return _close(desk, WorkPlan, fields)

    @write(ShareResource, Role.RECORDER)
    def share_resource(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Record what an organisation lets others use."""
        return _open(desk, SharedResource, id, fields)

    @write(ChangeResource, Role.RECORDER)
    def change_resource(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Put right what was recorded of a shared resource."""
        return _change(desk, SharedResource, fields)

    @write(CloseEntry, Role.RECORDER)
    def close_resource(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Record that a resource is shared no longer."""
        return _close(desk, SharedResource, fields)

    @read(Role.RECORDER, Role.APPROVER, Role.VIEWER)
    def away_organisation(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show an away organisation as it stands."""
        return _shown(_entry(desk, AwayOrganisation, id))

    @read(Role.RECORDER, Role.APPROVER, Role.VIEWER)
    def work_plan(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show a plan as it stands."""
        return _shown(_entry(desk, WorkPlan, id))

    @read(Role.RECORDER, Role.APPROVER, Role.VIEWER)
    def shared_resource(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show a shared resource as it stands."""
        return _shown(_entry(desk, SharedResource, id))

    @read(Role.RECORDER, Role.APPROVER, Role.VIEWER)
    def standing(
        self,
        desk: Desk,
        register: str,
        place: str | None = None,
        after: list[str] | None = None,
        limit: int = 100,
        state: str = STANDS,
        *,
        newest: bool = False,
    ) -> list[dict[str, Any]]:
        """List the entries of a register that stand or are closed, by their first day, from after [opened_on, id]."""
        if register not in REGISTERS:
            raise UnknownKind("register", kind=register)
        kind, scope, closed = REGISTERS[register], desk.identity.scope, state != STANDS
        found = store.standing(desk.session, kind, scope, place, after, limit, closed=closed, newest=newest)
        return [_shown(each) for each in found]


def _open(desk: Desk, kind: type[Entry], id: UUID, fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    where = envelope(desk, fields["place"], fields["organisation"], fields["opened_on"])
    entry = kind(
        id=id,
        revision=1,
        opened_on=fields["opened_on"],
        told_at=desk.now,
        recorded_by=desk.identity.person,
        **kind.columns(where),
        **{name: value for name, value in fields.items() if name not in PLACED},
        **more,
    )
    entry.check()
    store.put(desk.session, entry)
    tell(desk.session, entry.opening(), entry.opening_id, desk.now)
    return _answer(entry)


def _change(desk: Desk, kind: type[Entry], fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    entry = _entry(desk, kind, fields.pop("entry"))
    must_be_date(desk, entry.opened_on, "entry")
    before = entry.opening_id
    entry.change(fields.pop("revision"), desk.now, {**fields, **more})
    reverse(desk.session, before, desk.now)
    tell(desk.session, entry.opening(), entry.opening_id, desk.now)
    return _answer(entry)


def _close(desk: Desk, kind: type[Entry], fields: dict[str, Any]) -> dict[str, Any]:
    entry, on = _entry(desk, kind, fields["entry"]), fields["closed_on"]
    must_be_date(desk, on, "closed_on")
    entry.close(on, desk.now)
    tell(desk.session, entry.closing(on), entry.closing_id, desk.now)
    return _answer(entry)


def _entry(desk: Desk, kind: type[Entry], id: UUID) -> Entry:
    entry = store.held(desk.session, kind, id)
    must_cover(desk, entry)
    return entry


def _newly(desk: Desk, fields: dict[str, Any]) -> bool:
    """Tell whether an organisation was founded in a season of the action."""
    return desk.frame.campaign_on(fields["founded_on"]) is not None


def _answer(entry: Entry) -> dict[str, Any]:
    return {
        "entry": str(entry.id),
        "revision": entry.revision,
        "closed_on": str(entry.closed_on) if entry.closed_on else None,
    }


def _shown(entry: Entry) -> dict[str, Any]:
    said = {name: wire_value(getattr(entry, name)) for name in entry.says}
    return {**_answer(entry), "place": entry.place, "opened_on": str(entry.opened_on), **said}
