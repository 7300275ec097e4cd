"""The doors of winter packs: received, put aside, handed over, put back, written off."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid5

from services.children.model import Pack, PackBatch
from services.children.model.packs import Movement, PackState, must_name_station
from services.children.schemas.packs import (
    AllotPack,
    DeliverPack,
    ReceivePacks,
    ReturnPack,
    SignForPack,
    WriteOffPacks,
)
from services.children.service.listing import in_state
from services.children.service.stays import held
from services.children.store import packs as store
from shared import clock
from shared.desk import Desk, envelope, must_be_date, must_cover
from shared.eventlog import tell
from shared.facts import Code
from shared.identity import Role
from shared.refusals import OutOfScope, Refusal
from shared.worker import read, write


class StationNotOpen(Refusal):
    """爱心驿站在 {day} 没有开放,或不在该儿童所在的县(市、区)"""


class BeforeLastMovement(Refusal):
    """日期 {day} 早于这批礼包上一次库存变动的日期 {last}"""


class PackDoors:
    """暖冬礼包: a batch has a stock, a child at most one pack of it, and a stock nothing below zero."""

    @write(ReceivePacks, Role.RECORDER)
    def receive_packs(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Take a donor's batch into stock."""
        where = envelope(desk, fields.pop("place"), fields.pop("organisation"), fields["received_on"])
        contents = [each.value for each in fields.pop("contents")]
        batch = PackBatch(id=id, **fields, contents=contents, **PackBatch.columns(where))
        received = batch.begin(desk.now)
        desk.session.add(batch)
        desk.session.flush()
        desk.session.add(received)
        tell(desk.session, batch.was_received(), received.fact_id, batch.moved_at)
        return {"batch": str(id), "stock": batch.stock}

    @write(AllotPack, Role.RECORDER)
    def allot_pack(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Put one pack aside for a child who lives where the batch is kept."""
        case, on = held(desk, fields["case"]), fields["allotted_on"] or desk.today
        where = envelope(desk, case.place, case.organisation, on)
        batch = store.batch_held(desk.session, fields["batch"])
        batch.must_serve(case.place)
        _move(desk, batch, Movement.ALLOTTED, -1, on)
        pack = Pack(
            id=id,
            batch=batch.id,
            case_id=case.id,
            value_fen=batch.unit_fen,
            state=PackState.ALLOTTED.value,
            allotted_on=on,
            **Pack.columns(where),
        )
        store.put_aside(desk.session, pack)
        return {"pack": str(id), "batch": str(batch.id), "stock": batch.stock}

    @write(DeliverPack, Role.RECORDER)
    def deliver_pack(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Hand a pack over, at a station only if volunteers says that it is open; what is put aside stays so."""
        on, station = fields["delivered_on"] or desk.today, fields["station"]
        must_be_date(desk, on, "delivered_on")
        must_name_station(fields["handed_at"], station)
        if station:
            # Asked before the pack is held: nobody else shall wait for volunteers' answer.
            _must_be_open(desk, station, store.pack_kept(desk.session, fields["pack"]).place, on)
        pack = store.pack_held(desk.session, fields["pack"])
        pack.deliver(on, fields["handed_at"], fields["receipt"], station)
        tell(desk.session, pack.delivered(on), uuid5(pack.id, "delivered"), desk.now)
        return {"pack": str(pack.id), "state": pack.state, "receipt": pack.receipt}

    @write(ReturnPack, Role.RECORDER)
    def return_pack(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Put a pack back that could not be handed over."""
        batch = store.batch_held(desk.session, store.pack_kept(desk.session, fields["pack"]).batch)
        pack = store.pack_held(desk.session, fields["pack"])
        pack.give_back()
        _move(desk, batch, Movement.RETURNED, 1, fields["returned_on"])
        return {"pack": str(pack.id), "state": pack.state, "stock": batch.stock}

    @write(SignForPack, Role.RECORDER)
    def sign_for_pack(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Note that a delivered pack was signed for, or that there is a dispute about it."""
        pack = store.pack_held(desk.session, fields["pack"])
        pack.sign(fields["receipt"])
        return {"pack": str(pack.id), "receipt": pack.receipt}

    @write(WriteOffPacks, Role.APPROVER)
    def write_off_packs(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Take packs out of stock that nobody can be given any more."""
        batch = store.batch_held(desk.session, fields["batch"])
        must_cover(desk, batch)
        _move(desk, batch, Movement.WRITTEN_OFF, -fields["packs"], fields["written_off_on"], fields["reason"])
        return {"batch": str(batch.id), "stock": batch.stock}

    @read(Role.RECORDER, Role.APPROVER, Role.OFFICER)
    def pack(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show a pack as it stands."""
        return store.pack_shown(store.pack_kept(desk.session, id))

    @read(Role.RECORDER, Role.APPROVER, Role.OFFICER)
    def packs(
        self, desk: Desk, state: str, place: str | None = None, after: UUID | None = None, limit: int = 100
    ) -> list[dict[str, Any]]:
        """List the packs in a state, such as those put aside and not yet handed over, from after an id."""
        return [store.pack_shown(each) for each in in_state(desk, Pack, PackState, state, place, after, limit)]

    @read(Role.RECORDER, Role.APPROVER, Role.VIEWER)
    def pack_batch(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show a batch with what is left of it."""
        return store.batch_shown(desk.session, id)

    @read(Role.RECORDER, Role.APPROVER, Role.VIEWER)
    def pack_batches(self, desk: Desk, place: str, limit: int = 100) -> list[dict[str, Any]]:
        """List the batches that a place in the caller's scope may draw on."""
        if not desk.identity.covers(place):
            raise OutOfScope("place")
        return store.batches_for(desk.session, place, limit)


def _move(
    desk: Desk, batch: PackBatch, kind: Movement, packs: int, on: date | None, reason: Code | None = None
) -> None:
    """Change a held batch's stock and tell what is left, later than whatever was told of it before."""
    on = on or desk.today
    must_be_date(desk, on, "batch")
    last = store.last_moved_on(desk.session, batch.id)
    if on < last:
        raise BeforeLastMovement("batch", day=on, last=last)
    moved = batch.move(kind, packs, on, clock.now())
    moved.reason = reason.value if reason else None
    desk.session.add(moved)
    tell(desk.session, moved.changed(batch), moved.fact_id, batch.moved_at)


def _must_be_open(desk: Desk, station: UUID, place: str, on: date) -> None:
    county = place[:6].ljust(12, "0")
    stations = desk.ask("volunteers", "stations_open", place=county, on=str(on))
    if str(station) not in {each["id"] for each in stations}:
        raise StationNotOpen("station", day=on)
