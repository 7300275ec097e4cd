"""The doors of stations."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from services.volunteers import store
from services.volunteers.facts import StationClosed, StationOpened
from services.volunteers.model import Station
from services.volunteers.schemas import ChangeStation, CloseStation, OpenStation
from shared.desk import Desk, envelope, must_be_date, must_cover
from shared.eventlog import reverse, tell
from shared.identity import Role
from shared.refusals import Refusal
from shared.worker import read, write


class ShiftsRemain(Refusal):
    """该驿站在 {closed_on} 之后还有 {shifts} 个班次,须先取消"""


class StationDoors:
    """爱心驿站: open, put right, close."""

    @write(OpenStation, Role.RECORDER)
    def open_station(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Open a station at a hub."""
        where = envelope(desk, fields["place"], fields["organisation"], fields["opened_on"])
        station = Station(
            id=id,
            revision=1,
            hub_kind=fields["hub_kind"].value,
            hub=fields["hub"],
            opened_on=fields["opened_on"],
            recorded_at=desk.now,
            recorded_by=desk.identity.person,
            **Station.columns(where),
        )
        desk.session.add(station)
        tell(desk.session, _opened(station), _opening(station), desk.now)
        return {"station": str(id), "revision": station.revision}

    @write(ChangeStation, Role.RECORDER)
    def change_station(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Put right which hub a station stands at: its opening is reversed and told again."""
        station = station_of(desk, fields["station"])
        must_be_date(desk, station.opened_on, "station")
        before = _opening(station)
        station.change(fields["revision"], fields["hub_kind"], fields["hub"])
        reverse(desk.session, before, desk.now)
        tell(desk.session, _opened(station), _opening(station), desk.now)
        return {"station": str(station.id), "revision": station.revision}

    @write(CloseStation, Role.RECORDER)
    def close_station(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Close a station that has no shift left."""
        station, closed_on = station_of(desk, fields["station"]), fields["closed_on"]
        must_be_date(desk, closed_on, "closed_on")
        station.close(closed_on)
        if shifts := store.shifts_after(desk.session, station.id, closed_on):
            raise ShiftsRemain("closed_on", closed_on=closed_on, shifts=shifts)
        closed = StationClosed(**station.envelope(closed_on), **station.what)
        tell(desk.session, closed, uuid5(station.id, "closed"), desk.now)
        return {"station": str(station.id), "closed_on": str(closed_on)}

    @read(Role.RECORDER, Role.APPROVER, Role.VIEWER)
    def station(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show a station as it stands."""
        return store.station_shown(station_of(desk, id))


def station_of(desk: Desk, id: UUID) -> Station:
    """Find a station within the caller's scope and hold it; raises NotFound, OutOfScope."""
    station = store.station_held(desk.session, id)
    must_cover(desk, station)
    return station


def _opened(station: Station) -> StationOpened:
    return StationOpened(**station.envelope(station.opened_on), **station.what)


def _opening(station: Station) -> UUID:
    return uuid5(station.id, f"opened:{station.revision}")
