"""The doors of 童伴之家, and what an event held there must keep to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.children.model import House
from services.children.schemas.registers import ChangeHome, CloseHome, OpenHome
from services.children.service.entries import enter, tell_anew, tell_end
from services.children.store.registers import companions_at, entries_in, entry_held, houses_known, shown
from shared.acts import Derived
from shared.desk import Desk, envelope, must_be_date
from shared.identity import Role
from shared.refusals import NotFound, Refusal
from shared.worker import Doors, read, write


class HomeUnknown(Refusal):
    """在您的授权范围内没有这个童伴之家"""


class HomeNotOpen(Refusal):
    """该童伴之家在 {day} 未启用或已停用"""


class CompanionsRemain(Refusal):
    """该童伴之家还有 {companions} 位在任的童伴妈妈,须先离任或更正"""


def houses_of_events(desk: Desk, said: Sequence[Mapping[str, Any]]) -> list[Derived]:
    """Refuse an event at a home that does not stand on its day."""
    houses = houses_known(desk.session, {each["house"] for each in said if each["house"]})
    return [_house_of(each, houses) if each["house"] else {} for each in said]


def _house_of(said: Mapping[str, Any], houses: Mapping[UUID, House]) -> Derived:
    house = houses.get(said["house"])
    if house is None:
        return HomeUnknown("house")
    return {} if house.stands_on(said["occurred_on"]) else HomeNotOpen("house", day=said["occurred_on"])


class HouseDoors(Doors):
    """童伴之家: open, put right, close."""

    @write(OpenHome, Role.RECORDER)
    def open_home(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Open a home for children."""
        where = envelope(desk, fields["place"], fields["organisation"], fields["since"])
        house = House(
            id=id, revision=1, premises=fields["premises"].value, since=fields["since"], **House.columns(where)
        )
        return enter(desk, house)

    @write(ChangeHome, Role.RECORDER)
    def change_home(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Put right where a home is: its opening is reversed and told again."""
        house = entry_held(desk.session, House, fields["house"], "house")
        where = House.columns(envelope(desk, fields["place"], fields["organisation"], house.since))
        if house.place != where["place"]:
            _must_be_empty(desk, house)
        before = house.opening
        house.change(fields["revision"], fields["premises"], where)
        return tell_anew(desk, house, before)

    @write(CloseHome, Role.RECORDER)
    def close_home(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Close a home at which no companion serves any more."""
        house = entry_held(desk.session, House, fields["house"], "house")
        must_be_date(desk, fields["until"], "until")
        _must_be_empty(desk, house)
        house.end(fields["until"], "until")
        return tell_end(desk, house)

    @read(Role.RECORDER, Role.OFFICER, Role.VIEWER)
    def home(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show a home as it stands."""
        found = desk.session.get(House, id)
        if found is None:
            raise NotFound("id")
        return shown(found)

    @read(Role.RECORDER, Role.OFFICER, Role.VIEWER)
    def homes(self, desk: Desk, place: str, after: UUID | None = None, limit: int = 100) -> list[dict[str, Any]]:
        """List the standing homes of a place, from after an id."""
        return entries_in(desk.session, House, place, after, limit)


def _must_be_empty(desk: Desk, house: House) -> None:
    if companions := companions_at(desk.session, house.id):
        raise CompanionsRemain("house", companions=companions)
