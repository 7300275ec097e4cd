"""Outreach's doors: one method, one transaction."""

from __future__ import annotations

from datetime import date
from typing import Any, cast
from uuid import UUID, uuid5

from services.outreach import store
from services.outreach.facts import AidDelivered, AidReceipted, LectureHeld, VisitRecorded
from services.outreach.model import Aid, AidState
from services.outreach.schemas import ApproveAid, DeliverAid, ProposeAid, SignReceipt
from shared.desk import Desk, located, must_be_date, must_cover
from shared.eventlog import tell
from shared.identity import Role
from shared.refusals import Refusal
from shared.worker import ActDoors, FactDoors, Transactions, read, write


class AidAlreadyPlanned(Refusal):
    """这户家庭在本批次中已有一笔慰问"""


class NothingGiven(Refusal):
    """慰问金和慰问品不能都为零"""


class Outreach(ActDoors, FactDoors):
    """一 宣讲 and 二 走访慰问."""

    name = "outreach"
    kinds = (LectureHeld, VisitRecorded)
    figures = store.FIGURES
    due = staticmethod(store.due)
    transactions = Transactions("outreach")

    @write(ProposeAid, Role.RECORDER)
    def propose_aid(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Plan one aid for a household; a household has one in each batch."""
        if not fields["cash_fen"] and not fields["goods"]:
            raise NothingGiven("cash_fen")
        where = located(desk, fields.pop("place"), fields.pop("organisation"), desk.today)
        if store.aid_of(desk.session, fields["household"], fields["batch"]):
            raise AidAlreadyPlanned("household")
        desk.session.add(
            Aid(
                id=id,
                **fields,
                state=AidState.PROPOSED.value,
                proposed_by=desk.identity.somebody,
                **Aid.columns(where),
            )
        )
        return {"aid": str(id), "state": AidState.PROPOSED.value}

    @write(ApproveAid, Role.APPROVER)
    def approve_aid(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Approve a planned aid."""
        aid = self._aid(desk, fields["aid"])
        aid.approve(desk.identity.somebody, desk.now)
        return {"aid": str(aid.id), "state": aid.state}

    @write(DeliverAid, Role.RECORDER)
    def deliver_aid(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Hand over an approved aid, by another person than approved it."""
        aid = self._aid(desk, fields["aid"])
        must_be_date(desk, fields["delivered_on"], "delivered_on")
        aid.deliver(desk.identity.somebody, fields["delivered_on"], fields["receipt"])
        tell(desk.session, _delivered(aid), uuid5(aid.id, "delivered"), desk.now)
        return {"aid": str(aid.id), "state": aid.state}

    @write(SignReceipt, Role.RECORDER)
    def sign_receipt(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Record that the receipt of a delivered aid was signed, or is disputed."""
        aid = self._aid(desk, fields["aid"])
        must_be_date(desk, fields["receipt_on"], "receipt_on")
        aid.sign(fields["receipt"], fields["receipt_on"])
        receipted = AidReceipted(**aid.envelope(fields["receipt_on"]), aid=aid.id, unsigned=aid.unsigned)
        tell(desk.session, receipted, id, desk.now)
        return {"aid": str(aid.id), "receipt": aid.receipt}

    @read(Role.RECORDER, Role.APPROVER, Role.VIEWER)
    def aid(self, desk: Desk, id: str) -> dict[str, Any]:
        """Show an aid as it stands."""
        must_cover(desk, self._aid(desk, UUID(id)))
        return store.aid_shown(desk.session, UUID(id))

    def _aid(self, desk: Desk, id: UUID) -> Aid:
        aid = store.aid_held(desk.session, id)
        must_cover(desk, aid)
        return aid


def _delivered(aid: Aid) -> AidDelivered:
    return AidDelivered(
        **aid.envelope(cast("date", aid.delivered_on)),
        aid=aid.id,
        household=aid.household,
        source=aid.given_from,
        cash_fen=aid.cash_fen,
        goods=aid.goods,
        goods_value_fen=aid.goods_value_fen,
        unsigned=aid.unsigned,
    )
