"""The doors of stations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from services.volunteers import store
from services.volunteers.facts import StationClosed, StationOpened
from services.volunteers.model import Station
from services.volunteers.schemas import ChangeStation, CloseStation, OpenStation
from services.volunteers.service.rows import row_of
from shared.desk import Desk, envelope, must_be_date, organisation_rules
from shared.eventlog import reverse, tell
from shared.identity import Role
from shared.refusals import Refusal, Refused
from shared.worker import read, write


class ShiftsRemain(Refusal):
    """该驿站在 {closed_on} 之后还有 {shifts} 个班次,须先取消"""


class StationDoors:
    """爱心驿站: open, put right, close."""

    @write(OpenStation, Role.RECORDER)
    def open_station(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Open a station at a hub."""
        where = envelope(desk, fields["place"], fields["organisation"], fields["opened_on"], _took_part(fields))
        station = Station(
            id=id,
            revision=1,
            opened_on=fields["opened_on"],
            recorded_at=desk.now,
            recorded_by=desk.identity.person,
            **Station.columns(where),
        )
        station.keep(fields)
        desk.session.add(station)
        tell(desk.session, _opened(station), _opening(station), desk.now)
        return {"station": str(id), "revision": station.revision}

    @write(ChangeStation, Role.RECORDER)
    def change_station(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Put right what a station is: its opening is reversed and told again."""
        station = row_of(desk, Station, fields["station"])
        must_be_date(desk, station.opened_on, "station")
        if unknown := list(organisation_rules(desk, station.organisation, _took_part(fields), station.opened_on)):
            raise Refused(unknown)
        before = _opening(station)
        station.change(fields["revision"], fields)
        reverse(desk.session, before, desk.now)
        tell(desk.session, _opened(station), _opening(station), desk.now)
        return {"station": str(station.id), "revision": station.revision}

    @write(CloseStation, Role.RECORDER)
    def close_station(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Close a station that has no shift left."""
        station, closed_on = row_of(desk, Station, fields["station"]), fields["closed_on"]
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
        return store.station_shown(row_of(desk, Station, id))

    @read(Role.RECORDER, Role.APPROVER, Role.VIEWER)
    def stations_open(self, desk: Desk, place: str, on: date) -> list[dict[str, Any]]:
        """List the stations in a place that are open on a day: where something can be handed over."""
        return store.stations_open(desk.session, place, on)


def _took_part(fields: Mapping[str, Any]) -> tuple[UUID, ...]:
    return (fields["partner"],) if fields["partner"] else ()


def _opened(station: Station) -> StationOpened:
    return StationOpened(**station.envelope(station.opened_on), **station.what)


def _opening(station: Station) -> UUID:
    return uuid5(station.id, f"opened:{station.revision}")
