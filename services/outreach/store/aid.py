"""Aid as it is found and shown."""

from __future__ import annotations

from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.outreach.model import Aid
from services.outreach.model.aid import ONE_AID
from shared.refusals import Refusal


class AidAlreadyPlanned(Refusal):
    """这户家庭在本批次中已有一笔慰问"""


def propose(session: Session, aid: Aid) -> None:
    """Write a proposal; raises AidAlreadyPlanned, even where the caller's scope hides the other one."""
    try:
        with session.begin_nested():
            session.add(aid)
    except IntegrityError as error:
        driver: Any = error.orig
        if driver.diag.constraint_name != ONE_AID:
            raise
        raise AidAlreadyPlanned("household") from error


def aid_shown(aid: Aid) -> dict[str, Any]:
    """Show an aid as it stands."""
    return {
        "id": str(aid.id),
        "state": aid.state,
        "place": aid.place,
        "cash_fen": aid.cash_fen,
        "goods": [{"item": each.item, "quantity": each.quantity, "value_fen": each.value_fen} for each in aid.goods],
        "source": aid.source,
        "delivered_on": str(aid.delivered_on) if aid.delivered_on else None,
        "receipts": [{"receipt": each.receipt, "receipt_on": str(each.receipt_on)} for each in aid.receipts],
        "ended_reason": aid.ended_reason,
    }
