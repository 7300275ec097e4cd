"""The doors of aid: proposed, approved by another, delivered by a third, and its receipt signed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from services.outreach import store
from services.outreach.model import Aid, AidState
from services.outreach.schemas.aid import (
    AddGoods,
    ApproveAid,
    DeliverAid,
    ProposeAid,
    RejectAid,
    SignReceipt,
    WithdrawAid,
)
from shared.desk import Desk, located, must_be_date, must_cover
from shared.eventlog import reverse, tell
from shared.identity import Role
from shared.refusals import Refusal
from shared.worker import read, write


class NothingGiven(Refusal):
    """慰问金和慰问品不能都为零"""


class GoodsWithoutPieces(Refusal):
    """慰问品有折价时,件数不能为零"""


class StateUnknown(Refusal):
    """没有名为“{state}”的慰问状态"""


class AidDoors:
    """慰问: propose, add goods, approve or reject, deliver, sign, withdraw."""

    @write(ProposeAid, Role.RECORDER)
    def propose_aid(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Plan one aid for a household; a household has one in each batch."""
        where = located(desk, fields["place"], fields["organisation"], desk.today)
        _must_give(fields)
        aid = Aid(
            id=id,
            household=fields["household"],
            batch=fields["batch"],
            cash_fen=fields["cash_fen"],
            source=fields["source"],
            state=AidState.PROPOSED.value,
            proposed_by=desk.identity.somebody,
            **Aid.columns(where),
        )
        if fields["goods"]:
            aid.add_goods(fields["item"], fields["goods"], fields["goods_value_fen"])
        store.propose(desk.session, aid)
        return _state(aid)

    @write(AddGoods, Role.RECORDER)
    def add_goods(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Put another item on the list of an aid that waits for approval."""
        aid = _aid(desk, fields["aid"])
        aid.add_goods(fields["item"], fields["quantity"], fields["value_fen"])
        return {**_state(aid), "goods": len(aid.goods)}

    @write(ApproveAid, Role.APPROVER)
    def approve_aid(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Approve a planned aid."""
        aid = _aid(desk, fields["aid"])
        aid.approve(desk.identity.somebody, desk.now)
        return _state(aid)

    @write(RejectAid, Role.APPROVER)
    def reject_aid(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Turn a planned aid down."""
        aid = _aid(desk, fields["aid"])
        aid.reject(desk.identity.somebody, fields["reason"])
        return _state(aid)

    @write(DeliverAid, Role.RECORDER)
    def deliver_aid(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Hand over an approved aid, by another person than approved it."""
        aid, on = _aid(desk, fields["aid"]), fields["delivered_on"]
        must_be_date(desk, on, "delivered_on")
        aid.deliver(desk.identity.somebody, on, fields["receipt"])
        tell(desk.session, aid.delivered(on), aid.delivered_id, desk.now)
        return _state(aid)

    @write(SignReceipt, Role.RECORDER)
    def sign_receipt(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Record that the receipt of a delivered aid was signed, or is disputed."""
        aid, on = _aid(desk, fields["aid"]), fields["receipt_on"]
        must_be_date(desk, on, "receipt_on")
        aid.sign(desk.identity.somebody, on, fields["receipt"])
        tell(desk.session, aid.receipted(on), aid.receipted_ids[-1], desk.now)
        return {**_state(aid), "receipt": aid.receipts[-1].receipt}

    @write(WithdrawAid, Role.RECORDER)
    def withdraw_aid(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Take an aid back; what was told of one that had been delivered is reversed."""
        aid = _aid(desk, fields["aid"])
        if aid.delivered_on is not None:
            must_be_date(desk, aid.delivered_on, "aid")
        aid.withdraw(fields["reason"])
        if aid.delivered_on is not None:
            for told in (aid.delivered_id, *aid.receipted_ids):
                reverse(desk.session, told, desk.now)
        return _state(aid)

    @read(Role.RECORDER, Role.APPROVER, Role.VIEWER)
    def aid(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show an aid as it stands."""
        aid = store.kept(desk.session, Aid, id)
        must_cover(desk, aid)
        return store.aid_shown(aid)

    @read(Role.RECORDER, Role.APPROVER, Role.VIEWER)
    def aids(
        self, desk: Desk, state: str, place: str | None = None, after: UUID | None = None, limit: int = 100
    ) -> list[dict[str, Any]]:
        """List the aid in a state, such as what waits for approval, from after an id."""
        if state not in {each.value for each in AidState}:
            raise StateUnknown("state", state=state)
        found = store.aids(desk.session, desk.identity.scope, AidState(state), place, after, limit)
        return [store.aid_shown(each) for each in found]


def _aid(desk: Desk, id: UUID) -> Aid:
    aid = store.held(desk.session, Aid, id)
    must_cover(desk, aid)
    return aid


def _must_give(fields: dict[str, Any]) -> None:
    if not fields["goods"] and fields["goods_value_fen"]:
        raise GoodsWithoutPieces("goods")
    if not fields["cash_fen"] and not fields["goods"]:
        raise NothingGiven("cash_fen")


def _state(aid: Aid) -> dict[str, Any]:
    return {"aid": str(aid.id), "state": aid.state}
